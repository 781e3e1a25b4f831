import { expect, test } from 'vitest';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { anEdition, aStory, publish, site } from '../../samples.ts';

/** A valid global date and time string: https://html.spec.whatwg.org/#valid-global-date-and-time-string */
const VALID = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|\+\d\d:\d\d|-(?!00:00)\d\d:\d\d)$/;

test.each([
  ['2026-03-04T09:30:00.123456Z', '2026-03-04T09:30:00.123Z'],
  ['2026-03-04T09:30:00.1234567+01:00', '2026-03-04T08:30:00.123Z'],
  ['2026-03-04T09:30:00-00:00', '2026-03-04T09:30:00.000Z'],
  ['2026-03-04T09:30:00.12+01:00', '2026-03-04T09:30:00.12+01:00'],
  ['2026-03-04T09:30:00Z', '2026-03-04T09:30:00Z'],
])('a story of %s is dated %s in HTML, and its record as its author wrote it', (written, printed) => {
  const article = publish(
    aStory({
      datePublished: written,
      correction: [{ text: 'x', datePublished: written.replace('03-04', '03-05') }],
    }),
  );
  expect(article.datePublished).toBe(written);
  const pages = [renderStoryPage(article, site), renderListingPage(anEdition([article]), site)];
  for (const page of pages) {
    const times = Array.from(page.matchAll(/<time datetime="([^"]*)"/g), ([, time]) => time ?? '');
    expect(times).toContain(printed);
    expect(times.filter((time) => !VALID.test(time))).toEqual([]);
  }
});
