import { expect, test } from 'vitest';
import {
  earlierSource,
  offeredSources,
  ownSource,
} from '../../../../src/newsroom/browser/citing/offered-sources.ts';

const own = [
  ownSource({ url: 'https://a.example/x', name: 'Zürich grows', 'publisher.name': 'Agency' }, 0),
  ownSource({ url: 'https://b.example/', name: '' }, 1),
];
const earlier = [
  earlierSource({ fields: { url: 'https://a.example/x' }, stories: 3, words: null }),
  earlierSource({ fields: { url: 'https://c.example/', name: 'C' }, stories: 1, words: 'The page is gone.' }),
];
const offered = (words: string) =>
  offeredSources(words, own, earlier).map(({ kind, url }) => `${kind} ${url}`);

test('the draft’s own sources come first, once each, by any of their words', () => {
  expect(offered('')).toEqual([
    'own https://a.example/x',
    'own https://b.example/',
    'earlier https://c.example/',
  ]);
  expect(offered('zurich agency')).toEqual(['own https://a.example/x', 'earlier https://c.example/']);
});

test('an address that nobody has is offered to be read', () => {
  expect(offered(' https://new.example/a?b=(c) ').at(-1)).toBe('address https://new.example/a?b=(c)');
  expect(offered('HTTPS://A.example/x')).toEqual(['own https://a.example/x', 'earlier https://c.example/']);
  for (const words of ['javascript:alert(1)', 'https://', 'https://a b', 'www.a.example'])
    expect(offered(words).some((each) => each.startsWith('address'))).toBe(false);
});

test('a source says how often it is used and what is wrong with it', () => {
  expect(earlier[1]).toMatchObject({ title: 'C', about: 'in one story', fault: 'The page is gone.' });
});
