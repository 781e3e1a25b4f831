import { describe, expect, test } from 'vitest';
import { wordsOf } from '../src/language/words.ts';
import { contentHtml } from '../src/site/edition/content.ts';
import { editionLength } from '../src/site/edition/edition.ts';
import { renderJsonFeed } from '../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../src/site/edition/formats/rss.ts';
import { renderListingPage } from '../src/site/page/listing.tsx';
import { renderStoryPage } from '../src/site/page/story/story.tsx';
import { withObservations } from '../src/site/story/sources/observed-article.ts';
import { anEdition, aStory, publish, sampleEdition, sampleStories, site } from './samples.ts';
import { words } from './words.ts';

/** A page fits into the first flight of packets. A feed stays below what JSON Feed 1.1 calls fine. */
const PAGE_BYTES_GZIP = 14_000;
const FEED_BYTES = 250_000;
/** Programs that preview links read only so much of a page. */
const HEAD_BYTES = 8192;

const encode = (text: string) => new TextEncoder().encode(text);

async function gzipBytes(text: string): Promise<number> {
  const compressed = new Blob([encode(text)]).stream().pipeThrough(new CompressionStream('gzip'));
  return (await new Response(compressed).arrayBuffer()).byteLength;
}

const source = (story: number, index: number) => ({
  url: `https://publisher-${index}.example/2026/03/04/${story}-${words(4, story * 7 + index).replaceAll(' ', '-')}`,
  name: words(7, story + index),
  publisher: { name: words(2, index), url: `https://publisher-${index}.example/` },
});

/** Returns a function that draws words of a script from the page's own words in a language. */
function wordsIn(language: string, script: RegExp): typeof words {
  const known = [...new Set(JSON.stringify(wordsOf(language, language).messages).match(script))];
  return (count, seed) =>
    words(count, seed)
      .split(' ')
      .map((word) => known[Number.parseInt(word, 36) % known.length])
      .join(' ');
}

/**
 * Makes a story with this many words, which uses each citation once. Its TL;DR has this many claims, each borne by a quote. `draw`
 * makes the newsroom's words, in `inLanguage`.
 */
function longStory(
  story: number,
  count: number,
  citations: number,
  claims = 0,
  draw = words,
  inLanguage = 'en',
) {
  const each = Math.floor(count / citations);
  const cited = Array.from({ length: citations }, (_, index) => source(story, index));
  const paragraphs = cited.map(
    ({ url }, index) => `${draw(each, story * 31 + index)}.([publisher-${index}.example](${url}))`,
  );
  const abstract = draw(55, story + 1000);
  const sentences = Array.from({ length: claims }, (_, index) =>
    abstract
      .split(' ')
      .slice(index * 11, index * 11 + 11)
      .join(' '),
  );
  return publish(
    aStory({
      slug: `story-${story}`,
      headline: draw(10, story),
      inLanguage,
      abstract,
      evidence: sentences.map((claim, index) => ({
        claim,
        source: source(story, index).url,
        quote: { exact: `${words(25, story * 13 + index)}.` },
      })),
      articleBody: paragraphs.join('\n\n'),
      citation: cited,
      author: [{ name: words(2, story) }],
      keywords: ['web-feeds', 'open-standards'],
      provenance: {
        abstract: {
          digitalSourceType: 'trainedAlgorithmicMedia',
          reviewedBy: claims > 0 ? { name: words(2, story + 7) } : null,
          model: claims > 0 ? words(2, story + 8) : null,
        },
      },
    }),
  );
}

