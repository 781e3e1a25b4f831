import { expect, test } from 'vitest';
import type { Wire } from '../../../../../src/newsroom/wire/wire.ts';
import { followForAWeek, type Week } from '../../../../campaigns/intake/week.ts';
import { KINDS, makeFeeds } from '../../../../campaigns/intake/world.ts';
import { runInside, wireObject } from '../../../../objects.ts';
import { site } from '../../../../samples.ts';

// `npm run intake` follows 200 feeds.
test('in a week of feeds that share hosts, no unconditional request is repeated within a day, no Retry-After broken, no host asked twice at once', async () => {
  const feeds = makeFeeds(20, { hosts: 6 });
  expect(new Set(feeds.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  const stub = wireObject('week');
  const week = await runInside(
    stub,
    (_wire: Wire, { storage }): Promise<Week> => followForAWeek(feeds, { sql: storage.sql, site }),
  );
  expect(week.breaches).toEqual({ atOnce: [], unconditional: [], retryAfter: [], tooSoon: [] });
  // Those that fail for days, or are asked to wait, come back.
  expect(week.lost).toEqual([]);
  expect(week.requests.some(({ status }) => status === 429)).toBe(true);
  expect(week.requests.some(({ status }) => status === 503)).toBe(true);
  expect(week.delays.length).toBeGreaterThan(1000);
});
