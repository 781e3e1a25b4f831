import { expect, test } from 'vitest';
import { gunzip } from '../../../../src/lib/gzip.ts';
import { serializeEdition } from '../../../../src/newsroom/desk/publish/entries.ts';
import { openContainer, storedBytes } from '../../../../src/site/document/container.ts';
import { editionRows, rethrow } from '../../../print.ts';
import { aStory, publish, site } from '../../../samples.ts';

const articles = ['a', 'b', 'c', 'd', 'e'].map((slug, index) =>
  publish(aStory({ slug, datePublished: `2026-03-0${index + 1}T00:00:00Z` })),
);

test('an edition is the same, whichever of its entries have been in another', async () => {
  const rows = editionRows(articles);
  const { metadata: expected } = await serializeEdition('all', rows, site, rethrow);
  for (const [times, known] of [[1], [0, 3], [4]].entries()) {
    // An entry is known by its JSON, so that with more spaces it is a new one.
    const anew = (some: typeof articles) => {
      const { entries, ...rest } = editionRows(some);
      return { ...rest, entries: entries.map((json) => json + ' '.repeat(times + 1)) };
    };
    await serializeEdition('topic:web-feeds', anew(known.map((at) => articles[at] as never)), site, rethrow);
    const { metadata } = await serializeEdition('all', anew(articles), site, rethrow);
    expect(metadata.etags).toEqual(expected.etags);
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
