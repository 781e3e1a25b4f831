import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { putPicture } from '../../src/platform/picture-store.ts';
import { picturePath } from '../../src/site/pictures/address.ts';
import { serializeSite } from '../print.ts';
import { sampleStories } from '../samples.ts';
import { pictureFile } from '../site/pictures/files.ts';

// A shared cache serves one response to all requests with the same cache key. So nothing outside that key may change a response.

beforeAll(async () => {
  for (const { key, value, metadata } of await serializeSite(sampleStories)) {
    await env.STORIES.put(key, value, { metadata });
  }
  await putPicture(env, PICTURE, pictureFile('still.gif'));
});

const PICTURE = { hash: 'a'.repeat(64), extension: 'gif' } as const;

const PATHS = [
  ...['/', '/rss.xml', '/atom.xml', '/feed.json', '/topics/web-feeds', '/topics/web-feeds/atom.xml'],
  ...[
    '/sources/w3.org',
    '/sources/w3.org/feed.json',
    '/stories/what-a-304-saves',
    '/stories/what-a-304-saves.md',
  ],
  ...[
    '/stories/what-a-304-saves.json',
    '/stories/what-a-304-saves/cite.bib',
    '/stories/what-a-304-saves/card.png',
    picturePath(PICTURE),
  ],
  ...['/oembed?url=https%3A%2F%2Fnews.example%2Fstories%2Fwhat-a-304-saves', '/subscribe', '/feeds.opml'],
  ...[
    '/robots.txt',
    '/sitemap.xml',
    '/sitemaps/listings.xml',
    '/news-sitemap.xml',
    '/feed-extensions',
    '/nothing',
  ],
  ...[
    '/nothing/',
    '/topics/nothing/rss.xml',
    '/stories/nothing',
    '/api/schema/story.json',
    '/api/openapi.json',
  ],
];

const HEADERS: [name: string, value: string][] = [
  ['Host', 'evil.example'],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-Proto', 'http'],
  ['X-Forwarded-Prefix', '/evil'],
  ['X-Host', 'evil.example'],
  ['Forwarded', 'host=evil.example;proto=http'],
  ['X-Original-URL', '/stories/evil'],
  ['X-Rewrite-URL', '/stories/evil'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Origin', 'https://evil.example'],
  ['Referer', 'https://evil.example/'],
  ['Cookie', 'session=evil'],
  ['Authorization', 'Bearer evil'],
  ['User-Agent', 'evil'],
  ['Accept', 'text/markdown'],
  ['Accept', 'application/json'],
  ['Accept-Language', 'ar'],
  ['Accept-Encoding', 'gzip'],
  ['Sec-Fetch-Dest', 'document'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Content-Type', 'text/evil'],
  ['CF-Connecting-IP', '192.0.2.1'],
  ['CF-IPCountry', 'XX'],
  ['Save-Data', 'on'],
  ['A-IM', 'feed'],
];

/** Decodes a body as text, whatever its type. */
const textOf = async (response: Response) => new TextDecoder().decode(await response.arrayBuffer());

/** Returns an answer as a cache would store it, without the request's id. */
async function answerTo(path: string, headers: HeadersInit = {}, host = 'news.example') {
  const request = new Request(`https://${host}${path}`, { headers, redirect: 'manual' });
  const response = await exports.default.fetch(request);
  const kept = [...response.headers].filter(([name]) => name !== 'x-request-id');
  return {
    text: JSON.stringify([response.status, kept.sort(), await textOf(response)]),
    varies: (response.headers.get('Vary') ?? '').toLowerCase().split(/, ?/),
  };
}

describe.each(PATHS)('%s', (path) => {
  test('does not depend on request headers, except those that Vary names', async () => {
    const plain = await answerTo(path);
    for (const [name, value] of HEADERS) {
      const other = await answerTo(path, { [name]: value });
      if (other.text === plain.text) continue;
      for (const { varies } of [plain, other])
        expect(varies, `${name}: ${value}`).toContain(name.toLowerCase());
    }
  });

  test('does not depend on the host, or on unknown query parameters', async () => {
    const plain = await answerTo(path);
    for (const host of ['evil.example', 'news.example:8443', 'news.example.evil.example']) {
      expect((await answerTo(path, {}, host)).text).toBe(plain.text);
    }
    const query = `${path.includes('?') ? '&' : '?'}utm_source=evil&__proto__=evil&_=1`;
    expect((await answerTo(path + query)).text).toBe(plain.text);
  });

  test('has Cache-Control, and sets no cookie', async () => {
    const response = await exports.default.fetch(
      new Request(`https://news.example${path}`, { redirect: 'manual' }),
    );
    expect(response.headers.get('Cache-Control')).toMatch(/max-age=\d+|no-store/);
    expect(response.headers.get('Set-Cookie')).toBeNull();
  });
});

test('only a picture comes in parts, which every cache knows as parts', async () => {
  for (const path of PATHS) {
    const get = (headers: HeadersInit = {}) =>
      exports.default.fetch(new Request(`https://news.example${path}`, { headers, redirect: 'manual' }));
    const before = await answerTo(path);
    const part = await get({ Range: 'bytes=2-5' });
    const bytes = new Uint8Array(await part.arrayBuffer());
    const whole = new Uint8Array(await (await get()).arrayBuffer());
    if (path === picturePath(PICTURE)) {
      // A cache may store a 206 only as the part that Content-Range says it is (RFC 9111 section 3.4).
      expect([part.status, part.headers.get('Content-Range')]).toEqual([206, `bytes 2-5/${whole.length}`]);
      expect(bytes).toEqual(whole.slice(2, 6));
    } else {
      expect([path, part.status]).toEqual([path, (await get()).status]);
      expect(bytes).toEqual(whole);
    }
    expect((await answerTo(path)).text).toBe(before.text);
  }
});

test.each(['/rss.xml', '/atom.xml', '/feed.json', '/topics/web-feeds/atom.xml'])(
  'a delta is for one reader’s copy, and only caches that know deltas may store it: %s',
  async (path) => {
    const get = (headers: Record<string, string>) =>
      exports.default.fetch(new Request(`https://news.example${path}`, { headers }));
    const current = (await get({})).headers.get('ETag') ?? '';
    // The tag of a copy from before the latest change.
    const known = current.replace(/\.(\d+)"$/, (_all, sequence) => `.${Number(sequence) - 1}"`);
    expect(known).not.toBe(current);
    const delta = await get({ 'A-IM': 'feed', 'If-None-Match': known });
    expect(delta.status).toBe(226);
    expect(delta.headers.get('Cache-Control')).toMatch(/^no-store, im, max-age=\d+$/);
    // A cache that knows deltas compares these.
    expect([delta.headers.get('IM'), delta.headers.get('Delta-Base')]).toEqual(['feed', known]);
    for (const name of ['Cloudflare-CDN-Cache-Control', 'Cache-Tag'])
      expect(delta.headers.get(name)).toBeNull();
  },
);
