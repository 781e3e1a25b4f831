import { foldText } from '../../site/query/fold-text.ts';
import { MAX_TOPIC_SLUG } from '../../site/story/slug.ts';

/**
 * Returns the last part of an address, made from a title: `road-safety` for “Road Safety”. Empty for a title without letters of the Latin
 * script.
 */
export const slugOf = (title: string): string =>
  foldText(title)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_TOPIC_SLUG - 4)
    .replaceAll(/^-+|-+$/g, '');

/** Returns the slug of a new topic or person that is not taken; `kind` and a number if the title makes none. */
export function freeSlug(title: string, taken: ReadonlySet<string>, kind: 'topic' | 'person'): string {
  const words = slugOf(title);
  const name = words || kind;
  if (words !== '' && !taken.has(name)) return name;
  for (let number = words === '' ? 1 : 2; ; number++)
    if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}
