import type { Language } from '../languages/language.ts';
import { hasRegion } from '../languages/languages.ts';
import type { Token } from '../text/tokens.ts';

// Reads numbers that are written with digits, with the separators of each language.

/** A number that was read: its possible values, the likelier one first, and the token after it. */
export interface ReadNumber {
  values: readonly number[];
  to: number;
  /** The digits, if there are too many for a floating-point number, or if they number a version (2.0.1). */
  exact?: string;
  /** What a difference of one in the last stated digit amounts to. */
  step: number;
}

const APOSTROPHES = ["'", '’'];
const FRACTIONS = '½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞';
const FRACTION_VALUES = [1 / 2, 1 / 3, 2 / 3, 1 / 4, 3 / 4, 1 / 5, 2 / 5, 3 / 5, 4 / 5, 1 / 6, 5 / 6, 1 / 8, 3 / 8, 5 / 8, 7 / 8]; // biome-ignore format: one table

export const fractionSign = (token: Token | undefined): number | undefined =>
  token?.kind === 'mark' ? FRACTION_VALUES[FRACTIONS.indexOf(token.text)] : undefined;

/** Returns the separator before a further group of digits, if there is one here. */
function separatorAt(list: readonly Token[], at: number, spaced: boolean, first: number): string {
  const token = list[at];
  if (!token) return '';
  if (token.kind === 'digits') {
    const isGroup = token.text.length === 3 && first <= 3;
    return isGroup && (token.gap === '\u00a0' || (spaced && token.gap === ' ')) ? ' ' : '';
  }
  if (token.kind !== 'mark' || token.gap !== '') return '';
  const next = list[at + 1];
  if (next?.kind !== 'digits' || next.gap !== '') return '';
  if (APOSTROPHES.includes(token.text)) return next.text.length === 3 ? "'" : '';
  return ['.', ',', '٫', '٬'].includes(token.text) ? token.text : '';
}

/** Whether the groups after the first are of three digits, or of two as in India (1,00,000). */
function areThousands(first: string, groups: readonly string[]): boolean {
  if (first.length > 3 || first.startsWith('0') || groups.at(-1)?.length !== 3) return false;
  return (
    groups.every(({ length }) => length === 3) || groups.slice(0, -1).every(({ length }) => length === 2)
  );
}

/** The most groups of digits in one number; a longer list is a list of numbers. */
const MOST_GROUPS = 12;

/** Reads the number that begins at a run of digits. */
export function readDigits(list: readonly Token[], at: number, language: Language): ReadNumber | undefined {
  const first = list[at];
  if (first?.kind !== 'digits') return undefined;
  const groups: string[] = [];
  const separators: string[] = [];
  let to = at + 1;
  while (groups.length < MOST_GROUPS) {
    const separator = separatorAt(list, to, language.spaced, first.text.length);
    if (!separator) break;
    to += separator === ' ' ? 0 : 1;
    separators.push(separator);
    groups.push(list[to]?.text ?? '');
    to++;
  }
  return interpret(first.text, groups, separators, at, to, language);
}

const number = (whole: string, decimals: string, to: number): ReadNumber => {
  const digits = whole.replace(/^0+(?=\d)/, '');
  const read = { values: [Number(`${digits}.${decimals || '0'}`)], to, step: 10 ** -decimals.length };
  return digits.length + decimals.length > 15 ? { ...read, exact: `${digits}.${decimals}` } : read;
};

function interpret(
  first: string,
  groups: readonly string[],
  separators: readonly string[],
  at: number,
  to: number,
  language: Language,
): ReadNumber {
  const last = separators.at(-1) ?? '';
  const before = separators.slice(0, -1);
  const whole = [first, ...groups].join('');
  if (groups.length === 0) return number(first, '', to);
  const decimals = groups.at(-1) ?? '';
  if (last === '٫' || (before.length > 0 && !before.includes(last) && '.,'.includes(last))) {
    const thousands = groups.slice(0, -1);
    const isOne = new Set(before).size <= 1 && (before.length === 0 || areThousands(first, thousands));
    if (isOne) return number([first, ...thousands].join(''), decimals, to);
  }
  if (separators.every((separator) => separator === last)) {
    if (areThousands(first, groups)) {
      if (groups.length > 1 || " '٬".includes(last)) return number(whole, '', to);
      const asThousands = number(whole, '', to);
      if (decimals === '000') return asThousands;
      if (language.decimal !== null)
        return last === language.decimal ? number(first, decimals, to) : asThousands;
      return { ...asThousands, values: [...asThousands.values, ...number(first, decimals, to).values] };
    }
    if (groups.length === 1 && '.,'.includes(last)) return number(first, decimals, to);
    // A version or a section: it is compared as it is written.
    if (last === '.') return { values: [Number.NaN], to, exact: [first, ...groups].join('.'), step: 0 };
  }
  return number(first, '', at + 1);
}

/** Returns the decimal mark that a text itself shows, in a number with only one reading: 15.713,22 or 4,5. */
export function decimalMarkOf(list: readonly Token[], { pointIn }: Language, tag: string): '.' | ',' | null {
  for (let at = 0; at < list.length - 2; at++) {
    const [whole, mark, rest, further] = [list[at], list[at + 1], list[at + 2], list[at + 3]];
    if (whole?.kind !== 'digits' || rest?.kind !== 'digits' || mark?.gap !== '' || rest.gap !== '') continue;
    if (mark.text !== '.' && mark.text !== ',') continue;
    const isFurther =
      (further?.text === '.' || further?.text === ',') &&
      further.gap === '' &&
      list[at + 4]?.kind === 'digits';
    if (isFurther && further.text === mark.text) {
      // Thousands, a date or a version: 1.234.567 and 28.5.2019.
      if (rest.text.length === 3 && list[at + 4]?.text.length === 3) return mark.text === '.' ? ',' : '.';
      at += 4;
    } else if (isFurther) return further.text === '.' ? '.' : ',';
    else if (rest.text.length !== 3 || whole.text.length > 3) return mark.text;
  }
  return hasRegion(tag, pointIn) ? '.' : null;
}
