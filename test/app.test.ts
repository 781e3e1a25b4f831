import { env, exports } from 'cloudflare:workers';
import { XMLValidator } from 'fast-xml-parser';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KvEntry } from '../src/platform/kv.ts';
import { Unavailable } from '../src/platform/kv.ts';
import { storyPage } from '../src/readers/rendered/story.ts';
import { recordInEntry, serializeSite } from './print.ts';
import { aContext, respondWith } from './render.ts';
import { aStory, sampleStories } from './samples.ts';

const kv = env.STORIES;
const NOW = new Date('2026-11-24T00:00:00Z');

const put = async (entries: KvEntry[]) => {
  await Promise.all(entries.map(({ key, value, metadata }) => kv.put(key, value, { metadata })));
};

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  exports.default.fetch(
    new Request(`https://any.host${path}`, {
      method,
      headers: { 'Accept-Encoding': 'gzip', ...headers },
      redirect: 'manual',
    }),
  );

/** Returns the record under a key. */
const recordOf = async (printed: readonly KvEntry[], key: string) =>
  // biome-ignore lint/suspicious/noExplicitAny: tests damage records at any depth
  (await recordInEntry(printed.find((entry) => entry.key === key) as KvEntry)) as any;

beforeAll(async () => put(await serializeSite(sampleStories)));

const FEEDS = [
  '/rss.xml',
  '/atom.xml',
  '/feed.json',
  '/topics/web-feeds/rss.xml',
  '/topics/web-feeds/atom.xml',
  '/topics/web-feeds/feed.json',
  '/sources/w3.org/rss.xml',
  '/sources/w3.org/atom.xml',
  '/sources/w3.org/feed.json',
];
const PAGES = [
  '/',
  '/topics/web-feeds',
  '/sources/w3.org',
  '/stories/what-a-304-saves',
  '/subscribe',
  '/feed-extensions',
];
const TYPES: Record<string, string> = {
  'rss.xml': 'application/rss+xml; charset=utf-8',
  'atom.xml': 'application/atom+xml; charset=utf-8',
  'feed.json': 'application/feed+json; charset=utf-8',
};
const typeOf = (path: string) => TYPES[path.split('/').at(-1) ?? ''] ?? '';

describe.each(FEEDS)('%s', (path) => {
  test('is a feed with all its headers', async () => {
    const response = await get(path);
    expect(response.status).toBe(200);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': typeOf(path),
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=900, stale-while-revalidate=3600, stale-if-error=86400',
      'cloudflare-cdn-cache-control': 'max-age=60, stale-while-revalidate=600, stale-if-error=86400',
      vary: 'Sec-Fetch-Dest, Accept-Encoding',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Delta-Base, ETag, IM, Last-Modified, Link, Retry-After',
    });
    expect(headers.etag).toMatch(/^W\/"[0-9a-f]{32}-[0-9a-f]{8}\.\d+"$/);
    expect(headers.link).toContain(
      `<https://news.example${path}>; rel="self"; type="${typeOf(path).split(';')[0]}"`,
    );
    expect(headers['cache-tag']).toMatch(/^edition:(all|topic:web-feeds|source:w3\.org)$/);
    const text = await response.text();
    expect(path.endsWith('.json') ? typeof JSON.parse(text) : XMLValidator.validate(text)).toBe(
      path.endsWith('.json') ? 'object' : true,
    );
    expect(text).toContain(`https://news.example${path}`);
  });

  test('answers 304 if nothing has changed, without a body and with the headers that caches need', async () => {
    const first = await get(path);
    const second = await get(path, { 'If-None-Match': first.headers.get('ETag') ?? '' });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
    for (const name of ['etag', 'cache-control', 'vary', 'cache-tag', 'access-control-allow-origin']) {
      expect(second.headers.get(name)).toBe(first.headers.get(name));
      expect(second.headers.get(name)).not.toBeNull();
    }
    for (const name of ['content-type', 'last-modified', 'link']) expect(second.headers.get(name)).toBeNull();
    expect((await get(path, { 'If-Modified-Since': first.headers.get('Last-Modified') ?? '' })).status).toBe(
      304,
    );
    expect((await get(path, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  test('is a readable page if opened in a browser', async () => {
    const page = await get(path, { 'Sec-Fetch-Dest': 'document' });
    const feed = await get(path);
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('Vary')).toBe('Sec-Fetch-Dest, Accept-Encoding');
    expect(page.headers.get('ETag')).not.toBe(feed.headers.get('ETag'));
    expect(await page.text()).toContain(`https://news.example${path}`);
    expect((await get(path, { 'Sec-Fetch-Dest': 'empty' })).headers.get('Content-Type')).toBe(typeOf(path));
  });
});

describe.each(PAGES)('%s', (path) => {
  test('is a page with a strict policy, and without scripts but those named here', async () => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy.replace(/ script-src 'sha256-[\w+/]+=';/, '')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+=' 'sha256-[\w+/]+='; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
    );
    // Pages with a button that copies have a script; lists say what a browser may fetch early.
    const copies = path === '/subscribe' || path.startsWith('/stories/');
    const isList = !copies && path !== '/feed-extensions';
    expect(policy.includes('script-src')).toBe(copies || isList);
    expect(response.headers.get('Set-Cookie')).toBeNull();
    const html = await response.text();
    const scripts = new Set(html.match(/<script[^>]*>/g));
    // JSON-LD and rules for prefetching are data, which no browser runs.
    expect([...scripts]).toEqual([
      '<script type="application/ld+json">',
      ...(copies ? ['<script>'] : []),
      ...(isList ? ['<script type="speculationrules">'] : []),
    ]);
    expect(html.replace(/<script>[^<]*<\/script>/, '')).not.toMatch(/\sstyle=|\son[a-z]+=/i);
    for (const file of ['rss.xml', 'atom.xml', 'feed.json']) {
      expect(html).toMatch(
        new RegExp(
          `<link rel="alternate" type="${TYPES[file]?.split(';')[0]?.replace('+', '\\+')}"[^>]* href="https://news.example/[^"]*${file}"`,
        ),
      );
    }
  });

  test('answers 304 if nothing has changed', async () => {
    const first = await get(path);
    const second = await get(path, { 'If-None-Match': first.headers.get('ETag') ?? '' });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
  });
});

