import { describe, expect, test } from 'vitest';
import { tokensOf } from '../../../src/site/query/tokens.ts';
import * as fc from '../../draw.ts';
import { hostile } from '../../hostile.ts';

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
    ['ज़मीन जमीन', ['जमीन', 'जमीन']],
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
