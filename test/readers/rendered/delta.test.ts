import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { app } from '../../../src/app.ts';
import { fingerprint } from '../../../src/lib/fingerprint.ts';
import { gunzip } from '../../../src/lib/gzip.ts';
import { serializeEdition } from '../../../src/newsroom/desk/publish/entries.ts';
import type { KvEntry } from '../../../src/platform/kv.ts';
import { FORMATS, type Format } from '../../../src/site/edition/scope.ts';
import type { Story } from '../../../src/site/story/story.ts';
import { ask } from '../../ask.ts';
import { bytesOf, fakeKv } from '../../kv.ts';
import { editionRows, rethrow } from '../../print.ts';
import { aStory, publish, site } from '../../samples.ts';
import { readStep } from '../../walk.ts';

const formats = Object.keys(FORMATS) as Format[];
const idOf = (n: number) => `tag:edgewire.example,2026:stories/s-${n}`;
const stories = (count: number, changed: Record<number, Partial<Story>> = {}) =>
  Array.from({ length: count }, (_, index) =>
    publish(aStory({ slug: `s-${index + 1}`, headline: `Story ${index + 1}`, ...changed[index + 1] })),
  );

/** Writes an edition to KV in which the nth change was to the nth story, unless `ticks` says otherwise. */
async function print(
  articles: ReturnType<typeof stories>,
  ticks: Record<number, number> = {},
  publisher = site,
) {
  const rows = editionRows(articles, (article) => {
    const n = articles.indexOf(article) + 1;
    return ticks[n] ?? n;
  });
  const { key, value, metadata } = await serializeEdition('all', rows, publisher, rethrow);
  await env.STORIES.put(key, value, { metadata });
}

const get = (format: Format, headers: Record<string, string> = {}, method = 'GET') =>
  exports.default.fetch(new Request(`https://any.host/${FORMATS[format].file}`, { method, headers }));

const etagOf = async (format: Format) => (await get(format)).headers.get('ETag') ?? '';

describe.each(formats)('A-IM: feed, %s', (format) => {
  test('a reader with a known copy gets the new entries, and the tag of the whole feed', async () => {
    await print(stories(20));
    const before = await etagOf(format);
    // Two stories are new, and one was corrected.
    await print(stories(22, { 5: { headline: 'Corrected' } }), { 5: 23 });
    const response = await get(format, { 'A-IM': 'feed', 'If-None-Match': before });
    expect(response.status).toBe(226);
    expect(response.headers.get('IM')).toBe('feed');
    expect(response.headers.get('Delta-Base')).toBe(before);
    expect(response.headers.get('Cache-Control')).toBe('no-store, im, max-age=900');
    expect(response.headers.get('Cloudflare-CDN-Cache-Control')).toBeNull();
    expect(response.headers.get('ETag')).toBe(await etagOf(format));
    expect(response.headers.get('Content-Type')).toBe(`${FORMATS[format].type}; charset=utf-8`);
    const text = await response.text();
    expect(readStep(format, text).ids).toEqual([22, 21, 5].map(idOf));
    const whole = await (await get(format)).text();
    expect(text.length).toBeLessThan(whole.length / 3);
    // At the next poll nothing has changed.
    const again = await get(format, { 'A-IM': 'feed', 'If-None-Match': response.headers.get('ETag') ?? '' });
    expect(again.status).toBe(304);
  });

  test('a renamed story is one that has changed: it comes under its new address', async () => {
    await print(stories(20));
    const before = await etagOf(format);
    await print(stories(20, { 5: { slug: 'renamed', identifier: idOf(5) } }), { 5: 21 });
    const response = await get(format, { 'A-IM': 'feed', 'If-None-Match': before });
    expect(response.status).toBe(226);
    const text = await response.text();
    expect(readStep(format, text).ids).toEqual([idOf(5)]);
    expect(text).toContain('/stories/renamed');
  });

  test('old news that was published last is new to a reader, though it is the last item of the feed', async () => {
    await print(stories(20));
    const before = await etagOf(format);
    await print(stories(22, { 21: { datePublished: '1999-03-04T09:30:00Z' } }));
    const response = await get(format, { 'A-IM': 'feed', 'If-None-Match': before });
    expect(response.status).toBe(226);
    expect(readStep(format, await response.text()).ids).toEqual([22, 21].map(idOf));
    const whole = readStep(format, await (await get(format)).text()).ids;
    expect([whole[0], whole.at(-1)]).toEqual([idOf(22), idOf(21)]);
  });

  test('a reader whose copy was made with different site settings gets the whole feed', async () => {
    await print(stories(20));
    const before = await etagOf(format);
    await print(stories(21), {}, { ...site, url: 'https://moved.example' });
    const request = new Request(`https://any.host/${FORMATS[format].file}`, {
      headers: { 'A-IM': 'feed', 'If-None-Match': before },
    });
    const moved = { ...env, SITE_URL: 'https://moved.example', REUSE_SECONDS: '0' } as typeof env;
    const response = await app.fetch(request, moved, createExecutionContext());
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(readStep(format, text).ids).toHaveLength(21);
    expect(text).toContain('https://moved.example');
  });

  test('HEAD has the same headers and no body', async () => {
    await print(stories(20));
    const before = await etagOf(format);
    await print(stories(21));
    const response = await get(format, { 'A-IM': 'feed', 'If-None-Match': before }, 'HEAD');
    expect([response.status, await response.text()]).toEqual([226, '']);
  });
});

