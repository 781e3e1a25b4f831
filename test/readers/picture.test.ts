import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { app } from '../../src/app.ts';
import { storePicture } from '../../src/newsroom/pictures/desk/store-picture.ts';
import type { Env } from '../../src/platform/env.ts';
import { putPicture } from '../../src/platform/picture-store.ts';
import { cleanPicture } from '../../src/site/pictures/clean.ts';
import { ann } from '../actors.ts';
import { pictureFile } from '../site/pictures/files.ts';

let url = '';
let hash = '';

beforeAll(async () => {
  const details = { name: 'rose.png', alt: null, credit: null, actor: ann, now: Date.now() };
  const stored = await storePicture(env, pictureFile('photo.png'), details);
  if (!stored.ok) throw new Error(stored.detail);
  ({ url, hash } = stored.picture);
});

const context = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} };
const ask = async (path: string, init: RequestInit = {}, bindings: Partial<Env> = {}) =>
  app.fetch(
    new Request(`https://any.host${path}`, init),
    { ...env, ...bindings },
    context as unknown as ExecutionContext,
  );

test('a picture never changes, is nothing but a picture, and is whole', async () => {
  const answer = await ask(url);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    etag: `"${hash}"`,
  });
  // What would make caches keep it shorter, or keep many copies.
  for (const name of ['Cloudflare-CDN-Cache-Control', 'Vary', 'Set-Cookie']) {
    expect(answer.headers.get(name)).toBeNull();
  }
  const clean = cleanPicture(pictureFile('photo.png'));
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(clean.ok && clean.bytes);
});

