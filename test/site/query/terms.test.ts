import { describe, expect, test } from 'vitest';
import {
  haveTerms,
  isCharacter,
  MAX_TERMS,
  missingTerms,
  termsOf,
  tidyQuery,
} from '../../../src/site/query/terms.ts';
import * as fc from '../../draw.ts';
import { hostile } from '../../hostile.ts';

const anyText = fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

describe('a search', () => {
  test.each([
    ['solar power', [['solar'], ['power']]],
    ['"exact phrase" solar', [['exact', 'phrase'], ['solar']]],
    [
      '«exact phrase» „more words“',
      [
        ['exact', 'phrase'],
        ['more', 'words'],
      ],
    ],
    ['"not closed', [['not', 'closed']]],
    ['example.org', [['example', 'org']]],
    ['人工智能 万亿', [['人工', '工智', '智能'], ['万亿']]],
    ['智', [['智']]],
    ['iPhone智能', [['iphone', '智能']]],
    ['solar SOLAR sólar', [['solar']]],
    ['minister’s d’Europe O’Brien', [['minister'], ['europe'], ['brien']]],
    ['"minister’s"', [['minister', 's']]],
    ['AND NOT or', [['and'], ['not'], ['or']]],
    ['OR one OR', [['or'], ['one']]],
    ['* " ( )', []],
  ])('%j has its terms', (query, expected) =>
    expect(termsOf(query).map(({ tokens }) => tokens)).toEqual(expected),
  );

  test.each([
    ['flood OR fire', [{ tokens: ['flood'], or: [{ tokens: ['fire'] }] }]],
    [
      'flood OR fire OR storm loss',
      [{ or: [{ tokens: ['fire'] }, { tokens: ['storm'] }] }, { tokens: ['loss'] }],
    ],
    ['flood -valencia', [{ tokens: ['flood'] }, { tokens: ['valencia'], isExcluded: true }]],
    ['flood -"south coast"', [{}, { tokens: ['south', 'coast'], isExcluded: true }]],
    ['well-known', [{ tokens: ['well', 'known'] }]],
    ['telesc*', [{ tokens: ['telesc'], isBeginning: true }]],
    ['München', [{ tokens: ['munchen'], forms: ['munchens', 'muenchen'] }]],
  ])('%s says more than words', (query, expected) => {
    expect(termsOf(query)).toMatchObject(expected);
  });

  test('of excluded words alone is one for words after a dash', () => {
    expect(termsOf('-one -two').some(({ isExcluded }) => isExcluded)).toBe(false);
    expect(termsOf('te*')).toMatchObject([{ tokens: ['te'] }]);
  });

  test('excludes no number because of its sign', () => {
    const terms = termsOf('Record −52 °C -36');
    expect(terms.map(({ tokens }) => tokens)).toEqual([['record'], ['52'], ['c'], ['36']]);
    expect(terms.some(({ isExcluded }) => isExcluded)).toBe(false);
  });

  test('knows a single character of a script without spaces', () => {
    expect(termsOf('智').every(isCharacter)).toBe(true);
    expect(termsOf('智能 a').some(isCharacter)).toBe(false);
  });

  test('that has soft hyphens, as copied text may, has its words whole', () => {
    expect(tidyQuery('co\u00ADop\u00ADer\u00ADa\u00ADtive  bank')).toBe('cooperative bank');
  });

  test('has a bounded number of terms, and never throws', () => {
    expect(termsOf(Array.from({ length: 99 }, (_, index) => `w${index}`).join(' '))).toHaveLength(MAX_TERMS);
    fc.assert(
      fc.property(anyText, (query) => {
        expect(termsOf(query).length).toBeLessThanOrEqual(MAX_TERMS);
        const tidy = tidyQuery(query);
        expect(tidyQuery(tidy)).toBe(tidy);
        expect(tidy.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('a text', () => {
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

  test.each([
    ['The council votes', 'harbour OR council', true],
    ['The council votes', 'council -votes', false],
    ['The council votes', 'council -harbour', true],
  ])('%s fits %s: %s', (text, query, fits) => expect(has(text, query)).toBe(fits));

  test('says which words are missing', () => {
    const terms = termsOf('council harbour');
    expect(missingTerms('The council', terms)).toEqual(terms.slice(1));
    expect(missingTerms('Nothing', [])).toEqual([]);
  });

  test.each([
    ['council', true],
    ['council harbour', true],
    ['council -votes', false],
    ['council -harbour', false],
    ['council -sea', true],
    ['council sea', false],
  ])('in two parts fits %s: %s', (query, fits) =>
    expect(haveTerms(['The council votes', 'A harbour'], termsOf(query))).toBe(fits),
  );
});
