import { expect, test } from 'vitest';
import { parseRetryAfter, pauseUntil } from '../../../../src/newsroom/wire/fetching/retry-after.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const after = (value: string) => {
  const time = parseRetryAfter(value, NOW);
  return time === undefined ? undefined : (time - NOW) / 1000;
};

test.each([
  ['120', 120],
  ['0', 0],
  [' 7 ', 7],
  ['Thu, 26 Nov 2026 12:10:00 GMT', 600],
  ['Thursday, 26-Nov-26 12:10:00 GMT', 600],
  ['Thu Nov 26 12:10:00 2026', 600],
  ['Thu, 26 Nov 2020 12:00:00 GMT', 0],
  ['99999999999999999999', 30 * 86_400],
  ['Sat, 26 Nov 2089 12:00:00 GMT', 30 * 86_400],
])('%j is %i seconds later', (value, seconds) => {
  expect(after(value)).toBe(seconds);
});

test.each(['', '-5', '1.5', '5 minutes', 'soon', '2026-11-26T12:10:00Z', 'Thu, 99 Nov 2026 12:10:00 GMT'])(
  '%j says nothing',
  (value) => {
    expect(after(value)).toBeUndefined();
  },
);

test.each([
  [429, { 'Retry-After': '120' }, 120],
  [503, { 'Retry-After': '120' }, 120],
  [403, { 'Retry-After': '120' }, 120],
  [302, { 'Retry-After': '120' }, 120],
  [429, {}, 600],
  [503, {}, 60],
  [503, { 'Retry-After': 'soon' }, 60],
  [500, {}, undefined],
  [404, {}, undefined],
  [200, { 'Retry-After': '120' }, undefined],
  [304, { 'Retry-After': '120' }, undefined],
] as const)('after %i with %j, the host has a pause of %s seconds', (status, headers, seconds) => {
  expect(pauseUntil(status, new Headers(headers), NOW)).toBe(seconds && NOW + seconds * 1000);
});
