import { words } from '../../words.ts';

/** A story as the API takes it. */
export interface StoryRecord {
  slug: string;
  headline: string;
  abstract: string;
  articleBody: string;
  [field: string]: unknown;
}

/** The first moment of the newsroom; each story comes a minute after the one before. */
const OPENING = Date.parse('2026-01-01T00:00:00Z');
const TOPICS = ['web-feeds', 'open-standards', 'artificial-intelligence', 'robots'];

/**
 * A story of some hundred words, as a newsroom that sums up what others report would write it.
 *
 * @param scopes in how many scopes it is: everything, and as many topics and sources as that takes
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

/** A story as a simple implementation keeps it: with what feeds show, and nothing else. */
export interface PlainStory {
  title: string;
  link: string;
  description: string;
  content: string;
  date: string;
}
