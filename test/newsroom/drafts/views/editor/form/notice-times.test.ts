import { expect, test } from 'vitest';
import { withNoticeTimes } from '../../../../../../src/newsroom/drafts/views/editor/form/notice-times.ts';

const options = { zone: 'Europe/Berlin', now: Date.parse('2026-11-26T23:30:10Z') };
const row = (place: number, text: string, day = '', time = '') => ({
  [`correction.${place}.text`]: text,
  [`correction.${place}.datePublished.day`]: day,
  [`correction.${place}.datePublished.time`]: time,
});

test('a notice without a date gets the time of the save, in the newsroom’s zone', () => {
  expect(withNoticeTimes(row(0, 'It fell.'), options)).toEqual(row(0, 'It fell.', '2026-11-27', '00:30'));
});

test('dates that were typed, also half of one, and empty notices stay as they are', () => {
  const typed = {
    ...row(0, 'It fell.', '2026-03-04', '10:00'),
    ...row(1, 'It rose.', '2026-03-04'),
    ...row(2, ' '),
  };
  expect(withNoticeTimes(typed, options)).toEqual(typed);
});
