import { describe, expect, test } from 'vitest';
import { RULES } from '../../../../src/newsroom/events/wire/event-index.ts';
import { sortItems } from '../../../../src/newsroom/events/wire/sort-items.ts';
import { readFixture } from '../../../campaigns/events/fixture.ts';
import { bCubed, groupItems, nearMisses } from '../../../campaigns/events/measure.ts';
import {
  LEAST_F1,
  MOST_NEAR_MISSES,
  WITHOUT_COPIES,
  WITHOUT_EVENTS,
} from '../../../campaigns/events/report.ts';

const fixture = readFixture();
const whole = groupItems(fixture);

describe('labelled reports', () => {
  test('are at least 300 in 60 events and six languages, with near misses', () => {
    expect(fixture.length).toBeGreaterThanOrEqual(300);
    expect(new Set(fixture.map(({ event }) => event)).size).toBeGreaterThanOrEqual(60);
    expect([...new Set(fixture.map(({ language }) => language))].sort()).toEqual([
      'ar',
      'de',
      'en',
      'es',
      'fr',
      'zh',
    ]);
    expect(nearMisses(whole.items).pairs).toBeGreaterThan(500);
  });

  test('are grouped by events with a B-cubed F1 of 0.90', () => {
    expect(bCubed(whole.items).f1).toBeGreaterThanOrEqual(LEAST_F1);
  });

  test('are rarely in one group with those of a near miss', () => {
    const { pairs, joined } = nearMisses(whole.items);
    expect(joined / pairs).toBeLessThanOrEqual(MOST_NEAR_MISSES);
  });

  test('are rightly joined by canonical address and near-identity, each time', () => {
    const { canonical, copy } = whole.rules;
    expect(canonical.joined).toBe(33);
    expect(canonical.right).toBe(canonical.joined);
    expect(copy.joined).toBeGreaterThanOrEqual(20);
    expect(copy.right).toBe(copy.joined);
  });

  test('tell when a rule is off', () => {
    expect(bCubed(groupItems(fixture, WITHOUT_EVENTS).items).f1).toBeLessThan(0.6);
    expect(groupItems(fixture, WITHOUT_COPIES).rules.copy.joined).toBe(0);
    expect(groupItems(fixture, RULES, false).rules.canonical.joined).toBe(0);
    const loose = groupItems(fixture, { ...RULES, eventSimilarity: 0.1 }).items;
    expect(bCubed(loose).f1).toBeLessThan(LEAST_F1);
    expect(nearMisses(loose).joined / nearMisses(loose).pairs).toBeGreaterThan(MOST_NEAR_MISSES);
  });

  test('are sorted alike in any order', () => {
    const items = fixture.map(({ item }) => item);
    const now = Date.UTC(2027, 0);
    expect(sortItems(items.toReversed(), now)).toEqual(sortItems(items, now));
  });
});

test('B-cubed is 1 for the labels themselves, and falls for one group and for none', () => {
  const items = whole.items.map((item) => ({
    ...item,
    group: fixture.findIndex(({ event }) => event === item.event),
  }));
  expect(bCubed(items)).toMatchObject({ precision: 1, recall: 1, f1: 1 });
  expect(bCubed(items.map((item) => ({ ...item, group: 0 })))).toMatchObject({ recall: 1 });
  expect(bCubed(items.map((item) => ({ ...item, group: 0 }))).precision).toBeLessThan(0.03);
  expect(bCubed(items.map((item, group) => ({ ...item, group })))).toMatchObject({ precision: 1 });
});
