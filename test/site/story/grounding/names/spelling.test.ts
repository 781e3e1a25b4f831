import { expect, test } from 'vitest';
import { arePlaceAndPeople, spellingKey } from '../../../../../src/site/story/grounding/names/spelling.ts';

const isSameCountry = (a: string, b: string) => arePlaceAndPeople(spellingKey(a), spellingKey(b));

test.each([
  ['germany', 'german'],
  ['russia', 'russian'],
  ['serbia', 'serb'],
  ['afghanistan', 'afghan'],
  ['turkei', 'turkische'],
  ['griechenland', 'griechische'],
  ['china', 'chinesische'],
  ['alemania', 'aleman'],
  ['rusia', 'ruso'],
  ['espagne', 'espagnol'],
  ['russie', 'russe'],
  ['usa', 'vereinigten'],
  ['eeuu', 'unidos'],
  ['onu', 'nations'],
])('%s and %s name one country', (place, people) => {
  expect(isSameCountry(place, people)).toBe(true);
  expect(isSameCountry(people, place)).toBe(true);
});

test.each([
  ['germany', 'russian'],
  ['serbia', 'siberian'],
  ['turkei', 'tunesische'],
  ['austria', 'australian'],
  ['onu', 'unidos'],
])('%s and %s do not', (place, people) => {
  expect(isSameCountry(place, people)).toBe(false);
});
