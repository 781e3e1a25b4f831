import { expect, test } from 'vitest';
import { locateClaims } from '../../../src/site/story/evidence.ts';

const placesOf = (abstract: string, claims: string[]) => Object.fromEntries(locateClaims(abstract, claims));

test('a claim is found where it stands in the TL;DR', () => {
  expect(placesOf('It rose. It fell.', ['It fell.', 'It rose.'])).toEqual({
    'It fell.': { start: 9, end: 17 },
    'It rose.': { start: 0, end: 8 },
  });
});

test('a short claim gives way to a longer one that begins with the same words', () => {
  expect(placesOf('China grew by 5%. China exports more.', ['China', 'China grew by 5%.'])).toEqual({
    China: { start: 18, end: 23 },
    'China grew by 5%.': { start: 0, end: 17 },
  });
});

test('a claim that overlaps wherever it stands names the other one', () => {
  expect(placesOf('China grew by 5%.', ['grew', 'China grew by 5%.'])).toMatchObject({
    grew: 'China grew by 5%.',
  });
});

test('a claim must stand in the TL;DR word for word', () => {
  expect(placesOf('It rose.', ['It  rose.', 'it rose.', 'It rose'])).toEqual({
    'It  rose.': undefined,
    'it rose.': undefined,
    'It rose': { start: 0, end: 7 },
  });
});

test('of many claims that all overlap, each names another, and none is lost', () => {
  const abstract = '国'.repeat(1200);
  const claims = Array.from({ length: 200 }, (_, index) => '国'.repeat(1200 - index));
  const places = locateClaims(abstract, claims);
  expect(places.size).toBe(200);
  expect([...places.values()].filter((place) => typeof place === 'string')).toHaveLength(199);
});

test.each([
  ['possible that it rose.', 'It is impossible that it rose.'],
  ['4 percent.', 'It rose by 14 percent.'],
  ['500 members.', 'It has 1,500 members.'],
  ['500 membres.', 'Il a 1\u202F500 membres.'],
  ['9 percent.', 'It rose by 5.9 percent.'],
  ['9 percent.', 'It rose by .9 percent.'],
  ['It rose by 5', 'It rose by 5.9 percent.'],
  ['5 percent.', 'It changed by -5 percent.'],
  ['5 percent.', 'It changed by −5 percent.'],
  ['It can', "It can't rise."],
  ['Greek', 'It is non-Greek.'],
  ['\u0301 rose.', 'The cafe\u0301 rose.'],
  ['The cafe', 'The cafe\u0301 rose.'],
  ['\u{1F469}', '\u{1F469}\u200D\u{1F680} rose.'],
  ['\u200D\u{1F680} rose.', '\u{1F469}\u200D\u{1F680} rose.'],
  ['5万', '出口达15万。'],
])('%j is no claim of %j, because it is cut out of a word, a number or a character', (claim, abstract) => {
  expect(abstract).toContain(claim);
  expect(placesOf(abstract, [claim])).toEqual({ [claim]: undefined });
});

test.each([
  ['It rose', 'It rose.'],
  ['5 died.', 'In 2019, 5 died.'],
  ['économie a crû.', 'L’économie a crû.'],
  ['2019年出口增长', '据报道，2019年出口增长5%。'],
  ['出口增长', '2019年出口增长5%。'],
  ['"It rose"', 'She said: "It rose".'],
  ['صعد في ٢٠١٩.', 'قالت إنه صعد في ٢٠١٩.'],
  ['\u{1F1E9}\u{1F1EA} rose.', 'So \u{1F1E9}\u{1F1EA} rose.'],
])('%j is a claim of %j', (claim, abstract) => {
  const start = abstract.indexOf(claim);
  expect(placesOf(abstract, [claim])).toEqual({ [claim]: { start, end: start + claim.length } });
});

test('a claim takes the place where it stands as a word, not the first where it is a part of one', () => {
  expect(placesOf('Parties and art.', ['art'])).toEqual({ art: { start: 12, end: 15 } });
});