/** Returns the part of an entity tag that identifies the settings and the renderer. */
const madeWith = (etag: string) => /-([0-9a-f]{8})\.\d+"$/.exec(etag)?.[1];

describe('the whole feed is sent', () => {
  const cases: [string, (etag: string) => Record<string, string>][] = [
    ['to a reader without A-IM', (etag) => ({ 'If-None-Match': etag })],
    ['to a reader without If-None-Match', () => ({ 'A-IM': 'feed' })],
    ['to a reader that refuses deltas', (etag) => ({ 'A-IM': 'feed;q=0', 'If-None-Match': etag })],
    [
      'to a reader that supports only other manipulations',
      (etag) => ({ 'A-IM': 'vcdiff, gzip', 'If-None-Match': etag }),
    ],
    [
      'if a different renderer made the copy',
      (etag) => ({ 'A-IM': 'feed', 'If-None-Match': etag.replace(/-[0-9a-f]{8}\./, '-00000000.') }),
    ],
    ['if the tag does not have our form', () => ({ 'A-IM': 'feed', 'If-None-Match': '"abc-3"' })],
    [
      'if the tag has a change number from the future',
      (etag) => ({ 'A-IM': 'feed', 'If-None-Match': `W/"${'0'.repeat(32)}-${madeWith(etag)}.999"` }),
    ],
    [
      'if the change number is too long',
      (etag) => ({
        'A-IM': 'feed',
        'If-None-Match': `W/"${'0'.repeat(32)}-${madeWith(etag)}.${'9'.repeat(40)}"`,
      }),
    ],
    [
      'if every entry is new to the reader',
      (etag) => ({ 'A-IM': 'feed', 'If-None-Match': `W/"${'0'.repeat(32)}-${madeWith(etag)}.0"` }),
    ],
  ];
  test.each(cases)('%s', async (_what, headersOf) => {
    await print(stories(20));
    const before = await etagOf('atom');
    await print(stories(21));
    const response = await get('atom', headersOf(before));
    expect(response.status).toBe(200);
    expect(response.headers.get('IM')).toBeNull();
    expect(readStep('atom', await response.text()).ids).toHaveLength(21);
  });

  test('but not to a reader that names “feed” among other manipulations: it gets the delta', async () => {
    await print(stories(20));
    const before = await etagOf('atom');
    await print(stories(21));
    const response = await get('atom', { 'A-IM': 'gzip, Feed;q=0.5', 'If-None-Match': `"x", ${before}` });
    expect(response.status).toBe(226);
    // Delta-Base names the copy that the delta is based on (RFC 3229 section 10.5.1).
    expect(response.headers.get('Delta-Base')).toBe(before);
  });
});

test.each(formats)(
  'the whole feed is sent to a reader that has a story which left it, because no delta can remove one (%s)',
  async (format) => {
    await print(stories(20));
    const before = await etagOf(format);
    const rows = editionRows(stories(20));
    const isSeven = (entry: string) => entry.includes('"slug":"s-7"');
    const index = rows.entries.findIndex(isSeven);
    const left = {
      ...rows,
      changeSequence: 21,
      removalSequence: 21,
      entrySequences: rows.entrySequences.toSpliced(index, 1),
      entries: rows.entries.toSpliced(index, 1),
    };
    const { key, value, metadata } = await serializeEdition('all', left, site, rethrow);
    await env.STORIES.put(key, value, { metadata });
    const response = await get(format, { 'A-IM': 'feed', 'If-None-Match': before });
    expect([response.status, readStep(format, await response.text()).ids.length]).toEqual([200, 19]);
  },
);

