import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { gunzip } from '../../src/lib/gzip.ts';
import {
  serializeEdition,
  serializeRedirect,
  serializeTombstone,
} from '../../src/newsroom/desk/publish/entries.ts';
import { type KvEntry, storyKey } from '../../src/platform/kv.ts';
import type { DocumentName } from '../../src/site/document/caching.ts';
import { compressedBytes, type DocumentPart, openContainer } from '../../src/site/document/container.ts';
import { FORMATS } from '../../src/site/edition/scope.ts';
import { type Asked, ask, GZIP } from '../ask.ts';
import { bytesOf, fakeKv } from '../kv.ts';
import { editionRows, recordInEntry, rethrow, serializeSite } from '../print.ts';
import { aStory, publish, sampleStories, site } from '../samples.ts';

const [sample] = sampleStories;
if (!sample) throw new Error('there are sample stories');
const printed = new Map((await serializeSite(sampleStories)).map((entry) => [entry.key, entry]));
const entryOf = (key: string) => printed.get(key) as KvEntry;

const { kv } = fakeKv((key) => printed.get(key) ?? null);

const DOCUMENTS: [string, string, DocumentName][] = [
  ['/rss.xml', 'edition:all', 'rss'],
  ['/atom.xml', 'edition:all', 'atom'],
  ['/feed.json', 'edition:all', 'json'],
  ['/', 'edition:all', 'page'],
  ['/topics/web-feeds/atom.xml', 'edition:topic:web-feeds', 'atom'],
  ['/sources/w3.org', 'edition:source:w3.org', 'page'],
  [`/stories/${sample.slug}`, storyKey(sample.slug), 'page'],
];

/** Returns a document in a container: its bytes as sent, and its part. */
function held(key: string, name: DocumentName) {
  const container = openContainer(bytesOf(entryOf(key).value));
  const part = container.table.documents[name] as DocumentPart;
  return { part, bytes: compressedBytes(container, part) };
}

let logged: Record<string, unknown>[] = [];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(JSON.parse(line)));
  return () => vi.restoreAllMocks();
});

