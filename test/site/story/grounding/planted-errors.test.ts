import { expect, test } from 'vitest';
import { CASES } from '../../../campaigns/grounding/cases.ts';
import { measureGrounding, shareOf } from '../../../campaigns/grounding/measure.ts';
import { CROSS_PAIRS, LANGUAGES, languageOf, PAIRS } from '../../../campaigns/grounding/pairs.ts';
import { KINDS } from '../../../campaigns/grounding/plant/edit.ts';
import { plantErrors } from '../../../campaigns/grounding/plant/plant.ts';
import { LEAST_FOUND, MOST_CONTRADICTED, MOST_FOUND, TARGETS } from '../../../campaigns/grounding/report.ts';

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

const checked = measureGrounding(pairs, errors, CASES);

test.for(TARGETS)('finds no planted error in the quotes, and contradicts most: $name', ({ kinds, least }) => {
  const these = checked.errors.filter(({ error }) => kinds.includes(error.kind));
  expect(shareOf(these, 'found')).toBe(0);
  expect(shareOf(these, 'contradicted')).toBeGreaterThanOrEqual(least);
});

test('contradicts few true claims, and calls hardly any false one found', () => {
  const [right, wrong] = [true, false].map((truth) =>
    checked.cases.filter((each) => each.case.truth === truth),
  );
  expect(shareOf(checked.pairs, 'contradicted')).toBeLessThanOrEqual(MOST_CONTRADICTED);
  expect(shareOf(right ?? [], 'contradicted')).toBeLessThanOrEqual(MOST_CONTRADICTED);
  expect(shareOf(wrong ?? [], 'found')).toBeLessThanOrEqual(MOST_FOUND);
  expect(shareOf(right ?? [], 'found')).toBeGreaterThanOrEqual(LEAST_FOUND);
});
