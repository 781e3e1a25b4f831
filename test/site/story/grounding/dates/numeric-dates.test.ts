import { expect, test } from 'vitest';
import { hasFigures } from '../figures.ts';

const isFound = (claim: string, quote: string) =>
  hasFigures(`It fell in ${claim}.`, `It fell in ${quote}.`, 'en');

test('2007-08 is two years that follow each other, not a month', () => {
  for (const form of ['2007-08', '2007/08', '2007-2008', '2007–2008', '2007–08']) {
    expect([form, isFound('2007-08', form)]).toEqual([form, true]);
    expect([form, isFound(form, '2007-08')]).toEqual([form, true]);
  }
  for (const form of ['2008-09', '2007', 'August 2007'])
    expect([form, isFound('2007-08', form)]).toEqual([form, false]);
});

test('2007-05 is a month', () => {
  expect(isFound('2007-05', 'May 2007')).toBe(true);
  expect(isFound('2007-05', 'June 2007')).toBe(false);
});
