import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { app } from '../../src/app.ts';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import type { KvMetadata } from '../../src/platform/kv.ts';
import { readRecord } from '../../src/site/document/stored-record.ts';
import { bytesOf } from '../kv.ts';
import { call, drain, read, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await reopen();
});
afterEach(() => vi.restoreAllMocks());

const fingerprintOf = (_version: string, value: Uint8Array) => fingerprint(value);

/** Reads the edition of all stories from KV. */
const printed = () => env.STORIES.getWithMetadata<KvMetadata>('edition:all', 'arrayBuffer');

/** Requests the health of a site with the given KV. */
const healthWith = (getWithMetadata: unknown, bindings: Record<string, unknown> = {}) =>
  app.fetch(
    new Request('https://any.host/healthz'),
    { ...env, STORIES: { getWithMetadata }, ...bindings } as typeof env,
    createExecutionContext(),
  );

describe('/healthz', () => {
  test('reports that readers are served, and the age of the edition', async () => {
    await call('PUT', '/stories/a-story', aStory());
    await drain();
    const response = await read('/healthz');
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('X-Robots-Tag')).toBe('noindex');
    const health = (await response.json()) as { edition: { updated: string; seconds: number } };
    expect(health).toMatchObject({ status: 'pass', says: expect.stringMatching(/^KV can be read/) });
    expect(Math.abs(Date.now() - Date.parse(health.edition.updated))).toBeLessThan(60_000);
    expect(health.edition.seconds).toBeGreaterThanOrEqual(0);
  });

  test('reveals nothing that is not published', async () => {
    await call('PUT', '/stories/later', aStory({ slug: 'later', datePublished: '2199-01-01T00:00:00Z' }));
    await drain();
    const response = await read('/healthz');
    expect(response.status).toBe(503);
    expect(await response.text()).not.toMatch(/later|2199|scheduled/);
  });

  test.each([
    ['KV cannot be read', () => Promise.reject(new Error('KV GET failed: 500')), /^KV cannot be read/],
    ['there is no edition', async () => ({ value: null, metadata: null }), /has no edition/],
    [
      'KV has an invalid edition',
      async () => ({ value: bytesOf('{}'), metadata: { version: 1 } }),
      /edition in KV is broken/,
    ],
  ])('is 503 if %s, and says what to do', async (_what, getWithMetadata, says) => {
    const response = await healthWith(getWithMetadata);
    expect(response.status).toBe(503);
    const health = (await response.json()) as { status: string; says: string; next: string };
    expect(health).toMatchObject({ status: 'fail', edition: null });
    expect(health.says).toMatch(says);
    expect(health.next).toMatch(/npm run story -- /);
    expect(JSON.stringify(health)).not.toContain('500');
  });

  test.each([
    ['a truncated edition', (value: Uint8Array) => value.slice(0, -10), (version: string) => version],
    ['a value that is not an edition', () => bytesOf('{"scope":"all"}'), fingerprintOf],
  ])('is 503 if KV returns %s, like the feeds', async (_what, spoil, versionOf) => {
    await call('PUT', '/stories/a-story', aStory());
    await drain();
    const whole = await printed();
    const value = spoil(new Uint8Array(whole.value as ArrayBuffer));
    const metadata = {
      ...whole.metadata,
      version: await versionOf(whole.metadata?.version ?? '', value),
      renderer: 1,
    };
    const response = await healthWith(async () => ({ value, metadata }));
    const health = (await response.json()) as { says: string };
    expect([response.status, health]).toMatchObject([503, { status: 'fail', edition: null }]);
    expect(health.says).toMatch(/edition in KV is broken/);
  });

  test('reports that readers are served if the edition was written by hand, and so they are', async () => {
    await call('PUT', '/stories/a-story', aStory());
    await drain();
    const { value, metadata } = await printed();
    const record = await readRecord(
      'edition:all',
      new Uint8Array(value as ArrayBuffer),
      metadata ?? undefined,
    );
    const getWithMetadata = async () => ({ value: bytesOf(record?.json ?? ''), metadata: null });
    const response = await healthWith(getWithMetadata);
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { status: 'pass', says: expect.stringContaining('by hand'), next: expect.stringContaining('rebuild') },
    ]);
    const bindings = { ...env, REUSE_SECONDS: '0', STORIES: { getWithMetadata } } as unknown as typeof env;
    const feed = await app.fetch(
      new Request('https://any.host/atom.xml'),
      bindings,
      createExecutionContext(),
    );
    expect(feed.status).toBe(200);
  });

  test('says which setting is wrong', async () => {
    const response = await healthWith(async () => ({ value: null, metadata: null }), { REUSE_SECONDS: '5s' });
    expect([response.status, await response.json()]).toMatchObject([
      503,
      {
        status: 'fail',
        says: expect.stringMatching(/REUSE_SECONDS/),
        next: expect.stringContaining('wrangler.toml'),
      },
    ]);
  });

  test('reads KV again if the clock was set back', async () => {
    const get = vi.fn(async () => ({ value: null, metadata: null }));
    const kv = { STORIES: { getWithMetadata: get } };
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now);
    await healthWith(get, { REUSE_SECONDS: '3600', ...kv });
    vi.spyOn(Date, 'now').mockReturnValue(now - 86_400_000);
    await healthWith(get, { REUSE_SECONDS: '3600', ...kv });
    expect(get).toHaveBeenCalledTimes(2);
  });

  test('reads KV only once within REUSE_SECONDS', async () => {
    const get = vi.fn(async () => ({ value: null, metadata: null }));
    const kv = { STORIES: { getWithMetadata: get } };
    for (let n = 0; n < 20; n++) await healthWith(get, { REUSE_SECONDS: '3600', ...kv });
    expect(get).toHaveBeenCalledTimes(1);
  });
});
