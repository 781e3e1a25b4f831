import { expect, test } from 'vitest';
import { makeDirectory } from '../../../src/site/edition/directory.ts';
import type { FeedPage } from '../../../src/site/edition/edition.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import {
  renderListingSitemap,
  renderSitemapIndex,
  renderStorySitemap,
  sitemapCount,
} from '../../../src/site/edition/sitemap.ts';
import { summariesOf } from '../../../src/site/edition/summaries.ts';
import { anEdition, aStory, fullStory, publish, sampleStories, site } from '../../samples.ts';

// Whole documents, so that people can read them. `npx vitest run -u` rewrites them; read the diff before you commit it.

const seed = sampleStories.filter(({ slug }) => slug.startsWith('china-'));
const edition = anEdition([...seed, fullStory].map(publish));

test('RSS', async () => {
  await expect(renderRss(edition, site)).toMatchFileSnapshot('../../golden/feed.rss.xml');
});

test('Atom', async () => {
  await expect(renderAtom(edition, site)).toMatchFileSnapshot('../../golden/feed.atom.xml');
});

test('JSON Feed', async () => {
  const pretty = `${JSON.stringify(JSON.parse(renderJsonFeed(edition, site)), null, 2)}\n`;
  await expect(pretty).toMatchFileSnapshot('../../golden/feed.json');
});

test('summaries as Atom', async () => {
  const summaries = summariesOf({ ...edition, scope: 'all' });
  await expect(renderAtom(summaries, site)).toMatchFileSnapshot('../../golden/summaries.atom.xml');
});

/** A page of an archive with a withdrawn story. */
const page: FeedPage = {
  scope: 'topic:provenance',
  updated: '2026-11-02T08:00:00.000Z',
  entries: edition.entries.slice(0, 1),
  withdrawn: [
    {
      identifier: 'tag:edgewire.example,2026:stories/wrong',
      at: '2026-11-02T08:00:00.000Z',
      reason: 'The source took it back: "R&D" <5 %.',
      story: { slug: 'wrong', inLanguage: 'de', datePublished: '2026-02-01T08:00:00+01:00' },
    },
  ],
  previous: 1,
  archive: { page: 2, next: 3 },
};

test('a page of an archive as RSS, with a withdrawal', async () => {
  await expect(renderRss(page, site)).toMatchFileSnapshot('../../golden/archive.rss.xml');
});

test('a page of an archive as Atom, with a withdrawal', async () => {
  await expect(renderAtom(page, site)).toMatchFileSnapshot('../../golden/archive.atom.xml');
});

test('a page of an archive as JSON Feed, with a withdrawal', async () => {
  const pretty = `${JSON.stringify(JSON.parse(renderJsonFeed(page, site)), null, 2)}\n`;
  await expect(pretty).toMatchFileSnapshot('../../golden/archive.json');
});

/** A feed of stories that moved in, with the ids that readers know. */
const movedIn: FeedPage = {
  ...anEdition(
    ['https://old.example/?p=123&lang=en', '64f1c0ffee5d2a0001a1b2c3', '123 at https://old.example'].map(
      (identifier, index) => publish(aStory({ slug: `moved-${index + 1}`, identifier })),
    ),
  ),
  withdrawn: [{ ...page.withdrawn[0], identifier: 'caf\u00E9' } as (typeof page.withdrawn)[number]],
};

test('stories that moved in, as RSS', async () => {
  await expect(renderRss(movedIn, site)).toMatchFileSnapshot('../../golden/moved-in.rss.xml');
});

test('stories that moved in, as Atom', async () => {
  await expect(renderAtom(movedIn, site)).toMatchFileSnapshot('../../golden/moved-in.atom.xml');
});

test('stories that moved in, as JSON Feed', async () => {
  const pretty = `${JSON.stringify(JSON.parse(renderJsonFeed(movedIn, site)), null, 2)}\n`;
  await expect(pretty).toMatchFileSnapshot('../../golden/moved-in.json');
});

test('sitemaps', async () => {
  const stories = edition.entries.map(({ slug, datePublished }) => ({ slug, updated: datePublished }));
  const directory = makeDirectory(['topic:web-feeds', 'source:w3.org', 'topic:elsewhere']);
  await expect(renderSitemapIndex(2, 3001, site)).toMatchFileSnapshot('../../golden/sitemap.xml');
  await expect(renderStorySitemap(stories, site)).toMatchFileSnapshot('../../golden/sitemap-stories.xml');
  await expect(renderListingSitemap(directory, site)).toMatchFileSnapshot(
    '../../golden/sitemap-listings.xml',
  );
});

test.each([
  [0, 0],
  [1, 1],
  [30, 1],
  [3000, 1],
  [3001, 2],
  [3030, 2],
  [100_000, 34],
])('%i stories take %i sitemaps', (last, count) => {
  expect(sitemapCount(last)).toBe(count);
});

test.each([renderRss, renderAtom, renderJsonFeed])('%o gives the same bytes twice', (render) => {
  expect(render(edition, site)).toBe(render(structuredClone(edition), structuredClone(site)));
});

test.each([renderRss, renderAtom, renderJsonFeed])(
  '%o renders a document even without stories',
  async (render) => {
    const empty = {
      scope: 'topic:provenance' as const,
      updated: '2026-01-01T00:00:00Z',
      entries: [],
      withdrawn: [],
      previous: 0,
      archive: null,
    };
    expect(render(empty, site)).toContain('Open Wire: Provenance');
  },
);
