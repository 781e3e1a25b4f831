import { foldText } from '../../../site/query/fold-text.ts';
import { MAX_TOPIC_SLUG } from '../../../site/story/slug.ts';

/**
 * Returns the last part of the address of a new topic, made from its title: `road-safety` for “Road Safety”. None that is taken; a number
 * for a title without letters of the Latin script.
 */
export function topicSlugFor(title: string, taken: ReadonlySet<string>): string {
  const words = foldText(title)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_TOPIC_SLUG - 4)
    .replaceAll(/^-+|-+$/g, '');
  const name = words || 'topic';
  if (words !== '' && !taken.has(name)) return name;
  for (let number = words === '' ? 1 : 2; ; number++)
    if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}