describe.each(DOCUMENTS)('%s', (path, key, name) => {
  test('is sent as stored to a client that accepts gzip', async () => {
    const { part, bytes } = held(key, name);
    const response = await ask(kv, path, { headers: GZIP });
    expect([response.status, response.headers.get('Content-Encoding')]).toEqual([200, 'gzip']);
    expect(await response.bytes()).toEqual(bytes);
    expect(response.headers.get('ETag')).toBe(part.etag);
    expect(response.headers.get('Vary')).toMatch(/(^|, )Accept-Encoding$/);
    expect(response.headers.get('Cloudflare-CDN-Cache-Control')).toMatch(/^max-age=60,/);
  });

  test('is inflated for a client that does not, with the same tag, and not kept by Workers Cache', async () => {
    const [compressed, plain] = [await ask(kv, path, { headers: GZIP }), await ask(kv, path)];
    expect([plain.status, plain.headers.get('Content-Encoding')]).toEqual([200, null]);
    expect(await plain.bytes()).toEqual(await gunzip(await compressed.bytes()));
    expect(plain.headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store');
    const said = ({ headers }: Response) =>
      [...headers].filter(([each]) => !['content-encoding', 'cloudflare-cdn-cache-control'].includes(each));
    expect(said(plain)).toEqual(said(compressed));
  });

  test.each(['gzip', 'identity'])(
    'answers HEAD with the headers and the length of GET (%s)',
    async (coding) => {
      const headers = { 'Accept-Encoding': coding };
      const [whole, head] = [
        await ask(kv, path, { headers }),
        await ask(kv, path, { headers, method: 'HEAD' }),
      ];
      const { byteLength } = await whole.bytes();
      expect([head.status, await head.text()]).toEqual([200, '']);
      expect(Object.fromEntries(head.headers)).toEqual({
        ...Object.fromEntries(whole.headers),
        'content-length': String(byteLength),
      });
      expect(byteLength).toBe(
        coding === 'gzip' ? held(key, name).bytes.byteLength : held(key, name).part.size,
      );
    },
  );

  const etag = held(key, name).part.etag;
  const time = entryOf(key).metadata.updated;
  const at = (seconds: number) => new Date(Date.parse(time) + seconds * 1000).toUTCString();
  const conditions: [number, Record<string, string>][] = [
    [304, { 'If-None-Match': etag }],
    [304, { 'If-None-Match': `"x", ${etag.slice(2)}` }],
    [304, { 'If-None-Match': '*' }],
    [304, { 'If-Modified-Since': at(0) }],
    [304, { 'If-Match': '*', 'If-None-Match': etag }],
    [200, { 'If-None-Match': '"x"' }],
    [200, { 'If-None-Match': '"x"', 'If-Modified-Since': at(0) }],
    [200, { 'If-Modified-Since': at(-1) }],
    [200, { 'If-Match': '*' }],
    [200, { 'If-Unmodified-Since': at(0) }],
    // If-Match compares strongly, and the tag is weak (RFC 9110 section 13.1.1).
    [412, { 'If-Match': etag }],
    [412, { 'If-Unmodified-Since': at(-1) }],
  ];
  test.each(conditions)(
    'returns %i for %j, with and without gzip, to GET and HEAD',
    async (status, condition) => {
      for (const coding of ['gzip', 'identity']) {
        for (const method of ['GET', 'HEAD']) {
          const headers = { 'Accept-Encoding': coding, ...condition };
          const response = await ask(kv, path, { method, headers });
          expect(response.status).toBe(status);
          expect(response.headers.get('ETag')).toBe(etag);
          if (status === 200) continue;
          expect(await response.text()).toBe('');
          for (const absent of [
            'Content-Encoding',
            'Content-Type',
            'Content-Length',
            'Last-Modified',
            'Link',
          ])
            expect(response.headers.get(absent), absent).toBeNull();
        }
      }
    },
  );
});

describe('gzip is sent', () => {
  const isCompressed = async (asked: Asked) =>
    (await ask(kv, '/atom.xml', asked)).headers.get('Content-Encoding') === 'gzip';

  test.each(['gzip', '*', 'x-gzip', 'br, gzip', 'GZIP', 'br,gzip', 'gzip;q=0.1', 'identity, *;q=0.5'])(
    'to a client that accepts %s',
    async (accepted) => {
      expect(await isCompressed({ headers: { 'Accept-Encoding': accepted } })).toBe(true);
    },
  );

  test.each([
    'identity',
    'gzip;q=0',
    'gzip; q=0.0, *',
    'br',
    'x-gzip;q=0',
    '*;q=0',
    '',
    'gzipped',
    'br;q=1, deflate',
  ])('not to a client that accepts %j', async (accepted) => {
    expect(await isCompressed({ headers: { 'Accept-Encoding': accepted } })).toBe(false);
  });

  test('not to a client without the header', async () => {
    expect(await isCompressed({})).toBe(false);
  });

  test.each([
    ['identity', false],
    ['', false],
    ['br', false],
    ['gzip', true],
    ['gzip, deflate, br, zstd', true],
  ])(
    'according to the client’s own header if Cloudflare replaced it with "br, gzip": %j',
    async (sent, expected) => {
      const cf = { clientAcceptEncoding: sent };
      expect(await isCompressed({ headers: { 'Accept-Encoding': 'br, gzip' }, cf })).toBe(expected);
      expect(await isCompressed({ cf })).toBe(expected);
    },
  );
});

describe('a document with a status other than 200', () => {
  test.each(['rss', 'atom'] as const)(
    'the %s feed of a closed topic is 410 with the feed',
    async (format) => {
      const closed = { ...site, topics: [{ slug: 'closed', title: 'Closed', finished: true }] };
      const rows = editionRows(sampleStories.map(publish));
      const entry = await serializeEdition('topic:closed', rows, closed, rethrow);
      const { kv } = fakeKv(() => entry);
      const path = `/topics/closed/${FORMATS[format].file}`;
      const whole = await ask(kv, path, { headers: GZIP });
      const etag = whole.headers.get('ETag') ?? '';
      const again = await ask(kv, path, { headers: { ...GZIP, 'If-None-Match': etag, 'If-Match': '"x"' } });
      expect([whole.status, again.status]).toEqual([410, 410]);
      expect(whole.headers.get('Last-Modified')).toBeNull();
      const bytes = await whole.bytes();
      expect(await again.bytes()).toEqual(bytes);
      expect(await gunzip(bytes)).toEqual(await (await ask(kv, path)).bytes());
      expect((await ask(kv, `/topics/closed/feed.json`, { headers: GZIP })).status).toBe(200);
    },
  );

  test('a withdrawn story is 410 with its notice, and a renamed one 301', async () => {
    const withdrawn = {
      identifier: 'tag:a.example,2026:x',
      reason: 'It was wrong.',
      at: '2026-03-04T09:30:00Z',
    };
    const entries = [
      await serializeTombstone('gone', withdrawn, 0, site),
      await serializeRedirect('moved', 'there', 0, site),
    ];
    const { kv } = fakeKv((key) => entries.find((entry) => entry.key === key) ?? null);
    for (const headers of [GZIP, {}]) {
      const gone = await ask(kv, '/stories/gone', { headers });
      expect([gone.status, gone.headers.get('Cache-Tag')]).toEqual([410, 'story:gone']);
      const body = await gone.bytes();
      const text = new TextDecoder().decode(headers === GZIP ? await gunzip(body) : body);
      expect(text).toContain('It was wrong.');
      const moved = await ask(kv, '/stories/moved', { headers: { ...headers, 'If-None-Match': '*' } });
      expect([moved.status, await moved.text(), moved.headers.get('Content-Encoding')]).toEqual([
        301,
        '',
        null,
      ]);
      expect(moved.headers.get('Location')).toBe('https://news.example/stories/there');
      expect(moved.headers.get('Vary')).toBe('Accept, Accept-Encoding');
    }
  });
});

describe('reading KV', () => {
  test('once serves all four documents of an edition, with and without gzip', async () => {
    const { kv, reads } = fakeKv(() => entryOf('edition:all'));
    for (const path of ['', '/rss.xml', '/atom.xml', '/feed.json']) {
      for (const headers of [GZIP, {}, { 'If-None-Match': '*' }])
        expect((await ask(kv, `/sources/once.example${path}`, { headers }, '3600')).ok).toBe(
          !('If-None-Match' in headers),
        );
    }
    expect(reads).toEqual({ single: 1, bulk: 0 });
  });

  test.each([
    ['that an earlier version wrote', 6],
    ['that was written by hand', undefined],
  ])('once serves a record %s, rendered', async (how, renderer) => {
    const name = how.replaceAll(' ', '-');
    const records: [string, unknown][] = [
      [`/sources/${name}.example/atom.xml`, await recordInEntry(entryOf('edition:all'))],
      [`/stories/${name}`, await recordInEntry(entryOf(storyKey(sample.slug)))],
      [`/stories/${name}-bare`, aStory({ slug: `${name}-bare` })],
    ];
    for (const [path, record] of records) {
      const value = bytesOf(JSON.stringify(record));
      const known = { version: await fingerprint(value), updated: '2026-03-04T09:30:00Z' };
      const { kv, reads } = fakeKv(() => ({ value, metadata: renderer ? { ...known, renderer } : null }));
      const first = await ask(kv, path, {}, '3600');
      expect(reads).toEqual({ single: 1, bulk: 0 });
      const second = await ask(kv, path, {}, '3600');
      expect([first.status, second.status]).toEqual([200, 200]);
      expect(await second.text()).toBe(await first.text());
      expect(reads).toEqual({ single: 1, bulk: 0 });
    }
    expect(logged).toEqual([]);
  });

  test('happens once for a topic of the site that has no stories; its empty feed is the last good copy', async () => {
    const { kv, reads } = fakeKv(() => null);
    const path = `/topics/${site.topics.at(-1)?.slug}/atom.xml`;
    // Tomorrow, what the isolate has read of this topic for other tests is too old to be used.
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 86_400_000);
    const [first, second] = [await ask(kv, path, {}, '3600'), await ask(kv, path, {}, '3600')];
    // The edition that is not there, and the settings, which may name the topic.
    expect([first.status, second.status, reads.single]).toEqual([200, 200, 2]);
    const failing = fakeKv(() => Promise.reject(new Error('KV GET failed: 500')));
    expect((await ask(failing.kv, path)).status).toBe(200);
    // Other missing keys are not cached, because a story may be published there at any time.
    expect((await ask(kv, '/stories/nothing-yet', {}, '3600')).status).toBe(404);
    expect((await ask(failing.kv, '/stories/nothing-yet')).status).toBe(503);
  });
});

