import { expect, test } from 'vitest';
import { startOfDay } from '../../../../../src/language/wall-time.ts';
import { addDays, dayOf } from '../../../../../src/newsroom/frame/times.ts';
import { addMonths, isMonth, weeksOf } from '../../../../../src/newsroom/stories/views/schedule/calendar.ts';

test('a month has the weeks in which it has days, from Monday to Sunday', () => {
  const november = weeksOf('2026-11');
  expect(november.map(([monday]) => monday)).toEqual([
    '2026-10-26',
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
    '2026-11-23',
    '2026-11-30',
  ]);
  expect(november.at(-1)?.at(-1)).toBe('2026-12-06');
  // It begins on a Monday and has four weeks.
  expect(weeksOf('2027-02').flat()).toHaveLength(28);
  expect(weeksOf('2026-12').at(-1)?.at(-1)).toBe('2027-01-03');
});

test('months follow each other across years', () => {
  expect([addMonths('2026-12', 1), addMonths('2026-01', -1), addMonths('2028-02', 12)]).toEqual([
    '2027-01',
    '2025-12',
    '2029-02',
  ]);
  expect(['2026-12', '2026-13', '2026-1', '', '0999-01'].map(isMonth)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test.each(['Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'])(
  'in %s, each instant of a year is in one day',
  (zone) => {
    let day = '2026-01-01';
    for (let month = '2026-01'; month !== '2027-01'; month = addMonths(month, 1)) {
      for (const each of weeksOf(month)
        .flat()
        .filter((one) => one.startsWith(month))) {
        expect(each).toBe(day);
        const [start, end] = [startOfDay(each, zone), startOfDay(addDays(each, 1), zone)];
        expect([dayOf(start, zone), dayOf(end - 1, zone)]).toEqual([each, each]);
        expect((end - start) / 3_600_000).toBeOneOf([23, 24, 25]);
        day = addDays(day, 1);
      }
    }
    expect(day).toBe('2027-01-01');
  },
);
