import { describe, expect, test } from 'vitest';
import { findSnippet, markTerms } from '../../src/query/passages.ts';
import { isCharacter, MAX_TERMS, termsOf, tidyQuery } from '../../src/query/terms.ts';
import { tokensOf } from '../../src/query/tokens.ts';
import fc from '../draw.ts';
import { hostile } from '../hostile.ts';

const tokens = (text: string) => tokensOf(text).map(({ token }) => token);
const anyText = fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

describe('tokens', () => {
  test.each([
    ['Naïve façade, İstanbul’da', ['naive', 'facade', 'istanbul', 'da']],
    ['ISTANBUL ısı Straße Œuvre Łódź', ['istanbul', 'isi', 'strasse', 'oeuvre', 'lodz']],
    ['Ελλάδα Σίσυφος Ёлка', ['ελλαδα', 'σισυφοσ', 'елка']],
    ['人工智能', ['人工', '工智', '智能', '能']],
    ['ｶﾞガ 東京', ['ガガ', 'ガ', '東京', '京']],
    ['한국어', ['한국', '국어', '어']],
    ['أخبار إسلام آسيا كِتَابٌ كتـاب', ['اخبار', 'اسلام', 'اسيا', 'كتاب', 'كتاب']],
    ['مدرسة موسى ایران', ['مدرسه', 'موسي', 'ايران']],
    ['می‌خواهم', ['ميخواهم']],
    ['שָׁלוֹם', ['שלום']],
    ['हिन्दी १२३ ٤٥٦', ['हिन्दी', '123', '456']],
    ['co-operate example.org 2.4', ['co', 'operate', 'example', 'org', '2', '4']],
    ['ﬁne ２０２６ ⑴', ['fine', '2026', '1']],
    ['🙂 … " \' * ( ) \0 \ud800', []],
  ])('of %j', (text, expected) => expect(tokens(text)).toEqual(expected));

  test('are the same in every form of Unicode, and in capitals', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Crème brûlée', 'Ångström', 'ガギグ', '한국어', 'Việt Nam', 'أخبار'),
        (text) => {
          const expected = tokens(text);
          for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'])
            expect(tokens(text.normalize(form))).toEqual(expected);
          expect(tokens(text.toUpperCase())).toEqual(expected);
        },
      ),
    );
  });

  test('of a run that is longer than the stack', () => {
    expect(tokensOf('ก'.repeat(700_000))).toHaveLength(700_000);
  });

  test('are parts of any text, in order, and contain nothing that ends a token in the index', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let before = 0;
        for (const { token, start, end } of tokensOf(text)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(token).toMatch(/^[a-z0-9\u0080-\u{10FFFF}]+$/u);
          before = start;
        }
      }),
    );
  });
});

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
    ['AND OR NOT', [['and'], ['or'], ['not']]],
    ['* " ( )', []],
  ])('%j has its terms', (query, expected) => expect(termsOf(query)).toEqual(expected));

  test('knows a single character of a script without spaces', () => {
    expect(termsOf('智').every(isCharacter)).toBe(true);
    expect(termsOf('智能 a').some(isCharacter)).toBe(false);
  });

  test('has a bounded number of terms, and never throws', () => {
    expect(termsOf(Array.from({ length: 99 }, (_, index) => `w${index}`).join(' '))).toHaveLength(MAX_TERMS);
    fc.assert(
      fc.property(anyText, (query) => {
        expect(termsOf(query).length).toBeLessThanOrEqual(MAX_TERMS);
        const tidy = tidyQuery(query);
        expect(tidyQuery(tidy)).toBe(tidy);
        expect(termsOf(tidy)).toEqual(termsOf(tidyQuery(tidy)));
        expect(tidy.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('what is marked', () => {
  const marked = (text: string, query: string) =>
    markTerms(text, termsOf(query))
      .map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
      .join('');

  test.each([
    ['A naïve plan', 'naive', 'A [naïve] plan'],
    ['人工智能投资', '智能', '人工[智能]投资'],
    ['人工智能投资', '智', '人工[智]能投资'],
    ['人工智能投资', '工智 智能', '人[工智能]投资'],
    ['الأخبار أخبار اليوم', 'اخبار', 'الأخبار [أخبار] اليوم'],
    ['exact phrase, phrase exact', '"exact phrase"', '[exact phrase], phrase exact'],
    ['Nothing here', 'else', 'Nothing here'],
  ])('in %j by %j', (text, query, expected) => expect(marked(text, query)).toBe(expected));

  test('leaves the text as it is', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, query) => {
        const parts = markTerms(text, termsOf(query));
        expect(parts.map(({ text }) => text).join('')).toBe(text);
      }),
    );
  });

  test('a snippet has the passage with the most terms', () => {
    const filler = 'Some words that nobody looks for. '.repeat(30);
    const text = `Solar alone. ${filler}Here solar and power meet. ${filler}`;
    const snippet = findSnippet(['No such words.', text], termsOf('solar power'));
    const words = snippet.map(({ text }) => text).join('');
    expect(words).toContain('Here solar and power meet.');
    expect(words.startsWith('…')).toBe(true);
    expect(words.length).toBeLessThan(280);
    expect(snippet.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(['solar', 'power']);
    expect(findSnippet(['No such words.'], termsOf('solar'))).toEqual([
      { text: 'No such words.', isMarked: false },
    ]);
  });
});
