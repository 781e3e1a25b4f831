import { expect, test } from 'vitest';
import { Unavailable } from '../../../src/document/unavailable.ts';
import { type Document, find, type Kept } from '../../../src/edge/rendered/reading.ts';
import { Values } from '../../../src/edge/values.ts';
import { Shelf } from '../../../src/lib/shelf.ts';
import { kvOf } from '../../kv.ts';

test('a rendition counts the value that it is made from, which it keeps when the values’ shelf has dropped it', async () => {
  const bytes = 100_000;
  const { kv } = kvOf(() => ({ value: 'x'.repeat(bytes), metadata: null }));
  const shelf = new Shelf<Kept>(10 * bytes);
  const reading = { kv, values: new Values(bytes), shelf, now: 0, reuseSeconds: 1, log: () => undefined };
  const documentOf = (key: string): Document => ({
    name: key,
    key,
    render: async () => ({ text: '', headers: {}, lastModified: undefined }),
  });
  const keys = Array.from({ length: 50 }, (_, index) => `story:${index}`);
  for (const key of keys) await find(documentOf(key), reading);
  const held = keys.flatMap((key) => shelf.get(key)?.held.bytes?.byteLength ?? []);
  expect(held.length).toBeGreaterThan(0);
  expect(held.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(10 * bytes);
});

test('where KV fails, a rendition stands in though its value has left memory', async () => {
  let isGone = false;
  const { kv } = kvOf(() =>
    isGone ? Promise.reject(new Error('KV GET failed: 500')) : { value: '{}', metadata: null },
  );
  const reading = {
    ...{ kv, values: new Values(1), shelf: new Shelf<Kept>(1_000_000) },
    ...{ now: 0, reuseSeconds: 5, log: () => undefined },
  };
  const document: Document = {
    name: 'a',
    key: 'story:a',
    render: async () => ({ text: 'made', headers: {}, lastModified: undefined }),
  };
  const made = await find(document, reading);
  isGone = true;
  expect(await find(document, reading)).toBe(made);
  await expect(find({ ...document, name: 'b' }, reading)).rejects.toThrow(Unavailable);
});
