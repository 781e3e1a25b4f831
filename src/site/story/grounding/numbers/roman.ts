import type { Token } from '../text/tokens.ts';

// Reads Roman numerals, which French and Spanish use for centuries: XXIe siècle, siglo XXI.

const LETTERS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 };

/** Returns the value of a Roman numeral below 90, which may end as an ordinal; undefined for another word. */
export function readRoman(token: Token | undefined): number | undefined {
  const [, numeral] = /^([IVXL]{1,8})(?:e|er|eme)?$/.exec(token?.text ?? '') ?? [];
  if (numeral === undefined) return undefined;
  const values = Array.from(numeral, (letter) => LETTERS[letter] ?? 0);
  return values.reduce((sum, value, at) => (value < (values[at + 1] ?? 0) ? sum - value : sum + value), 0);
}
