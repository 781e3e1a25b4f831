import { expect, test } from 'vitest';
import { isCalledWrong, measureGrounding } from '../../../campaigns/grounding/measure.ts';
import { CROSS_PAIRS, LANGUAGES, languageOf, PAIRS } from '../../../campaigns/grounding/pairs.ts';
import { KINDS } from '../../../campaigns/grounding/plant/edit.ts';
import { plantErrors } from '../../../campaigns/grounding/plant/plant.ts';
import { MOST_CALLED_WRONG, shareFound, TARGETS } from '../../../campaigns/grounding/report.ts';

const pairs = [...PAIRS, ...CROSS_PAIRS];
const errors = plantErrors(pairs);

test('at least 12 true pairs in each of six languages, and 10 across languages', () => {
  expect(new Set(pairs.map(({ claim }) => claim)).size).toBe(pairs.length);
  for (const language of LANGUAGES)
    expect(PAIRS.filter((pair) => languageOf(pair) === language).length).toBeGreaterThanOrEqual(12);
  expect(CROSS_PAIRS.length).toBeGreaterThanOrEqual(10);
});

test('at least 500 planted errors, of every kind in every language', () => {
  expect(errors.length).toBeGreaterThanOrEqual(500);
  for (const language of LANGUAGES) {
    const kinds = errors.filter(({ pair }) => languageOf(pair) === language).map(({ kind }) => kind);
    expect([...KINDS].filter((kind) => !kinds.includes(kind))).toEqual([]);
  }
});

test('no planted error is a true claim, or planted twice', () => {
  const claims = errors.map(({ claim }) => claim);
  expect(claims.filter((claim) => pairs.some((pair) => pair.claim === claim))).toEqual([]);
  expect(claims.filter((claim, index) => claims.indexOf(claim) !== index)).toEqual([]);
});

const { pairs: checkedPairs, errors: checkedErrors } = measureGrounding(pairs, errors);

test.for(TARGETS)('finds planted errors: $name', ({ kinds, least }) => {
  const these = checkedErrors.filter(({ error }) => kinds.includes(error.kind));
  expect(shareFound(these)).toBeGreaterThanOrEqual(least);
});

test('calls few true claims wrong', () => {
  const wrong = checkedPairs.filter(isCalledWrong);
  expect(wrong.length / checkedPairs.length).toBeLessThanOrEqual(MOST_CALLED_WRONG);
});
