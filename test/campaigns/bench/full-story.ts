import { readdirSync, readFileSync } from 'node:fs';
import type { StoryRecord } from './stories.ts';

const SAMPLES = new URL('../../../data/stories/', import.meta.url);
/** The words of the sample stories, as often as they have them: drawn at random, they compress as English does. */
const ENGLISH = readdirSync(SAMPLES)
  .flatMap(
    (file) =>
      readFileSync(new URL(file, SAMPLES), 'utf8')
        .split(/^---$/m)[2]
        ?.match(/[a-z]+/gi) ?? [],
  )
  .map((word) => word.toLowerCase());

/** Makes a sentence of pseudo-random English words. */
function sentence(count: number, seed: number): string {
  const drawn = Array.from({ length: count }, (_, index) => {
    const random =
      Math.imul(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b), 0xc2b2ae35) >>> 0;
    return ENGLISH[(random ^ (random >>> 15)) % ENGLISH.length];
  });
  return `${drawn.join(' ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}

/** The parts of a full story: paragraphs of its text, sources, claims of its TL;DR. */
const [PARAGRAPHS, SOURCES, CLAIMS] = [6, 5, 8];
const TOPICS = ['web-feeds', 'open-standards', 'robots'];
/** Its scopes, the same for each number: with `all`, those of its topics and sources. */
export const FULL_SCOPES = 1 + TOPICS.length + SOURCES;

/** Makes a story as newsrooms publish them: 450 words, five sources, three topics, and eight claims with evidence. */
export function makeFullStory(number: number): StoryRecord {
  const seed = (part: number) => number * 1000 + part;
  const claims = Array.from({ length: CLAIMS }, (_, index) => sentence(12, seed(index)));
  const cited = Array.from({ length: SOURCES }, (_, index) => ({
    url: `https://publisher-${index}.example/2026/${sentence(5, seed(100 + index))
      .slice(0, -1)
      .replaceAll(' ', '-')}`,
    name: sentence(8, seed(200 + index)),
    publisher: { name: `Publisher ${index}`, url: `https://publisher-${index}.example/` },
    datePublished: '2026-01-01',
  }));
  const paragraphs = Array.from({ length: PARAGRAPHS }, (_, index) => {
    const text = Array.from({ length: 5 }, (_, at) => sentence(15, seed(300 + index * 10 + at))).join(' ');
    const source = cited[index];
    return source ? `${text} ([publisher-${index}.example](${source.url}))` : text;
  });
  return {
    slug: `full-story-${number}`,
    headline: sentence(9, seed(900)).slice(0, -1),
    abstract: claims.join(' '),
    evidence: claims.map((claim, index) => ({
      claim,
      source: cited[index % SOURCES]?.url,
      quote: { exact: `${sentence(10, seed(400 + index)).slice(0, -1)} ${claim.toLowerCase()}` },
    })),
    articleBody: paragraphs.join('\n\n'),
    citation: cited,
    inLanguage: 'en',
    datePublished: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
    author: [{ name: 'Ann Example' }],
    keywords: TOPICS,
    provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
  };
}
