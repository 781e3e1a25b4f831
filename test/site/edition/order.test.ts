import { describe, expect, test } from 'vitest';
import { FEED_WRITERS } from '../../../src/site/document/edition.ts';
import { renderNewsSitemap } from '../../../src/site/edition/news-sitemap.ts';
import { newestFirst } from '../../../src/site/edition/order.ts';
import type { Format } from '../../../src/site/edition/scope.ts';
import { renderArchivePage } from '../../../src/site/page/archive.tsx';
import { previewedStories, renderFeedPreviewPage } from '../../../src/site/page/feed-preview.tsx';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { anEdition, aStory, publish, site } from '../../samples.ts';
import { readStep } from '../../walk.ts';

const on = (slug: string, datePublished: string) => publish(aStory({ slug, datePublished }));

/** An edition to which old news was published last, and one story of the same time as another, as its author's zone writes it. */
const edition = anEdition([
  on('march', '2026-03-04T09:30:00Z'),
  on('may', '2026-05-04T09:30:00Z'),
  on('may-too', '2026-05-04T11:30:00+02:00'),
  on('april', '2026-04-04T23:30:00-08:00'),
  on('old', '1999-03-04T09:30:00Z'),
  on('june', '2026-06-04T09:30:00Z'),
]);
const SLUGS = ['june', 'may-too', 'may', 'april', 'march', 'old'];

/** Returns the slugs of the stories to which a page links, each once. */
const linkedSlugs = (html: string) => [
  ...new Set(Array.from(html.matchAll(/href="[^"]*\/stories\/([a-z-]+)"/g), ([, slug]) => slug)),
];

test('stories are ordered by date of publication, and those of one time by their places', () => {
  expect(newestFirst(edition.entries).map(({ slug }) => slug)).toEqual(SLUGS);
});

test.each(Object.entries(FEED_WRITERS))(
  '%s has the newest story first, not the one published last',
  (format, write) => {
    const { ids } = readStep(format as Format, write(edition, site));
    expect(ids.map((id) => id.replace(/.*\//, ''))).toEqual(SLUGS);
  },
);

describe('the newest story is first', () => {
  test.each([
    ['on the front page', renderListingPage(edition, site)],
    ['on a page of the archive', renderArchivePage({ ...edition, archive: { page: 1, next: 0 } }, site)],
    [
      'in the news sitemap',
      renderNewsSitemap(edition.entries, site, 0).replaceAll(/<loc>(.*?)<\/loc>/g, 'href="$1"'),
    ],
  ])('%s', (_where, document) => {
    expect(linkedSlugs(document)).toEqual(SLUGS);
  });

  test('in the preview of a feed, whose policy allows the pictures of the stories that it shows', () => {
    const shown = SLUGS.slice(0, 5);
    expect(linkedSlugs(renderFeedPreviewPage(edition, site, 'atom'))).toEqual(shown);
    expect(previewedStories(edition).map(({ slug }) => slug)).toEqual(shown);
  });
});

test('an edition keeps the order of places, to which its change numbers belong', () => {
  expect(edition.entries.map(({ slug }) => slug)).toEqual([
    'june',
    'old',
    'april',
    'may-too',
    'may',
    'march',
  ]);
  FEED_WRITERS.atom(edition, site);
  renderListingPage(edition, site);
  expect(edition.entries.map(({ slug }) => slug)).toEqual([
    'june',
    'old',
    'april',
    'may-too',
    'may',
    'march',
  ]);
});
