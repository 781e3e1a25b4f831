import { describe, expect, test } from 'vitest';
import { startOfDay } from '../../../src/language/wall-time.ts';
import {
  addDays,
  dayOf,
  formatDay,
  formatMonth,
  formatTime,
  formatTimeOfDay,
  isDay,
  nameZone,
  readFormTime,
  toFormTime,
} from '../../../src/newsroom/frame/times.ts';

const BERLIN = 'Europe/Berlin';
const ST_JOHNS = 'America/St_Johns';
const HOUR = 3_600_000;

const lengthOf = (day: string, zone: string) =>
  (startOfDay(addDays(day, 1), zone) - startOfDay(day, zone)) / HOUR;

describe('a day in a time zone', () => {
  test.each([
    [BERLIN, '2026-11-25T22:59:59Z', '2026-11-25'],
    [BERLIN, '2026-11-25T23:00:00Z', '2026-11-26'],
    ['Asia/Kolkata', '2026-11-25T18:29:59Z', '2026-11-25'],
    ['Asia/Kolkata', '2026-11-25T18:30:00Z', '2026-11-26'],
    [ST_JOHNS, '2026-11-26T03:29:59Z', '2026-11-25'],
    [ST_JOHNS, '2026-11-26T03:30:00Z', '2026-11-26'],
    ['UTC', '2026-02-28T23:59:59.999Z', '2026-02-28'],
  ])('in %s, %s is on %s', (zone, time, day) => {
    expect(dayOf(Date.parse(time), zone)).toBe(day);
  });

  test.each([
    [BERLIN, '2026-11-26', '2026-11-25T23:00:00.000Z'],
    [BERLIN, '2026-07-01', '2026-06-30T22:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-26', '2026-11-25T18:30:00.000Z'],
    [ST_JOHNS, '2026-11-26', '2026-11-26T03:30:00.000Z'],
    // Clocks in Beirut go forward at midnight, so this day begins at 01:00.
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z'],
  ])('in %s, %s begins at %s', (zone, day, start) => {
    expect(new Date(startOfDay(day, zone)).toISOString()).toBe(start);
    expect(dayOf(startOfDay(day, zone), zone)).toBe(day);
    expect(dayOf(startOfDay(day, zone) - 1, zone)).toBe(addDays(day, -1));
  });

  test('has an hour less or more when clocks change', () => {
    expect([lengthOf('2026-03-28', BERLIN), lengthOf('2026-03-29', BERLIN)]).toEqual([24, 23]);
    expect(lengthOf('2026-10-25', BERLIN)).toBe(25);
    expect([lengthOf('2026-03-08', ST_JOHNS), lengthOf('2026-11-01', ST_JOHNS)]).toEqual([23, 25]);
    expect(lengthOf('2026-03-29', 'Asia/Kolkata')).toBe(24);
  });

  test('is one of the calendar', () => {
    expect(['2028-02-29', '2026-12-31', '1999-01-01'].map(isDay)).toEqual([true, true, true]);
    const wrong = ['2026-02-29', '2026-13-01', '2026-1-1', '0999-01-01', '3000-01-01', '', 'today'];
    expect(wrong.filter(isDay)).toEqual([]);
  });

  test('has one before and one after, across years and leap days', () => {
    expect([addDays('2026-12-31', 1), addDays('2028-03-01', -1)]).toEqual(['2027-01-01', '2028-02-29']);
  });
});

describe('a time for people', () => {
  test('is in the zone', () => {
    const time = '2026-11-26T23:05:30Z';
    expect(formatTime(time, BERLIN)).toBe('27 Nov 2026, 00:05');
    expect(formatTime(Date.parse(time), 'Asia/Kolkata')).toBe('27 Nov 2026, 04:35');
    expect(formatTimeOfDay(Date.parse(time), ST_JOHNS)).toBe('19:35');
  });

  test('names days, months and the zone', () => {
    expect(formatDay('2026-11-26')).toBe('Thursday, 26 November 2026');
    expect(formatMonth('2027-01')).toBe('January 2027');
    const [summer, winter] = [Date.parse('2026-07-01T12:00:00Z'), Date.parse('2026-12-01T12:00:00Z')];
    expect(nameZone(BERLIN, summer)).toBe('Berlin, UTC+2');
    expect(nameZone(ST_JOHNS, winter)).toBe('St Johns, UTC−3:30');
    expect(nameZone('UTC', winter)).toBe('UTC');
  });
});

