import { words } from '../../words.ts';

/** A story as the API accepts it. */
export interface StoryRecord {
  slug: string;
  headline: string;
  abstract: string;
  articleBody: string;
  [field: string]: unknown;
}

/** When the first story was published. Each other one follows a minute later. */
const OPENING = Date.parse('2026-01-01T00:00:00Z');
const TOPICS = ['web-feeds', 'open-standards', 'artificial-intelligence', 'robots'];

/**
 * Makes a story of a few hundred words that cites up to three sources.
 *
 * @param scopes the number of its scopes: `all`, and as many sources and topics as needed
 */
export function makeStory(number: number, scopes = 4): StoryRecord {
  const sources = Math.min(3, Math.ceil((scopes - 1) / 2));
  const topics = TOPICS.slice(0, scopes - 1 - sources);
  const cited = Array.from({ length: sources }, (_, index) => ({
    url: `https://publisher-${index}.example/2026/${number}-${words(4, number * 7 + index).replaceAll(' ', '-')}`,
    name: words(7, number + index),
    publisher: { name: `Publisher ${index}`, url: `https://publisher-${index}.example/` },
  }));
  const paragraphs = cited.map(
    ({ url }, index) => `${words(50, number * 31 + index)}.([publisher-${index}.example](${url}))`,
  );
  return {
    slug: `story-${number}`,
    headline: words(10, number),
    abstract: words(40, number + 1_000_000),
    articleBody: paragraphs.join('\n\n') || words(100, number),
    citation: cited,
    inLanguage: 'en',
    datePublished: new Date(OPENING + number * 60_000).toISOString(),
    author: [{ name: 'Ann Example' }],
    keywords: topics,
    provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
  };
}

/** A story as the simple implementation stores it: only what feeds show. */
export interface PlainStory {
  title: string;
  link: string;
  description: string;
  content: string;
  date: string;
}
