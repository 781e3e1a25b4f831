import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import type { KvMetadata } from '../../../../src/platform/kv.ts';
import {
  call,
  drain,
  drainCards,
  expireNextTimeout,
  read,
  reopen,
  turn,
  turnWith,
} from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory } from '../../../samples.ts';

// Writes to KV that land late, and how to tell which of two copies is newer.

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return reopen();
});

afterEach(() => vi.restoreAllMocks());

const story = (fields: object = {}) => aStory({ slug: 's', keywords: ['web-feeds'], ...fields });
const printedOf = async (key: string) =>
  (await env.STORIES.getWithMetadata<KvMetadata>(key)).metadata?.printed ?? '';

describe('a write that failed or timed out, but lands after a newer one', () => {
  const UNTIL = 300_000;

  /** Publishes a story whose write times out. Call the result to let that write land. */
  async function publishSlowly(): Promise<() => Promise<void>> {
    let [isToLand, hasLanded] = [false, false];
    await call('PUT', '/stories/s', story());
    await turnWith((async (key: string, value: string, options: KVNamespacePutOptions) => {
      const isLate = key === 'story:s';
      if (isLate) expireNextTimeout();
      while (isLate && !isToLand) await scheduler.wait(20);
      await env.STORIES.put(key, value, options);
      if (isLate) hasLanded = true;
    }) as unknown as KVNamespace['put']);
    return async () => {
      isToLand = true;
      await vi.waitUntil(() => hasLanded);
    };
  }

  const doubts = () =>
    runInside(deskObject(), (_desk: Desk, state) =>
      state.storage.sql.exec<{ key: string; due: number }>('SELECT key, due FROM doubt').toArray(),
    );

  test('is replaced at once', async () => {
    const land = await publishSlowly();
    await call('DELETE', '/stories/s?reason=Wrong.');
    await drain();
    expect((await read('/stories/s')).status).toBe(410);
    await land();
    expect((await read('/stories/s')).status).toBe(200);
    await vi.waitFor(async () => expect((await doubts()).filter(({ due }) => due > Date.now())).toEqual([]));
    // The first run asks for the key, the second writes it.
    await turn();
    await turn();
    expect((await read('/stories/s')).status).toBe(410);
    expect(await doubts()).toEqual([]);
  });

  test('is replaced minutes later if it is not known whether it has landed', async () => {
    await call('PUT', '/stories/s', story());
    await turnWith(() => Promise.reject(new Error('Network connection lost.')));
    await call('DELETE', '/stories/s?reason=Wrong.');
    await drainCards();
    const before = await printedOf('story:s');
    await evictDurableObject(deskObject());
    const doubted = await doubts();
    expect(doubted.map(({ key }) => key)).toContain('story:s');
    const due = Math.max(...doubted.map((doubt) => doubt.due));
    expect(due).toBeGreaterThan(Date.now() + UNTIL - 60_000);
    const alarm = await runInside(deskObject(), async (instance: Desk, state) => {
      await instance.wake(Date.now());
      return state.storage.getAlarm();
    });
    expect(alarm).toBeLessThanOrEqual(due);
    vi.spyOn(Date, 'now').mockReturnValue(due);
    await turn();
    await turn();
    vi.restoreAllMocks();
    expect(await doubts()).toEqual([]);
    expect((await printedOf('story:s')) > before).toBe(true);
    expect((await read('/stories/s')).status).toBe(410);
  });
});

describe('each value of a key has a later time than the one before it', () => {
  test('even if its content last changed at the same time or earlier', async () => {
    await call('PUT', '/stories/other', story({ slug: 'other', headline: 'The other' }));
    await call('PUT', '/stories/s', story());
    await drain();
    const before = await read('/stories/s');
    expect(await before.text()).toContain('The other');
    const first = await printedOf('story:s');
    await call('DELETE', '/stories/other?reason=Wrong.');
    await drain();
    expect((await printedOf('story:s')) > first).toBe(true);
    const { metadata } = await env.STORIES.getWithMetadata<KvMetadata>('story:s');
    expect(metadata?.printed && metadata.updated < metadata.printed).toBe(true);
  });

  test('even if the clock was set back', async () => {
    const noon = Date.parse('2026-11-25T12:00:00Z');
    const clock = vi.spyOn(Date, 'now').mockReturnValue(noon);
    await call('PUT', '/stories/s', story());
    await drain();
    const first = await printedOf('story:s');
    clock.mockReturnValue(noon - 3_600_000);
    await call('PUT', '/stories/s', story({ headline: 'New' }), { headers: { 'If-Match': '"1"' } });
    const due = await runInside(
      deskObject(),
      (_desk: Desk, state) =>
        state.storage.sql.exec<{ due: number }>("SELECT due FROM outbox WHERE key = 'story:s'").one().due,
    );
    expect(due).toBeLessThanOrEqual(Date.now() + 3_600_000);
    await drain();
    expect((await printedOf('story:s')) > first).toBe(true);
  });

  test('so that If-Modified-Since does not miss a story published within the same second', async () => {
    const at = Date.parse('2026-11-25T12:00:00.100Z');
    const clock = vi.spyOn(Date, 'now').mockReturnValue(at);
    await call('PUT', '/stories/s', story());
    await drain();
    const seen = (await read('/atom.xml')).headers.get('Last-Modified') ?? '';
    clock.mockReturnValue(at + 200);
    await call('PUT', '/stories/t', story({ slug: 't' }));
    const due = await runInside(
      deskObject(),
      (_desk: Desk, state) =>
        state.storage.sql.exec<{ due: number }>("SELECT due FROM outbox WHERE key = 'edition:all'").one().due,
    );
    clock.mockReturnValue(due);
    await drain();
    const now = (await read('/atom.xml')).headers.get('Last-Modified') ?? '';
    expect(Date.parse(now)).toBeGreaterThan(Date.parse(seen));
  });
});
