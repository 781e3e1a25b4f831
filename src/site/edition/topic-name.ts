import { textIn, type Words } from '../../language/words.ts';
import { type Site, topicTitle } from '../../settings/site.ts';

/** Returns a topic's title in the language of the words if data/site.json has it, or else in the site's; and that language. */
export function topicName(
  site: Pick<Site, 'topics' | 'language'>,
  slug: string,
  words: Words,
): { name: string; language: string } {
  const names = site.topics.find((topic) => topic.slug === slug)?.names ?? {};
  const name = textIn(names, words);
  return name === undefined
    ? { name: topicTitle(site, slug), language: site.language }
    : { name, language: words.tag };
}