const LISTS = ['/feeds.opml', '/news-sitemap.xml', '/robots.txt'];

describe.each([...FEEDS, ...PAGES, ...LISTS, '/api/schema/story.json'])('%s', (path) => {
  test('answers HEAD with the headers of GET and no body', async () => {
    // Without gzip, because fetch hides the length of a compressed body (test/readers/respond.test.ts checks it).
    const plain = { 'Accept-Encoding': 'identity' };
    const [whole, head] = [await get(path, plain), await get(path, plain, 'HEAD')];
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    const length = (await whole.arrayBuffer()).byteLength;
    expect(Object.fromEntries(head.headers)).toEqual({
      ...Object.fromEntries(whole.headers),
      'content-length': String(length),
    });
  });

  test('answers OPTIONS, and refuses other methods, naming the allowed ones', async () => {
    const options = await get(path, { Origin: 'https://reader.example' }, 'OPTIONS');
    expect(options.status).toBe(204);
    expect(options.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
    expect(options.headers.get('Access-Control-Allow-Headers')).toContain('If-None-Match');
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
      const refused = await get(path, {}, method);
      expect(refused.status).toBe(405);
      expect(refused.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
      expect(await refused.text()).toContain(`does not accept ${method} requests`);
    }
  });
});

test('a feed’s own URL does not include the query of the request', async () => {
  expect(await (await get('/atom.xml?utm_source=x')).text()).toBe(await (await get('/atom.xml')).text());
});

test('no URL in a response depends on the Host of the request', async () => {
  const hostile = await exports.default.fetch('https://evil.example/rss.xml', {
    headers: { 'X-Forwarded-Host': 'evil.example' },
  });
  const text = await hostile.text();
  expect(text).not.toContain('evil.example');
  expect([...hostile.headers.values()].join()).not.toContain('evil.example');
});

describe('a path that does not exist', () => {
  test.each([
    '/nope',
    '/stories/nope',
    '/stories/Not-A-Slug',
    '/stories/a%2Fb',
    `/stories/${'x'.repeat(600)}`,
    '/topics/nope',
    '/topics/nope/rss.xml',
    '/sources/nope.example',
    '/sources/www.w3.org',
    '/sources/W3.ORG',
    '/sources/w3.org%3A80',
    '/sources/..%2f',
    '/rss3',
    '/stories/%00',
  ])('%s is a 404 that is cached briefly and says what to do', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=30');
    const page = await response.text();
    expect(page).toContain('Check the address');
    expect(page).toContain('<search><form class="search" action="/search">');
    expect(page).toContain('<h2>Topics</h2><ul><li><a href="/topics/web-feeds">Web feeds</a></li>');
  });

  test('extra slashes at the end redirect to the address without them, on this site', async () => {
    for (const [path, location] of [
      ['/topics/web-feeds/', 'https://news.example/topics/web-feeds'],
      ['/subscribe///', 'https://news.example/subscribe'],
      ['//evil.example/', 'https://news.example//evil.example'],
      ['/about/index.html', 'https://news.example/about'],
      ['/About/', 'https://news.example/about'],
      ['/index.php', 'https://news.example/'],
      ['/page/2/', 'https://news.example/'],
    ]) {
      const response = await exports.default.fetch(
        new Request(`https://any.host${path}`, { redirect: 'manual' }),
      );
      expect(response.status).toBe(301);
      expect(response.headers.get('Location')).toBe(location);
    }
  });

  test.each([
    ['/feed', 'rss.xml'],
    ['/rss', 'rss.xml'],
    ['/feed.xml', 'rss.xml'],
    ['/index.xml?x=1', 'rss.xml'],
    ['/atom', 'atom.xml'],
  ])('%s leads for good to the feed that it means', async (path, feed) => {
    const { status, headers } = await get(path);
    expect(status).toBe(301);
    expect(headers.get('Location')).toBe(`https://news.example/${feed}`);
    expect(headers.get('Cache-Control')).toBe('public, max-age=86400');
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect((await get(path, {}, 'POST')).status).toBe(405);
  });

  test.each([
    ['/feed/', 'rss.xml'],
    ['/feed/rss2/', 'rss.xml'],
    ['/rss/', 'rss.xml'],
    ['/RSS', 'rss.xml'],
    ['/wp-rss2.php', 'rss.xml'],
    ['/?feed=rss2', 'rss.xml'],
    ['/index.php?feed=rss2', 'rss.xml'],
    ['/feed/atom/', 'atom.xml'],
    ['/?feed=atom&utm_source=x', 'atom.xml'],
    ['/feed/json', 'feed.json'],
    ['/index.rss', 'rss.xml'],
    ['/rss/feed.xml', 'rss.xml'],
    ['/feed.atom', 'atom.xml'],
    ['/topics/web-feeds/feed/', 'topics/web-feeds/rss.xml'],
    ['/authors/ann-lee/feed/atom', 'authors/ann-lee/atom.xml'],
    ['/sources/w3.org/feed/json', 'sources/w3.org/feed.json'],
  ])('%s, where other systems have their feed, leads to it in one hop', async (path, feed) => {
    const { status, headers } = await get(path);
    expect([status, headers.get('Location')]).toEqual([301, `https://news.example/${feed}`]);
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
  });

  test('a topic in data/site.json has a feed before its first story', async () => {
    await kv.delete('edition:topic:provenance');
    const response = await get('/topics/provenance/feed.json');
    expect(response.status).toBe(200);
    expect(((await response.json()) as { items: unknown[] }).items).toEqual([]);
    await put(await serializeSite(sampleStories));
  });
});

