import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { fingerprint } from '../../../src/lib/fingerprint.ts';
import { serializeArchive, serializeEdition } from '../../../src/newsroom/desk/publish/entries.ts';
import { archiveKey, editionKey, type KvEntry, storyKey } from '../../../src/platform/kv.ts';
import { archivedFeedDocument } from '../../../src/readers/rendered/archive.ts';
import { feedDocument } from '../../../src/readers/rendered/edition.ts';
import { storySitemapDocument } from '../../../src/readers/rendered/sitemaps.ts';
import { PAGE_SIZE } from '../../../src/site/edition/edition.ts';
import { sitemapCount } from '../../../src/site/edition/sitemap.ts';
import { RENDERER_VERSION } from '../../../src/site/story/article.ts';
import { fakeKv } from '../../kv.ts';
import { editionRows, rethrow } from '../../print.ts';
import { aContext, respondWith } from '../../render.ts';
import { aStory, publish, site } from '../../samples.ts';
import { walk } from '../../walk.ts';

const STORIES = 100_000;
const TIME = Date.parse('2026-03-04T09:30:00Z');

async function printRecord(key: string, record: object): Promise<KvEntry> {
  const value = JSON.stringify(record);
  const version = await fingerprint(new TextEncoder().encode(value));
  const updated = new Date(TIME).toISOString();
  return { key, value, metadata: { version, updated, renderer: RENDERER_VERSION }, size: value.length };
}

/**
 * A KV with the values that the Desk writes for 100,000 stories. Each value is made when it is read. Stories are bare records, like
 * those of versions before 7, because finishing their pages would take minutes.
 */
async function hugeKv() {
  const template = publish(aStory({ slug: 'template' }));
  const articleOf = (n: number) => ({
    ...template,
    slug: `s-${n}`,
    identifier: `tag:edgewire.example,2026:stories/s-${n}`,
  });
  const closed = Math.floor(STORIES / PAGE_SIZE);
  const newest = Array.from({ length: PAGE_SIZE + (STORIES % PAGE_SIZE) }, (_, index) =>
    articleOf(STORIES - PAGE_SIZE - (STORIES % PAGE_SIZE) + index + 1),
  );
  const edition = await serializeEdition(
    'all',
    {
      ...editionRows(newest),
      count: STORIES,
      last: STORIES,
      previous: closed - 1,
    },
    site,
    rethrow,
  );
  const print = (key: string): KvEntry | Promise<KvEntry> => {
    if (key === editionKey('all')) return edition;
    const [, kind, name = ''] = /^(story|archive):(.*)$/.exec(key) ?? [];
    if (kind === 'story') return printRecord(key, { ...articleOf(Number(name.slice(2))), related: [] });
    const page = Number(name.slice('all:'.length));
    return serializeArchive('all', page, {
      next: page + 2 <= closed ? page + 1 : 0,
      stories: Array.from({ length: PAGE_SIZE }, (_, index) => ({
        slug: `s-${page * PAGE_SIZE - index}`,
        changed: TIME,
      })),
      withdrawn: [],
    });
  };
  const { kv, reads } = fakeKv(print);
  const getWithMetadata = (keys: string[]) => {
    if (Array.isArray(keys)) expect(keys.length).toBeLessThanOrEqual(100);
    return kv.getWithMetadata(keys, 'text');
  };
  return { kv: { getWithMetadata } as unknown as KVNamespace, reads };
}

test('a walk through 100,000 stories finds them all, with one read and one bulk read per page', async () => {
  const { kv, reads } = await hugeKv();
  const context = aContext({ kv, now: TIME });
  let pages = 0;
  const read = async (url: string) => {
    const before = { ...reads };
    const [, page] = /archive\/(\d+)/.exec(url) ?? [];
    const document =
      page === undefined ? feedDocument('all', 'json') : archivedFeedDocument('all', Number(page), 'json');
    const response = await respondWith(document, context);
    pages++;
    expect([reads.single - before.single, reads.bulk - before.bulk]).toEqual([1, page === undefined ? 0 : 1]);
    return response as Response;
  };
  const ids = await walk('json', `${site.url}/feed.json`, read);
  expect(ids).toHaveLength(STORIES);
  expect(new Set(ids).size).toBe(STORIES);
  expect(pages).toBe(Math.floor(STORIES / PAGE_SIZE));
});

test('sitemaps list each of 100,000 stories once, with one read in all, and one bulk read per sitemap', async () => {
  const { kv, reads } = await hugeKv();
  const context = aContext({ kv, now: TIME });
  const found = new Set<string>();
  let count = 0;
  const sitemaps = sitemapCount(STORIES);
  for (let number = 1; number <= sitemaps; number++) {
    const response = await respondWith(storySitemapDocument(number), context);
    for (const [, slug] of (await response?.text())?.matchAll(/\/stories\/(s-\d+)<\/loc>/g) ?? []) {
      found.add(slug ?? '');
      count++;
    }
  }
  expect([found.size, count]).toEqual([STORIES, STORIES]);
  // All sitemaps use the same edition.
  expect(reads).toEqual({ single: 1, bulk: sitemaps });
});

test('KV returns the pages of a sitemap in one read', async () => {
  const keys = Array.from({ length: 100 }, (_, index) => archiveKey('all', index + 1));
  await env.STORIES.put(keys[99] as string, 'last', { metadata: { version: 'v' } });
  const values = await env.STORIES.getWithMetadata(keys, { type: 'text', cacheTtl: 30 });
  expect(values.get(keys[99] as string)).toMatchObject({ value: 'last', metadata: { version: 'v' } });
  expect(values.get(keys[0] as string)?.value ?? null).toBeNull();
});

test('a story that cannot be read is left out of its page, and logged', async () => {
  const { kv } = await hugeKv();
  const events: Record<string, unknown>[] = [];
  const broken = {
    getWithMetadata: async (keys: string | string[]) => {
      const values = await kv.getWithMetadata(keys as string[], 'text');
      if (typeof keys !== 'string')
        values.set(storyKey('s-7'), { value: '{"slug":7}', metadata: null } as never);
      return values;
    },
  } as unknown as KVNamespace;
  const log = (event: Record<string, unknown>) => events.push(event);
  const context = aContext({ kv: broken, now: TIME, log });
  const response = await respondWith(archivedFeedDocument('all', 1, 'json'), context);
  const { items } = JSON.parse((await response?.text()) ?? '');
  expect(items).toHaveLength(29);
  expect(events).toMatchObject([{ event: 'kv-value-broken', key: 'story:s-7' }]);
});
