import { expect, test } from 'vitest';
import { locateClaims } from '../../src/story/evidence.ts';

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
  const abstract = 'a'.repeat(1200);
  const claims = Array.from({ length: 200 }, (_, index) => 'a'.repeat(1200 - index));
  const places = locateClaims(abstract, claims);
  expect(places.size).toBe(200);
  expect([...places.values()].filter((place) => typeof place === 'string')).toHaveLength(199);
});
