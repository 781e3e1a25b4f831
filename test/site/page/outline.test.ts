import { expect, test } from 'vitest';
import { contentHtml } from '../../../src/site/edition/content.ts';
import { toEntry } from '../../../src/site/edition/edition.ts';
import { renderDraftPage } from '../../../src/site/page/draft-preview.tsx';
import { renderFeedPreviewPage } from '../../../src/site/page/feed-preview.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import * as fc from '../../draw.ts';
import { anEdition, aStory, publish, site } from '../../samples.ts';

/** Returns the levels of a page's headings, in order. */
const outlineOf = (html: string) => Array.from(html.matchAll(/<h([1-6])\b/g), ([, level]) => Number(level));

/** Returns the headings that skip a level. */
const skipsOf = (outline: number[]) => outline.filter((level, at) => level > (outline[at - 1] ?? 0) + 1);

/** Returns the levels of the headings of a published analysis. */
const published = (levels: number[]) => {
  const articleBody = levels.map((level) => `${'#'.repeat(level)} Heading\n\nText.\n`).join('\n') || 'Text.';
  return publish(aStory({ articleBody, citation: [{ url: 'https://a.example/' }] }));
};

test.each([
  [[4], [3]],
  [[1], [3]],
  [
    [6, 2],
    [3, 3],
  ],
  [
    [4, 2, 4],
    [3, 3, 4],
  ],
  [
    [1, 3, 2],
    [3, 4, 4],
  ],
  [
    [2, 6, 3, 2],
    [3, 4, 4, 3],
  ],
  [
    [1, 2, 3, 4, 5, 6],
    [3, 4, 5, 6, 6, 6],
  ],
])('an analysis with headings of the levels %j has %j', (written, levels) => {
  const { rendering } = published(written);
  expect(outlineOf(rendering.page)).toEqual(levels);
  expect(outlineOf(rendering.feed)).toEqual(levels);
});

test('no page skips a heading level, whatever levels the author uses', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 8 }), (levels) => {
      const article = published(levels);
      for (const page of [renderStoryPage(article, site), renderDraftPage(article, site)]) {
        expect(skipsOf(outlineOf(page))).toEqual([]);
      }
    }),
    { numRuns: 50 },
  );
});

test('feeds put the analysis below its own heading, and a preview below the headlines', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }), (levels) => {
      const article = published(levels);
      // Feed readers show the headline above it, as a heading of level 1 or 2.
      const [first, ...others] = outlineOf(contentHtml(toEntry(article), site));
      expect(first).toBe(2);
      expect(skipsOf([1, 2, ...others])).toEqual([]);
      const analysis = outlineOf(article.rendering.feed);
      expect(analysis.filter((level) => level < 3)).toEqual([]);
      const preview = outlineOf(renderFeedPreviewPage(anEdition([article]), site, 'rss'));
      expect(skipsOf(preview)).toEqual([]);
      expect(preview.slice(0, 4 + analysis.length)).toEqual([
        1,
        2,
        3,
        ...analysis.map((level) => Math.min(level + 1, 6)),
        3,
      ]);
    }),
    { numRuns: 30 },
  );
});
