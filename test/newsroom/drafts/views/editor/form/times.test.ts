import { expect, test } from 'vitest';
import { readTime, showTime } from '../../../../../../src/newsroom/drafts/views/editor/form/times.ts';

const zone = 'Europe/Berlin';
const show = (value: unknown) => showTime('t', value, zone);
const read = (value: unknown, day: string, time: string) =>
  readTime('t', show(value), { 't.day': day, 't.time': time }, zone)?.value;

test('a time is shown and written in the newsroom’s zone', () => {
  expect(show('2026-07-01T10:30:00Z')).toEqual({ 't.day': '2026-07-01', 't.time': '12:30' });
  expect(read(null, '2026-07-01', '12:30')).toBe('2026-07-01T12:30:00+02:00');
  expect(read('2026-07-01T10:30:00Z', '', '')).toBeNull();
  expect(read('2026-07-01T10:30:15Z', '2026-07-01', '12:30')).toBeUndefined();
});

test('what is no time is kept as it was typed, and shown again', () => {
  for (const [day, time] of [
    ['tomorrow', ''],
    ['tomorrow', '09:30'],
    ['', '09:30'],
    // Clocks go forward at two.
    ['2026-03-29', '02:30'],
  ] as const) {
    const value = read(null, day, time);
    expect(value).toBe(`${day} ${time}`.trim());
    expect(show(value)).toEqual({ 't.day': day, 't.time': time });
  }
});

test('a time without a zone that somebody else wrote is not taken for one of the newsroom’s', () => {
  expect(show('2026-03-04 09:30')).toEqual({ 't.day': '2026-03-04 09:30', 't.time': '' });
  expect(show(['2026'])).toEqual({});
});