describe('changes', () => {
  const [story] = sampleStories;
  if (!story) throw new Error('no sample stories');

  test('a changed story changes the ETag, and changing it back restores the old one', async () => {
    const before = await get('/rss.xml');
    const page = await get(`/stories/${story.slug}`);
    await put(
      await serializeSite([{ ...story, abstract: `${story.abstract} More.` }, ...sampleStories.slice(1)]),
    );
    expect((await get('/rss.xml', { 'If-None-Match': before.headers.get('ETag') ?? '' })).status).toBe(200);
    expect(
      (await get(`/stories/${story.slug}`, { 'If-None-Match': page.headers.get('ETag') ?? '' })).status,
    ).toBe(200);
    await put(await serializeSite(sampleStories));
    const after = await get('/rss.xml');
    expect(after.headers.get('ETag')).toBe(before.headers.get('ETag'));
    expect(await after.text()).toBe(await before.text());
  });

  test('a bare story put into KV by hand is a page at once, unless it is dated in the future', async () => {
    await kv.put(
      'story:by-hand',
      JSON.stringify({
        ...aStory({
          slug: 'by-hand',
          headline: 'By hand',
          articleBody: 'So.([a.example](https://a.example/))',
        }),
      }),
    );
    const html = await (await get('/stories/by-hand')).text();
    expect(html).toContain('<h1 class="p-name">By hand</h1>');
    expect(html).toContain('id="fn-1"');
    await kv.put(
      'story:later',
      JSON.stringify(aStory({ slug: 'later', datePublished: '2999-01-01T00:00:00Z' })),
    );
    expect((await get('/stories/later')).status).toBe(404);
  });

  test('a change by hand to a value without metadata is noticed', async () => {
    await kv.put('story:by-hand', JSON.stringify(aStory({ slug: 'by-hand', headline: 'Second' })));
    expect(await (await get('/stories/by-hand')).text()).toContain('<h1 class="p-name">Second</h1>');
  });
});

