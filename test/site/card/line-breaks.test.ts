import { describe, expect, test } from 'vitest';
import { breaksOf, withTies } from '../../../src/site/card/line-breaks.ts';

/** Shows no-break spaces as "_". */
const ties = (text: string) => withTies(text).replaceAll('\u00a0', '_');
/** Shows zero width spaces as "|" and word joiners as "+". */
const shown = (text: string) => text.replaceAll('\u200b', '|').replaceAll('\u2060', '+');

describe('no line begins with', () => {
  test.each([
    ['a closing mark', 'le projet « confiance » : ce qu’il dit', 'le projet «_confiance_»_: ce qu’il dit'],
    ['a dash', 'who left — and who did not', 'who left_— and who did not'],
    ['what belongs to a number', 'на 18 % до 89 ₽ и 10 000 за № 5', 'на 18_% до 89_₽ и_10_000 за №_5'],
  ])('%s', (_what, text, expected) => {
    expect(ties(text)).toBe(expected);
  });

  test('the second half of a year or amount that is none', () => {
    expect(ties('In 2026 2000 came, page 5 1234')).toBe('In 2026 2000 came, page 5 1234');
  });
});

test('a word of one letter stays with the next', () => {
  expect(ties('Ustawa o ochronie danych w sieci')).toBe('Ustawa o_ochronie danych w_sieci');
  expect(ties('Спор о воде и хлебе')).toBe('Спор о_воде и_хлебе');
  // Not in hangul, where one letter is a syllable, nor the end of a longer word.
  expect(ties('새 규칙 발표')).toBe('새 규칙 발표');
  expect(ties('It’s I-O’s class')).toBe('It’s I-O’s class');
});

describe('lines may end', () => {
  test('between words and phrases in Chinese', () => {
    const { betweenWords, betweenPhrases } = breaksOf('央行宣布维持利率，总裁发言', 'zh');
    expect(shown(betweenWords)).toBe('央行|宣布|维持|利率，总裁|发言');
    expect(shown(betweenPhrases)).toBe('央行宣布维持利率，总裁发言');
  });

  test('not before a particle in Japanese, whatever it follows', () => {
    const { betweenWords, betweenPhrases } = breaksOf('0.75％に上げ、「必要」と明言', 'ja');
    expect(shown(betweenPhrases)).toBe('0.75％+に上げ、「必要」+と明言');
    expect(shown(betweenWords)).toContain('％+に');
  });

  test('between words only in Thai', () => {
    const { betweenWords, betweenPhrases } = breaksOf('ฝ่ายค้านชี้', 'th');
    expect(shown(betweenWords)).toBe('ฝ่าย|ค้าน|ชี้');
    expect(betweenPhrases).toBe(betweenWords);
  });

  test('wherever they could in other scripts', () => {
    const text = 'A headline';
    expect(breaksOf(text, 'en')).toEqual({ betweenWords: text, betweenPhrases: text });
  });
});
