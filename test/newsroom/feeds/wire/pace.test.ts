import { expect, test } from 'vitest';
import {
  addAppearances,
  type FeedPace,
  itemsPerWeek,
  MAX_APPEARANCES,
  nextRequest,
  type PaceHints,
} from '../../../../src/newsroom/feeds/wire/pace.ts';
import { MAX_PAUSE_MS } from '../../../../src/newsroom/wire/fetching/retry-after.ts';
import * as fc from '../../../draw.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 24, 12);
const NO_HINTS: PaceHints = { freshFor: null, skipHours: [], skipDays: [] };

const feed: FeedPace = {
  url: 'https://a.example/feed',
  now: NOW,
  appearances: [],
  hints: NO_HINTS,
  hasValidator: true,
  unconditional: null,
  isPushed: false,
  failures: 0,
  retryAt: null,
};

/** The times of items that appear at a steady pace. */
const every = (gap: number) =>
  Array.from({ length: MAX_APPEARANCES }, (_, index) => NOW - index * gap).filter(
    (time) => time > NOW - 7 * DAY,
  );

/** How long the feed is left alone, in minutes, without what spreads feeds. */
const minutes = (changes: Partial<FeedPace>) =>
  Math.floor((nextRequest({ ...feed, ...changes }) - NOW) / MINUTE);

const within = (least: number, changes: Partial<FeedPace>) => {
  expect(minutes(changes)).toBeGreaterThanOrEqual(least);
  expect(minutes(changes)).toBeLessThanOrEqual(least * 1.1);
};

test('a feed is asked twice as often as items appear, at least daily and at most hourly', () => {
  within(24 * 60, {});
  within(12 * 60, { appearances: every(DAY) });
  within(3 * 60, { appearances: every(6 * HOUR) });
  within(60, { appearances: every(10 * MINUTE) });
});

test('only a feed whose own words allow it is asked more than hourly, and never within 15 minutes', () => {
  const appearances = every(10 * MINUTE);
  within(15, { appearances, hints: { ...NO_HINTS, freshFor: 5 * MINUTE } });
  within(30, { appearances, hints: { ...NO_HINTS, freshFor: 30 * MINUTE } });
  within(12 * 60, { appearances: every(DAY), hints: { ...NO_HINTS, freshFor: 5 * MINUTE } });
});

test('a feed is left alone for as long as it says that a copy is good, up to a day', () => {
  within(6 * 60, { appearances: every(10 * MINUTE), hints: { ...NO_HINTS, freshFor: 6 * HOUR } });
  within(24 * 60, { appearances: every(10 * MINUTE), hints: { ...NO_HINTS, freshFor: 365 * DAY } });
});

test('without a validator, a request is not repeated within a day, even after a failure', () => {
  const changes = { appearances: every(10 * MINUTE), hasValidator: false, unconditional: NOW };
  expect(minutes(changes)).toBe(24 * 60);
  expect(minutes({ ...changes, failures: 1 })).toBe(24 * 60);
});

test('failures double the pause, up to a day', () => {
  const appearances = every(10 * MINUTE);
  within(60, { appearances, failures: 1 });
  within(120, { appearances, failures: 2 });
  within(24 * 60, { appearances, failures: 300 });
});

test('a host is not asked before the time that it gave, unless that is more than 30 days away', () => {
  expect(minutes({ appearances: every(HOUR), retryAt: NOW + 5 * HOUR })).toBe(300);
  expect(minutes({ retryAt: Number.MAX_SAFE_INTEGER })).toBe(MAX_PAUSE_MS / MINUTE);
});

test('hours and days at which a feed asks to be left alone are passed over', () => {
  // Tuesday, 24 November 2026, 13:00.
  const appearances = every(10 * MINUTE);
  const hours = nextRequest({ ...feed, appearances, hints: { ...NO_HINTS, skipHours: [13, 14] } });
  expect(new Date(hours).toISOString()).toBe('2026-11-24T15:00:00.000Z');
  const days = nextRequest({ ...feed, appearances, hints: { ...NO_HINTS, skipDays: [2, 3] } });
  expect(new Date(days).toISOString()).toBe('2026-11-26T00:00:00.000Z');
  const always = Array.from({ length: 24 }, (_, hour) => hour);
  within(60, { appearances, hints: { ...NO_HINTS, skipHours: always } });
});

test('a feed that a hub tells of is asked daily', () => {
  within(24 * 60, { appearances: every(10 * MINUTE), isPushed: true });
});

test('feeds of one host are spread', () => {
  const times = Array.from({ length: 50 }, (_, index) =>
    nextRequest({ ...feed, url: `https://a.example/${index}` }),
  );
  expect(new Set(times).size).toBe(50);
});

test('the newest items of a week are counted, and more than are kept are estimated', () => {
  expect(itemsPerWeek(every(DAY), NOW)).toBe(7);
  expect(itemsPerWeek(every(10 * MINUTE), NOW)).toBeGreaterThan(1000);
  const times = addAppearances([NOW - 8 * DAY, NOW - DAY], [NOW + HOUR, NOW], NOW);
  expect(times).toEqual([NOW, NOW - DAY]);
});

test('whatever is known of a feed, no rule of the pace is broken', () => {
  const time = fc.integer({ min: NOW - 20 * DAY, max: NOW + 20 * DAY });
  fc.assert(
    fc.property(
      fc.record({
        url: fc.webUrl(),
        appearances: fc.array(time),
        freshFor: fc.option(fc.integer({ min: 0, max: 400 * DAY })),
        skipHours: fc.array(fc.integer({ min: 0, max: 23 })),
        skipDays: fc.array(fc.integer({ min: 0, max: 6 })),
        hasValidator: fc.boolean(),
        unconditional: fc.option(fc.integer({ min: NOW - 20 * DAY, max: NOW })),
        isPushed: fc.boolean(),
        failures: fc.nat(2000),
        retryAt: fc.option(time),
      }),
      ({ freshFor, skipHours, skipDays, ...rest }) => {
        const hints = { freshFor, skipHours, skipDays };
        const next = nextRequest({ ...feed, ...rest, hints });
        expect(Number.isInteger(next)).toBe(true);
        expect(next).toBeGreaterThanOrEqual(NOW + 15 * MINUTE);
        if (freshFor === null) expect(next).toBeGreaterThanOrEqual(NOW + HOUR);
        if (rest.retryAt !== null) expect(next).toBeGreaterThanOrEqual(rest.retryAt);
        if (!rest.hasValidator && rest.unconditional !== null)
          expect(next).toBeGreaterThanOrEqual(rest.unconditional + DAY);
        expect(next).toBeLessThanOrEqual(NOW + 30 * DAY);
      },
    ),
  );
});