describe('a broken KV value', () => {
  let logged: string[] = [];
  beforeEach(() => {
    logged = [];
    vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(String(line)));
    return () => vi.restoreAllMocks();
  });

  test.each([
    ['invalid JSON', '{"slug":'],
    ['not an object', '"story"'],
    ['null', 'null'],
    ['a story without a required field', JSON.stringify({ ...aStory(), headline: undefined })],
    [
      'an article with a broken rendering',
      JSON.stringify({ ...aStory(), identifier: 'tag:a.example,2026:x', rendering: { version: 1 } }),
    ],
    ['a story with characters that feeds cannot have', JSON.stringify({ ...aStory(), headline: 'a\u0008b' })],
  ])('(%s) of a story is logged with its key and answered with 503', async (_what, value) => {
    await kv.put('story:broken', value);
    const response = await get('/stories/broken');
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('30');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'kv-value-broken', key: 'story:broken' },
    ]);
  });

  test('as an entry of an edition is logged and left out, and the other entries stay', async () => {
    const printed = await serializeSite(sampleStories);
    const edition = await recordOf(printed, 'edition:topic:web-feeds');
    const { length } = edition.entries;
    edition.entries[1].headline = 7;
    await kv.put('edition:topic:web-feeds', JSON.stringify(edition));
    const response = await get('/topics/web-feeds/feed.json');
    expect(response.status).toBe(200);
    expect(((await response.json()) as { items: unknown[] }).items).toHaveLength(length - 1);
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'kv-entry-broken', key: 'edition:topic:web-feeds' },
    ]);
    await put(printed);
  });

  test('is not one that has extra fields of another version', async () => {
    const printed = await serializeSite(sampleStories);
    for (const key of ['story:what-a-304-saves', 'edition:all', 'directory']) {
      const value = await recordOf(printed, key);
      for (const place of [
        value,
        value.rendering,
        ...(value.rendering?.sources ?? []),
        ...(value.entries ?? []),
      ]) {
        if (place) place.added = { later: true };
      }
      await kv.put(key, JSON.stringify(value));
    }
    expect((await get('/stories/what-a-304-saves')).status).toBe(200);
    expect((await get('/subscribe')).status).toBe(200);
    const { items } = (await (await get('/feed.json')).json()) as { items: unknown[] };
    expect(items).toHaveLength(sampleStories.length);
    expect(logged).toEqual([]);
    await put(printed);
  });

  test('of an edition is answered with 503 in every format', async () => {
    await kv.put('edition:source:broken.example', '[]');
    for (const path of ['', '/rss.xml', '/atom.xml', '/feed.json']) {
      expect((await get(`/sources/broken.example${path}`)).status).toBe(503);
    }
  });
});

describe('a read of KV', () => {
  const counting = () => {
    let reads = 0;
    const counted = {
      getWithMetadata: (...parameters: Parameters<typeof kv.getWithMetadata>) => {
        reads++;
        return kv.getWithMetadata(...parameters);
      },
    } as unknown as Pick<KVNamespace, 'getWithMetadata'>;
    return { kv: counted, reads: () => reads };
  };
  const failing = {
    getWithMetadata: () => Promise.reject(new Error('KV GET failed: 429 Too Many Requests')),
  } as unknown as Pick<KVNamespace, 'getWithMetadata'>;
  const document = storyPage('what-a-304-saves');
  const now = NOW.getTime();

  test('is not repeated for a few seconds', async () => {
    const { kv, reads } = counting();
    const context = aContext({ kv, now });
    for (const later of [0, 1000, 4999])
      expect((await respondWith(document, { ...context, now: now + later }))?.status).toBe(200);
    expect(reads()).toBe(1);
    await respondWith(document, { ...context, now: now + 5000 });
    expect(reads()).toBe(2);
  });

  test('that fails is answered from the last good copy, however old', async () => {
    const context = aContext({ kv, now });
    const good = await respondWith(document, context);
    const events: Record<string, unknown>[] = [];
    const stale = await respondWith(document, {
      ...context,
      kv: failing,
      now: now + 86_400_000,
      log: (event) => events.push(event),
    });
    expect(await stale?.text()).toBe(await good?.text());
    expect(events).toMatchObject([
      { event: 'kv-read-failed', key: 'story:what-a-304-saves', lastGoodCopy: true },
    ]);
  });

  test('that fails without a good copy throws', async () => {
    await expect(respondWith(document, aContext({ kv: failing, now }))).rejects.toThrow(Unavailable);
  });
});

test('the JSON Schema of a story is served', async () => {
  const response = await get('/api/schema/story.json');
  expect(response.headers.get('Content-Type')).toBe('application/schema+json');
  const schema = (await response.json()) as {
    $id: string;
    required: string[];
    properties: Record<string, { maxLength?: number }>;
  };
  expect(schema.$id).toBe('https://news.example/api/schema/story.json');
  // Without a date, a story is dated when it is published.
  expect(schema.required.sort()).toEqual(['abstract', 'articleBody', 'headline', 'inLanguage', 'slug']);
  expect(schema.properties.headline?.maxLength).toBe(200);
  expect(Object.keys(schema.properties)).toContain('isBasedOn');
});
