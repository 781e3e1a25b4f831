import { beforeEach, expect, test } from 'vitest';
import type { Fields } from '../../../../src/newsroom/browser/editor/fields.ts';
import { Standing } from '../../../../src/newsroom/browser/editor/standing.ts';
import * as merging from '../../../../src/newsroom/browser/merging.ts';

const withHeadline = (headline: string): Fields => [['headline', headline]];
const typed = withHeadline('Rates rise');

let standing: Standing;

beforeEach(() => {
  standing = new Standing(withHeadline('Rates'));
  standing.takeOver(merging, typed, { headline: 'Rates fall' }, { headline: 'Rates' });
});

test('a clash is over once somebody takes the other’s words, though nothing is left to save', () => {
  const [clash] = standing.clashes(typed);
  const text = clash && standing.choose(typed, clash, 'theirs');
  expect(text).toBe('Rates fall');
  expect(standing.isUnsaved(withHeadline('Rates fall'))).toBe(false);
  standing.catchUp(merging, withHeadline('Rates fall'));
  expect(standing.isSettled).toBe(true);
});

test('whoever takes their own words back gets the other’s, and does not save over them', () => {
  const merged = standing.catchUp(merging, withHeadline('Rates'));
  expect(merging.valuesOf(merged, 'mine')).toEqual({ headline: 'Rates fall' });
  expect(standing.isSettled).toBe(true);
  expect(standing.isUnsaved(withHeadline('Rates fall'))).toBe(false);
});

test('a clash in which nobody has chosen stays, and what is typed with it', () => {
  const merged = standing.catchUp(merging, typed);
  expect(merging.valuesOf(merged, 'mine')).toEqual({ headline: 'Rates rise' });
  expect(standing.clashes(typed)).toMatchObject([{ mine: 'Rates rise', theirs: 'Rates fall' }]);
});
