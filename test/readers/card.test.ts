import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { app } from '../../src/app.ts';
import { serializeCard, serializeRedirect } from '../../src/newsroom/desk/publish/entries.ts';
import { storyCardLink } from '../../src/site/card/card.ts';
import { aStory, publish, site } from '../samples.ts';

const article = publish(aStory());
const url = new URL(storyCardLink(article, site).url);
// Not a real picture: the program checks only its end.
const PNG = Uint8Array.from([
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00],
  ...[0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
]);

beforeAll(async () => {
  const { key, metadata } = serializeCard(article, site, Date.parse('2026-03-04T09:30:00Z'));
  await env.STORIES.put(key, PNG, { metadata });
});

const get = (path: string, init: RequestInit = {}) =>
  exports.default.fetch(new Request(`https://any.host${path}`, { redirect: 'manual', ...init }));

describe('the card’s address on a page', () => {
  test('returns the card, cached for ever', async () => {
    const response = await get(url.pathname + url.search);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
      'cloudflare-cdn-cache-control': 'max-age=60, stale-while-revalidate=600, stale-if-error=86400',
      'cache-tag': 'card:a-story',
      'access-control-allow-origin': '*',
      'last-modified': 'Wed, 04 Mar 2026 09:30:00 GMT',
    });
    expect(await response.bytes()).toEqual(PNG);
  });

  test('returns 304 to a client that has the card', async () => {
    const { headers } = await get(url.pathname + url.search);
    const again = await get(url.pathname + url.search, {
      headers: { 'If-None-Match': headers.get('ETag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect(again.headers.get('Content-Type')).toBeNull();
    expect(again.headers.get('Cache-Control')).toBe(headers.get('Cache-Control'));
  });

  test('supports HEAD and OPTIONS, but no other methods', async () => {
    const head = await get(url.pathname + url.search, { method: 'HEAD' });
    expect([head.status, head.headers.get('Content-Length')]).toEqual([200, '22']);
    expect((await get(url.pathname, { method: 'OPTIONS' })).status).toBe(204);
    expect((await get(url.pathname, { method: 'POST' })).status).toBe(405);
  });
});

test.each(['', '?v=', '?v=0123456789abcdef'])(
  'with the query "%s", the address returns the current card, cached for a minute',
  async (search) => {
    const response = await get(url.pathname + search);
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=60');
    expect(await response.bytes()).toEqual(PNG);
  },
);

test('a card with a picture is a JPEG, at either address', async () => {
  // Not a real picture either.
  const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0x00, 0xff, 0xd9]);
  await env.STORIES.put('card:with-picture', jpeg, {
    metadata: { version: 'a', updated: '2026-03-04T09:30:00Z' },
  });
  for (const name of ['card.jpg', 'card.png']) {
    const response = await get(`/stories/with-picture/${name}?v=a`);
    expect(response.headers.get('Content-Type')).toBe('image/jpeg');
    expect(await response.bytes()).toEqual(jpeg);
  }
});

test('a story without a card redirects to the site’s card, for a minute', async () => {
  const response = await get('/stories/another-story/card.png');
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe('https://news.example/card.png');
  expect(response.headers.get('Cache-Control')).toBe('public, max-age=60');
});

test.each(['card.png', 'card.jpg'])(
  'the %s of a story that was renamed leads to that of the story as it is now',
  async (file) => {
    const { key, value, metadata } = await serializeRedirect('its-old-name', 'a-story', 0, site);
    await env.STORIES.put(key, value, { metadata });
    const moved = await get(`/stories/its-old-name/${file}?v=0123456789abcdef`);
    expect([moved.status, moved.headers.get('Location')]).toEqual([
      301,
      `https://news.example/stories/a-story/${file}`,
    ]);
    expect(moved.headers.get('Cache-Tag')).toContain('story:its-old-name');
    expect(moved.headers.get('Cache-Control')).not.toContain('immutable');
    const card = await get(new URL(moved.headers.get('Location') ?? '').pathname);
    expect(await card.bytes()).toEqual(PNG);
  },
);

test('a hand-written value is not served as a card', async () => {
  await env.STORIES.put('card:by-hand', '<script>alert(1)</script>');
  expect((await get('/stories/by-hand/card.png')).status).toBe(302);
});

test('an invalid slug has no card', async () => {
  expect((await get('/stories/No%20Slug/card.png')).status).toBe(404);
});

/** Requests the card from a site with the given KV. Returns the response and the log. */
async function askWith(getWithMetadata: () => Promise<unknown>) {
  const logged: unknown[] = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(JSON.parse(String(line))));
  const bindings = { ...env, STORIES: { getWithMetadata } } as unknown as typeof env;
  const request = new Request(`https://any.host${url.pathname}${url.search}`);
  return { response: await app.fetch(request, bindings, createExecutionContext()), logged };
}
afterEach(() => vi.restoreAllMocks());

test('a card costs one KV read; if that fails, the response says when to retry', async () => {
  const getWithMetadata = vi.fn(() => Promise.reject(new Error('KV GET failed: 429 Too Many Requests')));
  const { response, logged } = await askWith(getWithMetadata);
  expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '30']);
  expect(getWithMetadata).toHaveBeenCalledTimes(1);
  expect(logged).toEqual([expect.objectContaining({ event: 'kv-read-failed', key: 'card:a-story' })]);
});

test('a truncated picture is not served, because caches would keep it for ever', async () => {
  const { key, metadata } = serializeCard(article, site, 0);
  for (const length of [0, 11, PNG.length - 1]) {
    const { response, logged } = await askWith(async () => ({
      value: PNG.slice(0, length).buffer,
      metadata,
    }));
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([503, 'no-store']);
    expect(logged).toMatchObject([{ event: 'kv-value-broken', key }]);
  }
});
