import { expect, test } from 'vitest';
import { Shelf } from '../../../src/lib/shelf.ts';
import { Unavailable } from '../../../src/platform/kv.ts';
import { KvCache } from '../../../src/readers/kv-cache.ts';
import {
  getRendition,
  type KeptRendition,
  type LazyDocument,
} from '../../../src/readers/rendered/lazy-document.ts';
import { fakeKv } from '../../kv.ts';
import { aContext } from '../../render.ts';

test('the size of a rendition includes its value, which it keeps in memory after the KV cache has dropped it', async () => {
  const bytes = 100_000;
  const { kv } = fakeKv(() => ({ value: 'x'.repeat(bytes), metadata: null }));
  const shelf = new Shelf<KeptRendition>(10 * bytes);
  const context = aContext({ kv, kvCache: new KvCache(bytes), shelf, now: 0, reuseSeconds: 1 });
  const documentOf = (key: string): LazyDocument => ({
    name: key,
    key,
    render: async () => ({ text: '', headers: {}, lastModified: undefined }),
  });
  const keys = Array.from({ length: 50 }, (_, index) => `story:${index}`);
  for (const key of keys) await getRendition(documentOf(key), context);
  const held = keys.flatMap((key) => shelf.get(key)?.value.bytes?.byteLength ?? []);
  expect(held.length).toBeGreaterThan(0);
  expect(held.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(10 * bytes);
});

test('if KV fails, a rendition is served even if its value has left the cache', async () => {
  let isGone = false;
  const { kv } = fakeKv(() =>
    isGone ? Promise.reject(new Error('KV GET failed: 500')) : { value: '{}', metadata: null },
  );
  const context = aContext({ kv, kvCache: new KvCache(1), now: 0 });
  const document: LazyDocument = {
    name: 'a',
    key: 'story:a',
    render: async () => ({ text: 'made', headers: {}, lastModified: undefined }),
  };
  const made = await getRendition(document, context);
  isGone = true;
  expect(await getRendition(document, context)).toBe(made);
  await expect(getRendition({ ...document, name: 'b' }, context)).rejects.toThrow(Unavailable);
});

test('a rendition is kept for the settings with which it was rendered', async () => {
  const { kv } = fakeKv(() => ({ value: '{}', metadata: null }));
  const context = aContext({ kv, now: 0 });
  const document: LazyDocument = {
    name: 'a',
    key: 'story:a',
    render: async ({ site }) => ({ text: site.title, headers: {}, lastModified: undefined }),
  };
  const made = await getRendition(document, context);
  expect(await getRendition(document, context)).toBe(made);
  const renamed = { ...context, site: { ...context.site, title: 'Another' } };
  expect((await getRendition(document, renamed))?.body).not.toEqual(made?.body);
});
