import { expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

const verdict = (claim: string, quote: string) =>
  groundClaim({ text: `It fell in ${claim}.`, language: 'en' }, [
    { text: `It fell in ${quote}.`, language: 'en' },
  ]).verdict;

test('2007-08 is two years that follow each other, not a month', () => {
  for (const form of ['2007-08', '2007/08', '2007-2008', '2007–2008', '2007–08']) {
    expect([form, verdict('2007-08', form)]).toEqual([form, 'grounded']);
    expect([form, verdict(form, '2007-08')]).toEqual([form, 'grounded']);
  }
  for (const form of ['2008-09', '2007', 'August 2007'])
    expect([form, verdict('2007-08', form)]).toEqual([form, 'not grounded']);
});

test('2007-05 is a month', () => {
  expect(verdict('2007-05', 'May 2007')).toBe('grounded');
  expect(verdict('2007-05', 'June 2007')).toBe('not grounded');
});