test('the page of an address at which nothing is has a third of its bytes for a client that accepts gzip', async () => {
  const absent = fakeKv(() => null);
  const [compressed, plain, head] = await Promise.all([
    ask(absent.kv, '/nothing-here', { headers: GZIP }),
    ask(absent.kv, '/nothing-here'),
    ask(absent.kv, '/stories/No%20Slug/card.png', { headers: GZIP, method: 'HEAD' }),
  ]);
  const said = (name: string) => [compressed, plain, head].map(({ headers }) => headers.get(name));
  expect([compressed, plain, head].map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(said('Content-Encoding')).toEqual(['gzip', null, 'gzip']);
  expect(said('Vary')).toEqual(['Accept-Encoding', 'Accept-Encoding', 'Accept-Encoding']);
  expect(said('Cache-Control')).toEqual(Array(3).fill('public, max-age=30'));
  const [sent, whole] = [await compressed.bytes(), await plain.bytes()];
  expect(await gunzip(sent)).toEqual(whole);
  expect(head.headers.get('Content-Length')).toBe(String(sent.byteLength));
  expect(sent.byteLength).toBeLessThan(whole.byteLength / 3);
});

describe('an address that the isolate has answered before', () => {
  /** What an answer says: its status, headers and body. */
  const said = async (response: Response) => [
    response.status,
    Object.fromEntries(response.headers),
    new Uint8Array(await response.arrayBuffer()),
  ];
  const story = `/stories/${sample.slug}`;
  const requests: [string, Asked][] = [
    ['/rss.xml', { headers: GZIP }],
    ['/rss.xml', {}],
    ['/rss.xml', { method: 'HEAD' }],
    ['/rss.xml', { method: 'POST' }],
    ['/rss.xml', { method: 'OPTIONS' }],
    ['/rss.xml', { headers: { 'If-None-Match': held('edition:all', 'rss').part.etag } }],
    ['/rss.xml', { headers: { 'If-Match': '"x"' } }],
    ['/rss.xml', { headers: { 'Sec-Fetch-Dest': 'document' } }],
    ['/rss.xml', { headers: { ...GZIP, 'A-IM': 'feed', 'If-None-Match': 'W/"x"' } }],
    ['/?p=1', { headers: GZIP }],
    ['/', { headers: { ...GZIP, 'Sec-Fetch-Dest': 'document' } }],
    [story, { headers: { ...GZIP, Accept: 'text/html', 'Sec-Fetch-Dest': 'document' } }],
    [story, { headers: { Accept: 'text/markdown' } }],
    [story, { headers: { Accept: 'text/html;q=0.1, text/markdown' } }],
    [`${story}?utm_source=x`, { headers: GZIP }],
    ['/authors/ann-lee/atom.xml', { headers: GZIP }],
  ];

  test.each(requests)('%s %j is answered like one that it has not', async (path, asked) => {
    const before = await said(await ask(kv, path, asked));
    await (await ask(kv, path, { headers: GZIP }, '3600')).arrayBuffer();
    const [again, later] = [await ask(kv, path, asked, '3600'), await ask(kv, path, asked, '3600')];
    expect(await said(again)).toEqual(before);
    expect(await said(later)).toEqual(before);
  });

  test('is answered with the page of an error once the Desk has written a damaged document', async () => {
    // No other test asks for this story.
    const { slug } = sampleStories.at(-1) as typeof sample;
    const { value, metadata } = entryOf(storyKey(slug));
    const { offset, length } = held(storyKey(slug), 'page').part;
    // The fingerprint is right, but the page is no base64.
    const bytes = bytesOf(value).slice();
    const from = openContainer(bytes).body.byteOffset + offset;
    bytes.fill('!'.charCodeAt(0), from, from + length);
    const at = { ...metadata, printed: new Date(Date.now() + 3 * 86_400_000).toISOString() };
    const damaged = { value: bytes, metadata: { ...at, version: await fingerprint(bytes) } };
    const broken = fakeKv(() => damaged).kv;
    const address = `/stories/${slug}`;
    expect((await ask(kv, address, { headers: GZIP }, '3600')).status).toBe(200);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3 * 86_400_000);
    for (let time = 0; time < 2; time++) {
      const response = await ask(broken, address, { headers: GZIP }, '3600');
      expect([response.status, response.headers.get('Content-Type')]).toEqual([
        500,
        'text/html; charset=utf-8',
      ]);
    }
    expect(logged.map(({ event }) => event)).toEqual(['failed', 'failed']);
  });

  test('is read again when its time is up', async () => {
    const { kv: counted, reads } = fakeKv((key) => printed.get(key) ?? null);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * 86_400_000);
    for (let time = 0; time < 3; time++) await (await ask(counted, story, {}, '3600')).arrayBuffer();
    expect(reads.single).toBe(1);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 86_400_000);
    await (await ask(counted, story, {}, '3600')).arrayBuffer();
    expect(reads.single).toBe(2);
  });
});