/** Requests the Atom feed with `If-None-Match`, from a KV with only this entry. */
async function pollOf(entry: KvEntry, copy: string) {
  const { kv, reads } = fakeKv(() => entry);
  const headers = { 'A-IM': 'feed', 'If-None-Match': copy };
  const response = await ask(kv, '/atom.xml', { headers });
  return { response, reads };
}

test('a delta costs no read of KV besides that of the feed', async () => {
  // No other test makes a delta for these changes.
  await print(stories(20), { 20: 500 });
  const before = await etagOf('atom');
  const rows = editionRows(stories(21), (article) => (article.slug === 's-21' ? 501 : 500));
  const { response, reads } = await pollOf(await serializeEdition('all', rows, site, rethrow), before);
  expect([response.status, readStep('atom', await response.text()).ids]).toEqual([226, [idOf(21)]]);
  expect(reads).toEqual({ single: 1, bulk: 0 });
});

test('the whole feed is sent if the record for a delta cannot be read', async () => {
  const logged: unknown[] = [];
  const error = vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(JSON.parse(line)));
  await print(stories(20), { 20: 600 });
  const before = await etagOf('atom');
  const rows = editionRows(stories(21), (article) => (article.slug === 's-21' ? 601 : 600));
  const entry = await serializeEdition('all', rows, site, rethrow);
  // The record is the last part, and gzip ends with a checksum and a length (RFC 1952 section 2.3.1).
  const value = bytesOf(entry.value).with(-8, (bytesOf(entry.value).at(-8) ?? 0) ^ 1);
  const spoilt = { ...entry, value, metadata: { ...entry.metadata, version: await fingerprint(value) } };
  const { response, reads } = await pollOf(spoilt, before);
  expect([response.status, readStep('atom', await response.text()).ids.length]).toEqual([200, 21]);
  expect(reads).toEqual({ single: 1, bulk: 0 });
  expect(logged).toMatchObject([{ event: 'kv-read-failed', key: 'edition:all' }]);
  error.mockRestore();
});

test('a delta is compressed for a client that accepts gzip, with the same tag', async () => {
  await print(stories(20), { 20: 700 });
  const before = await etagOf('atom');
  await print(stories(21), { 20: 700, 21: 701 });
  const poll = (encoding: string, method = 'GET') => {
    const headers = { 'A-IM': 'feed', 'If-None-Match': before, 'Accept-Encoding': encoding };
    return ask(env.STORIES, '/atom.xml', { method, headers });
  };
  const [plain, compressed] = [await poll('identity'), await poll('gzip')];
  expect([plain.status, plain.headers.get('Content-Encoding')]).toEqual([226, null]);
  expect([compressed.status, compressed.headers.get('Content-Encoding')]).toEqual([226, 'gzip']);
  expect(compressed.headers.get('ETag')).toBe(plain.headers.get('ETag'));
  expect(compressed.headers.get('Vary')).toBe('Sec-Fetch-Dest, Accept-Encoding');
  const sent = await compressed.bytes();
  expect(await gunzip(sent)).toEqual(await plain.bytes());
  const head = await poll('gzip', 'HEAD');
  expect([head.status, head.headers.get('Content-Encoding'), await head.text()]).toEqual([226, 'gzip', '']);
});

test('an edition of an earlier version, which did not number changes, is sent whole', async () => {
  const old = async (count: number) => {
    const { entries } = editionRows(stories(count));
    const head = JSON.stringify({ scope: 'all', count, updated: new Date(count).toISOString() });
    await env.STORIES.put('edition:all', `${head.slice(0, -1)},"entries":[${entries.join(',')}]}`);
  };
  await old(20);
  const before = await etagOf('atom');
  expect(before).toMatch(/^W\/"[0-9a-f]{32}"$/);
  await old(21);
  const response = await get('atom', { 'A-IM': 'feed', 'If-None-Match': before });
  expect([response.status, readStep('atom', await response.text()).ids.length]).toEqual([200, 21]);
});

test('a script of a different site may send and read the headers for deltas', async () => {
  const response = await get('atom', { Origin: 'https://reader.example' }, 'OPTIONS');
  expect(response.headers.get('Access-Control-Allow-Headers')).toContain('A-IM');
  expect(response.headers.get('Access-Control-Expose-Headers')).toContain('IM');
});
