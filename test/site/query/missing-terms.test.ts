import { expect, test } from 'vitest';
import { missingTerms } from '../../../src/site/query/missing-terms.ts';
import { termsOf } from '../../../src/site/query/terms.ts';

const has = (text: string, query: string) => missingTerms(text, termsOf(query)).length === 0;

test.each([
  ['Zürich’s Straße', 'zurich strasse'],
  ['The council votes', 'council COUNC vote'],
  ['The minister’s office', 'minister’s'],
  ['State media, they say', '"state media"'],
  ['東京都の議会', '東京都 議会'],
  ['المَجلِس', 'المجلس'],
  ['٢٠٢٦', '2026'],
])('%s has all of %s', (text, query) => expect(has(text, query)).toBe(true));

test.each([
  ['The council votes', 'council harbour'],
  ['Media of the state', '"state media"'],
  ['', 'a'],
])('%s does not have all of %s', (text, query) => expect(has(text, query)).toBe(false));

test('says which words are missing', () => {
  const terms = termsOf('council harbour');
  expect(missingTerms('The council', terms)).toEqual(terms.slice(1));
  expect(missingTerms('Nothing', [])).toEqual([]);
});
