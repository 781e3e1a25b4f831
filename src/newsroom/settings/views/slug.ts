import { foldText } from '../../../site/query/fold-text.ts';
import { MAX_TOPIC_SLUG } from '../../../site/story/slug.ts';

/**
 * Returns the last part of the address of a new topic or person, made from its title or name: `road-safety` for “Road Safety”. None that
 * is taken; `kind` and a number for a title without letters of the Latin script.
 */
export function freeSlug(title: string, taken: ReadonlySet<string>, kind: 'topic' | 'person'): string {
  const words = foldText(title)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_TOPIC_SLUG - 4)
    .replaceAll(/^-+|-+$/g, '');
  const name = words || kind;
  if (words !== '' && !taken.has(name)) return name;
  for (let number = words === '' ? 1 : 2; ; number++)
    if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}