describe('at most 14,000 bytes, compressed:', () => {
  test('the front page', async () => {
    expect(await gzipBytes(renderListingPage(sampleEdition, site))).toBeLessThanOrEqual(PAGE_BYTES_GZIP);
  });

  test('the front page with 59 stories', async () => {
    const edition = anEdition(Array.from({ length: 59 }, (_, story) => longStory(story, 300, 3)));
    expect(await gzipBytes(renderListingPage(edition, site))).toBeLessThanOrEqual(PAGE_BYTES_GZIP);
  });

  test.each(sampleStories.map((story) => ({ slug: story.slug, story })))('$slug', async ({ story }) => {
    expect(await gzipBytes(renderStoryPage(publish(story), site))).toBeLessThanOrEqual(PAGE_BYTES_GZIP);
  });

  test.each(['gone', 'changed'] as const)('every sample story whose sources are all %s', async (kind) => {
    for (const story of sampleStories) {
      const article = publish(story);
      const quotes = article.evidence.map(({ quote }) => quote.exact);
      const observations = article.rendering.sources.map(({ url, quote }) => ({
        url,
        kind,
        at: '2026-11-24T08:00:00.000Z',
        status: null,
        movedTo: null,
        archivedAt: `https://web.archive.org/web/20261125120000/${url}`,
        missing: kind === 'changed' ? [...quotes, ...(quote ? [quote.exact] : [])] : [],
      }));
      const page = renderStoryPage(withObservations(article, observations), site);
      expect(await gzipBytes(page), story.slug).toBeLessThanOrEqual(PAGE_BYTES_GZIP);
    }
  });

  test.each([
    ['ru', /\p{Script=Cyrillic}{2,}/gu],
    ['ar', /\p{Script=Arabic}{2,}/gu],
    ['hi', /[\p{Script=Devanagari}]{2,}/gu],
  ])('a story of 450 words with 12 citations in another script: %s', async (language, script) => {
    const html = renderStoryPage(longStory(1, 450, 12, 0, wordsIn(language, script), language), site);
    expect(await gzipBytes(html)).toBeLessThanOrEqual(PAGE_BYTES_GZIP);
  });

  test.each([0, 5])('a story of 450 words with 12 citations and evidence for %i claims', async (claims) => {
    const html = renderStoryPage(longStory(1, 450, 12, claims), site);
    expect(await gzipBytes(html)).toBeLessThanOrEqual(PAGE_BYTES_GZIP);
  });
});

test('the head of a story with 12 citations is within the first 8,192 bytes, except its stylesheet', () => {
  const html = renderStoryPage(longStory(1, 450, 12, 5), site);
  expect(encode(html.slice(0, html.indexOf('<style>'))).byteLength).toBeLessThanOrEqual(HEAD_BYTES);
});

describe('an edition', () => {
  test.each([
    [0, 0],
    [1, 1],
    [29, 29],
    [30, 30],
    [31, 31],
    [59, 59],
    [60, 30],
    [61, 31],
    [100_000, 40],
  ])('of %i stories holds %i', (count, expected) => {
    expect(editionLength(count)).toBe(expected);
  });

  test('of 59 stories with 3 kB of HTML each is at most 250 kB of JSON Feed', () => {
    const edition = anEdition(Array.from({ length: 59 }, (_, story) => longStory(story, 372, 2)));
    const html = edition.entries.map((entry) => encode(contentHtml(entry, site)).byteLength);
    expect(html.reduce((sum, each) => sum + each) / html.length).toBeGreaterThan(3000);
    const bytes = encode(renderJsonFeed(edition, site)).byteLength;
    expect(bytes).toBeLessThanOrEqual(FEED_BYTES);
  });

  test('has the Markdown of its ten newest stories in RSS, which makes it a tenth larger', () => {
    const edition = anEdition(Array.from({ length: 59 }, (_, story) => longStory(story, 372, 2)));
    const rss = renderRss(edition, site);
    const items = rss.split('<item>').slice(1);
    expect(items.map((item) => item.includes('<source:markdown>'))).toEqual(
      Array.from({ length: 59 }, (_, index) => index < 10),
    );
    const without = rss.replace(/<source:markdown>[^<]*<\/source:markdown>/g, '');
    expect(encode(rss).byteLength / encode(without).byteLength).toBeLessThan(1.15);
  });
});