describe('a time in a form', () => {
  const read = (day: string, time: string, zone: string, stored?: string) =>
    readFormTime({ day, time }, zone, stored);

  test.each([
    [BERLIN, '2026-11-26', '14:30', '2026-11-26T14:30:00+01:00'],
    [BERLIN, '2026-07-01', '00:00', '2026-07-01T00:00:00+02:00'],
    ['Asia/Kolkata', '2026-11-26', '14:30', '2026-11-26T14:30:00+05:30'],
    [ST_JOHNS, '2026-07-01', '23:59', '2026-07-01T23:59:00-02:30'],
    ['UTC', '2026-11-26', '14:30:15', '2026-11-26T14:30:15Z'],
  ])('in %s is %s %s: %s', (zone, day, time, timestamp) => {
    expect(read(day, time, zone)).toEqual({ ok: true, timestamp });
    expect(toFormTime(timestamp, zone)).toEqual({ day, time: time.slice(0, 5) });
  });

  test('that clocks skip is refused, with the hours that they skip', () => {
    expect(read('2026-03-29', '02:30', BERLIN)).toEqual({
      ok: false,
      detail:
        'There is no 02:30 on Sunday, 29 March 2026: clocks in Berlin go forward then, from 02:00 to 03:00. Choose a time before or after that.',
    });
    expect(read('2026-03-29', '01:59', BERLIN)).toMatchObject({ timestamp: '2026-03-29T01:59:00+01:00' });
    expect(read('2026-03-29', '03:00', BERLIN)).toMatchObject({ timestamp: '2026-03-29T03:00:00+02:00' });
    expect(read('2026-03-08', '02:15', ST_JOHNS).ok).toBe(false);
  });

  test('that comes twice is the first, and says so', () => {
    expect(read('2026-10-25', '02:30', BERLIN)).toEqual({
      ok: true,
      timestamp: '2026-10-25T02:30:00+02:00',
      second: '2026-10-25T02:30:00+01:00',
      detail:
        'Clocks in Berlin go back on Sunday, 25 October 2026, so 02:30 comes twice. The first is meant (UTC+2), not the second (UTC+1).',
    });
    expect(read('2026-11-01', '01:15', ST_JOHNS)).toMatchObject({ second: '2026-11-01T01:15:00-03:30' });
  });

  test('that was not changed is the stored one, to the character', () => {
    for (const stored of ['2026-10-25T02:30:00+01:00', '2026-10-25T01:30:59.123Z']) {
      const { day, time } = toFormTime(stored, BERLIN);
      expect(read(day, time, BERLIN, stored)).toEqual({ ok: true, timestamp: stored });
    }
    const moved = read('2026-10-25', '02:31', BERLIN, '2026-10-25T02:30:00+01:00');
    expect(moved).toMatchObject({ timestamp: '2026-10-25T02:31:00+02:00' });
  });

  test('from before standard time is in UTC', () => {
    expect(read('1880-01-01', '12:00', BERLIN)).toEqual({
      ok: true,
      timestamp: '1880-01-01T11:06:32Z',
    });
  });

  test.each([
    ['', '14:30', 'A time needs a day. Choose one.'],
    ['2026-11-26', '', 'Which time on Thursday, 26 November 2026? Write one, like 14:30.'],
    [
      '2026-02-30',
      '14:30',
      '“2026-02-30” is no day of the calendar. Write it as year-month-day, like 2026-03-04.',
    ],
    ['2026-11-26', '24:00', '“24:00” is no time of day. Write hours and minutes, like 09:30 or 14:30.'],
    ['2026-11-26', '2 pm', '“2 pm” is no time of day. Write hours and minutes, like 09:30 or 14:30.'],
  ])('is refused if it is “%s” “%s”', (day, time, detail) => {
    expect(read(day, time, BERLIN)).toEqual({ ok: false, detail });
  });
});
