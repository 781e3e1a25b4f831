import { expect, test, vi } from 'vitest';
import { serializeEdition } from '../../../src/desk/publish/entries.ts';
import { openContainer, storedBytes } from '../../../src/document/container.ts';
import { gunzip } from '../../../src/lib/gzip.ts';
import { editionRows, rethrow } from '../../print.ts';
import { aStory, publish, site } from '../../samples.ts';

const articles = ['a', 'b', 'c', 'd', 'e'].map((slug, index) =>
  publish(aStory({ slug, datePublished: `2026-03-0${index + 1}T00:00:00Z` })),
);

test('an edition is the same, whichever of its entries have been in another', async () => {
  const rows = editionRows(articles);
  for (const known of [[1], [0, 3], [4]]) {
    vi.resetModules();
    const { serializeEdition: serialize } = await import('../../../src/desk/publish/entries.ts');
    const before = editionRows(articles.filter((_article, index) => known.includes(index)));
    await serialize('topic:web-feeds', before, site, rethrow);
    expect(await serialize('all', rows, site, rethrow)).toEqual(
      await serializeEdition('all', rows, site, rethrow),
    );
  }
});

test('a broken entry among known ones is left out with its change, and reported by its place', async () => {
  const rows = editionRows(articles);
  await serializeEdition('all', rows, site, rethrow);
  const reported: string[] = [];
  const broken = { ...rows, entries: rows.entries.with(1, '{"slug":"d"}') };
  const { value } = await serializeEdition('all', broken, site, ({ message }) => reported.push(message));
  expect(reported).toEqual([expect.stringContaining('edition:all entry 1 is broken')]);
  const container = openContainer(value as Uint8Array);
  const json = await gunzip(storedBytes(container, container.table.documents.json as never));
  const { items } = JSON.parse(new TextDecoder().decode(json));
  expect(items.map(({ url }: { url: string }) => url.slice(-1))).toEqual(['e', 'c', 'b', 'a']);
});
