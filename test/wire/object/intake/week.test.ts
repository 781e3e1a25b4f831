import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Wire } from '../../../../src/wire/wire.ts';
import { followForAWeek, type Week } from '../../../campaigns/intake/week.ts';
import { FEEDS, feeds } from '../../../campaigns/intake/world.ts';
import { site } from '../../../samples.ts';

const DAY = 86_400_000;

test('in a week of 200 feeds, no unconditional request is repeated within a day, no Retry-After broken, no host asked twice at once', async () => {
  const stub = env.WIRE.getByName('week') as unknown as DurableObjectStub<Wire>;
  const week = await runInDurableObject(
    stub,
    (_wire: Wire, { storage }): Promise<Week> => followForAWeek(storage.sql, site),
  );
  expect(week.breaches).toEqual({ atOnce: [], unconditional: [], retryAfter: [], tooSoon: [] });
  // Every feed is asked, and none is lost: those that fail for days, or are asked to wait, come back.
  const asked = Map.groupBy(week.requests, ({ feed }) => feed.url);
  expect(asked.size).toBe(FEEDS);
  for (const { url, kind } of feeds) {
    const last = asked.get(url)?.at(-1);
    const state = week.states.find(({ address }) => address === url);
    if (kind === 'is gone on the fifth day') expect(state).toMatchObject({ state: 'stopped' });
    else expect((last?.at ?? 0) - (week.requests[0]?.at ?? 0), url).toBeGreaterThan(5 * DAY);
  }
  expect(week.states.filter(({ state }) => state === 'active')).toHaveLength(
    feeds.filter(({ kind }) => kind !== 'is gone on the fifth day').length,
  );
  expect(week.requests.some(({ status }) => status === 429)).toBe(true);
  expect(week.requests.some(({ status }) => status === 503)).toBe(true);
  expect(week.delays.length).toBeGreaterThan(10_000);
});
