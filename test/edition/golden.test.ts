import { expect, test } from 'vitest';
import { renderAtom } from '../../src/edition/atom.ts';
import { renderJsonFeed } from '../../src/edition/json-feed.ts';
import { renderRss } from '../../src/edition/rss.ts';
import { anEdition, fullStory, publish, sampleStories, site } from '../samples.ts';

// The whole documents, to be read. `npx vitest run -u` writes them anew; look at the difference before it is committed.

const seed = sampleStories.filter(({ slug }) => slug.startsWith('china-'));
const edition = anEdition([...seed, fullStory].map(publish));

test('RSS', async () => {
  await expect(renderRss(edition, site)).toMatchFileSnapshot('../golden/feed.rss.xml');
});

test('Atom', async () => {
  await expect(renderAtom(edition, site)).toMatchFileSnapshot('../golden/feed.atom.xml');
});

test('JSON Feed', async () => {
  const pretty = `${JSON.stringify(JSON.parse(renderJsonFeed(edition, site)), null, 2)}\n`;
  await expect(pretty).toMatchFileSnapshot('../golden/feed.json');
});

test.each([renderRss, renderAtom, renderJsonFeed])('%o gives the same bytes twice', (render) => {
  expect(render(edition, site)).toBe(render(structuredClone(edition), structuredClone(site)));
});

test.each([renderRss, renderAtom, renderJsonFeed])('%o of nothing is a document too', async (render) => {
  const empty = {
    scope: 'topic:provenance' as const,
    count: 0,
    updated: '2026-01-01T00:00:00Z',
    entries: [],
  };
  expect(render(empty, site)).toContain('Open Wire: Provenance');
});
