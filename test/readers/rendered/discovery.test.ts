import { env, exports } from 'cloudflare:workers';
import { XMLParser } from 'fast-xml-parser';
import { parseOpml } from 'feedsmith';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { newsSitemapDocument } from '../../../src/readers/rendered/sitemaps.ts';
import { serializeSite } from '../../print.ts';
import { aContext, respondWith } from '../../render.ts';
import { aStory, sampleStories } from '../../samples.ts';

const kv = env.STORIES;
const get = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(new Request(`https://any.host${path}`, { headers }));

const news = aStory({ slug: 'news', datePublished: '2026-03-04T09:30:00Z' });

beforeAll(async () => {
  const entries = await serializeSite([...sampleStories, news]);
  await Promise.all(entries.map(({ key, value, metadata }) => kv.put(key, value, { metadata })));
});

test.each([
  ['/feeds.opml', 'text/x-opml; charset=utf-8', 'public, max-age=3600', 'directory'],
  ['/news-sitemap.xml', 'application/xml; charset=utf-8', 'public, max-age=300', 'edition:all'],
  ['/robots.txt', 'text/plain; charset=utf-8', 'public, max-age=3600', null],
  ['/opensearch.xml', 'application/opensearchdescription+xml', 'public, max-age=3600', null],
])('%s is served with its headers, and with 304 to a client that has it', async (path, type, cache, tag) => {
  const first = await get(path);
  expect(first.status).toBe(200);
  const { headers } = first;
  expect([headers.get('Content-Type'), headers.get('Cache-Control'), headers.get('Cache-Tag')]).toEqual([
    type,
    cache,
    tag,
  ]);
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
  const again = await get(path, { 'If-None-Match': headers.get('ETag') ?? '' });
  expect(again.status).toBe(304);
});

test('every feed in the OPML exists', async () => {
  const [everything, ...groups] = parseOpml(await (await get('/feeds.opml')).text()).body?.outlines ?? [];
  const feeds = [everything, ...groups.flatMap(({ outlines }) => outlines ?? [])];
  expect(feeds.length).toBeGreaterThan(15);
  for (const feed of feeds) {
    const { pathname } = new URL(feed?.xmlUrl ?? '');
    expect((await get(pathname)).headers.get('Content-Type')).toBe('application/rss+xml; charset=utf-8');
  }
});

test('the front page and /subscribe link to the OPML', async () => {
  for (const path of ['/', '/subscribe']) {
    expect(await (await get(path)).text()).toContain(
      '<link rel="alternate" type="text/x-opml" title="Open Wire (OPML)" href="https://news.example/feeds.opml"/>',
    );
  }
  expect(await (await get('/topics/web-feeds')).text()).not.toContain('text/x-opml');
});

test('robots.txt allows robots to read published pages, and names both sitemaps and the schema map', async () => {
  const lines = (await (await get('/robots.txt')).text()).split('\n');
  expect(lines).toEqual([
    'User-agent: *',
    'Allow: /',
    'Disallow: /api/',
    'Disallow: /hub',
    '',
    'Sitemap: https://news.example/sitemap.xml',
    'Sitemap: https://news.example/news-sitemap.xml',
    'Schemamap: https://news.example/schema-map.xml',
    '',
  ]);
});

test('there is no RSL licence unless the operator states a usage policy', async () => {
  expect((await get('/license.xml')).status).toBe(404);
  expect((await get('/rss.xml')).headers.get('Content-Usage')).toBeNull();
});

describe('the news sitemap', () => {
  const parser = new XMLParser({ isArray: (name) => name === 'url' });
  const context = aContext({ kv, now: 0, reuseSeconds: 3600 });
  const at = async (time: string, store: Pick<KVNamespace, 'getWithMetadata'> = kv) => {
    const now = Date.parse(time);
    const log = vi.fn();
    const response = await respondWith(newsSitemapDocument(now), { ...context, kv: store, now, log });
    return (parser.parse((await response?.text()) ?? '').urlset.url ?? []).map(
      ({ loc }: { loc: string }) => loc,
    );
  };

  test('drops a story after two days, although KV has not changed', async () => {
    expect(await at('2026-03-06T08:59:59Z')).toContain('https://news.example/stories/news');
    expect(await at('2026-03-06T09:00:00Z')).not.toContain('https://news.example/stories/news');
  });

  test('is served from the shelf for the rest of the hour', async () => {
    await at('2026-03-05T10:00:00Z');
    const failing = { getWithMetadata: () => Promise.reject(new Error('not asked')) };
    expect(await at('2026-03-05T10:59:00Z', failing as unknown as typeof kv)).toContain(
      'https://news.example/stories/news',
    );
  });

  test('has no Last-Modified, because a story may leave it without a change', async () => {
    expect((await get('/news-sitemap.xml')).headers.get('Last-Modified')).toBeNull();
  });
});