test('HEAD has the length and no body; a copy that somebody has is not sent again', async () => {
  const head = await ask(url, { method: 'HEAD' });
  expect([head.status, Number(head.headers.get('Content-Length')) > 1000]).toEqual([200, true]);
  expect(await head.text()).toBe('');
  const known = await ask(url, { headers: { 'If-None-Match': `"${hash}"` } });
  expect(known.status).toBe(304);
  expect(known.headers.get('Cache-Control')).toContain('immutable');
  expect(known.headers.get('Content-Type')).toBeNull();
  expect((await ask(url, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
});

test('costs one read of KV, or one of R2', async () => {
  const reads: string[] = [];
  const counting = <T extends object>(binding: T, name: string): T =>
    new Proxy(binding, {
      get: (target, method) => {
        const member = Reflect.get(target, method);
        if (typeof member !== 'function') return member;
        return (...parameters: unknown[]) => {
          reads.push(`${name} ${String(method)}`);
          return Reflect.apply(member, target, parameters);
        };
      },
    });
  const STORIES = counting(env.STORIES, 'KV');
  await (await ask(url, {}, { STORIES })).arrayBuffer();
  expect(reads).toEqual(['KV getWithMetadata']);

  const clean = cleanPicture(pictureFile('still.gif'));
  if (!clean.ok) throw new Error(clean.detail);
  const bucket = env.BACKUPS as R2Bucket;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', clean.bytes));
  const id = {
    hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    extension: 'gif' as const,
  };
  await putPicture({ STORIES: env.STORIES, MEDIA: bucket }, id, clean.bytes);
  reads.length = 0;
  const MEDIA = counting(bucket, 'R2');
  const answer = await ask(`/media/${id.hash}.gif`, {}, { STORIES, MEDIA });
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(clean.bytes);
  expect(reads).toEqual(['R2 get']);
});

test('a picture in KV from before the bucket was bound is still found', async () => {
  const answer = await ask(url, {}, { MEDIA: env.BACKUPS as R2Bucket });
  expect(answer.status).toBe(200);
  await answer.body?.cancel();
});

test.each([
  ['another hash', () => `/media/${'0'.repeat(64)}.png`],
  ['another format', () => url.replace('.png', '.jpg')],
  ['capital letters', () => url.toUpperCase().replace('/MEDIA', '/media')],
  ['a name that is no hash', () => '/media/photo.png'],
  ['a property of every object', () => `/media/${'0'.repeat(64)}.constructor`],
])('there is nothing at %s', async (_, path) => {
  expect((await ask(path())).status).toBe(404);
});

test('what somebody put under the key by hand is not sent', async () => {
  await env.STORIES.put(`media:${'1'.repeat(64)}.png`, '<script>alert(1)</script>');
  expect((await ask(`/media/${'1'.repeat(64)}.png`)).status).toBe(404);
});

test('a copy that is cut short is not sent as if it were whole', async () => {
  const key = `media:${'2'.repeat(64)}.png`;
  await env.STORIES.put(key, new Uint8Array(100), { metadata: { bytes: 200 } });
  const answer = await ask(`/media/${'2'.repeat(64)}.png`);
  await expect(answer.arrayBuffer()).rejects.toThrow();
});

test('KV that fails is 503, which caches do not keep', async () => {
  const STORIES = { getWithMetadata: async () => Promise.reject(new Error('KV is down')) };
  const answer = await ask(url, {}, { STORIES: STORIES as unknown as KVNamespace });
  expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([503, 'no-store']);
});

describe.each([
  ['in KV', () => ({})],
  ['in R2', () => ({ MEDIA: env.BACKUPS as R2Bucket })],
])('a part of a picture %s (RFC 9110 section 14)', (_where, bindings) => {
  const bytes = () => {
    const clean = cleanPicture(pictureFile('photo.webp'));
    if (!clean.ok) throw new Error(clean.detail);
    return clean.bytes;
  };
  let address = '';
  beforeAll(async () => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes()));
    const id = {
      hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
      extension: 'webp' as const,
    };
    await putPicture({ STORIES: env.STORIES, ...bindings() }, id, bytes());
    address = `/media/${id.hash}.webp`;
  });
  const askFor = (range: string, headers: Record<string, string> = {}, method = 'GET') =>
    ask(address, { method, headers: { Range: range, ...headers } }, bindings());

  const size = bytes().byteLength;
  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=0-499', 0, 500],
    ['bytes=100-', 100, size],
    [`bytes=${size - 1}-`, size - 1, size],
    ['bytes=-10', size - 10, size],
    ['bytes=-999999999', 0, size],
    ['bytes=5-99999999999999999999', 5, size],
    ['BYTES=0-9', 0, 10],
    ['bytes=, 3-7 ,', 3, 8],
  ])('%s', async (range, from, to) => {
    const answer = await askFor(range);
    expect(answer.status).toBe(206);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-range': `bytes ${from}-${to - 1}/${size}`,
      'content-length': String(to - from),
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes().subarray(from, to));
  });

  test.each([`bytes=${size}-`, `bytes=${size + 5}-${size + 9}`, 'bytes=-0'])(
    'there is nothing at %s: 416',
    async (range) => {
      const answer = await askFor(range);
      expect([answer.status, answer.headers.get('Content-Range')]).toEqual([416, `bytes */${size}`]);
      expect(answer.headers.get('Cache-Control')).toBe('no-store');
      expect(await answer.text()).toBe('');
    },
  );

  test.each([
    ['several parts', 'bytes=0-1,5-6'],
    ['another unit', 'pictures=0-1'],
    ['the end before the start', 'bytes=9-5'],
    ['no numbers', 'bytes=-'],
    ['nothing', 'bytes='],
    ['a negative number', 'bytes=--5'],
    ['letters', 'bytes=a-b'],
  ])('the whole answers %s', async (_what, range) => {
    const answer = await askFor(range);
    expect([answer.status, answer.headers.get('Content-Range')]).toEqual([200, null]);
    expect((await answer.arrayBuffer()).byteLength).toBe(size);
  });

  test('If-Range gets a part of what it names, and else the whole', async () => {
    const etag = (await ask(address, { method: 'HEAD' }, bindings())).headers.get('ETag') ?? '';
    const statusWith = async (condition: string) => {
      const answer = await askFor('bytes=0-9', { 'If-Range': condition });
      await answer.body?.cancel();
      return answer.status;
    };
    expect(await statusWith(etag)).toBe(206);
    expect(await statusWith('"other"')).toBe(200);
    expect(await statusWith(`W/${etag}`)).toBe(200);
    expect(await statusWith('Wed, 04 Mar 2026 09:30:00 GMT')).toBe(200);
    expect((await askFor('bytes=0-9', { 'If-None-Match': etag })).status).toBe(304);
    expect((await askFor('bytes=0-9', { 'If-Match': '"other"' })).status).toBe(412);
  });

  test('HEAD is about the whole, and says that parts can be asked for', async () => {
    const head = await askFor('bytes=0-9', {}, 'HEAD');
    expect([head.status, head.headers.get('Content-Length'), head.headers.get('Accept-Ranges')]).toEqual([
      200,
      String(size),
      'bytes',
    ]);
  });
});
