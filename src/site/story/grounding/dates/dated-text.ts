import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';

// A text whose dates are being found, and what the readers of dates ask of a token.

export interface DateMention {
  /** The first token, and the one after the last. */
  from: number;
  to: number;
  year?: number;
  month?: number;
  day?: number;
  /** The first year of a decade, which stands alone. */
  decade?: number;
  /** 0 is Sunday. */
  weekday?: number;
}

export const isDigits = (token: Token | undefined, least: number, most: number): boolean =>
  token?.kind === 'digits' && token.text.length >= least && token.text.length <= most;
export const numberOf = (token: Token | undefined): number => Number(token?.text ?? Number.NaN);
export const isYear = (token: Token | undefined): boolean =>
  isDigits(token, 4, 4) && numberOf(token) >= 1000 && numberOf(token) < 3000;
export const isDay = (token: Token | undefined): boolean =>
  isDigits(token, 1, 2) && numberOf(token) >= 1 && numberOf(token) <= 31;
export const isGlued = (token: Token | undefined): boolean => token?.gap === '';

export class DatedText {
  readonly list: readonly Token[];
  readonly language: Language;
  readonly dayFirst: boolean;
  readonly dates: DateMention[] = [];
  /** For each token, whether a date has it. */
  readonly taken: boolean[];

  constructor(list: readonly Token[], language: Language, dayFirst: boolean) {
    this.list = list;
    this.language = language;
    this.dayFirst = dayFirst;
    this.taken = new Array<boolean>(list.length).fill(false);
  }

  add(mention: DateMention): true {
    this.dates.push(mention);
    this.taken.fill(true, mention.from, mention.to);
    return true;
  }
}

/** Whether the digits at a token go on after a decimal mark. */
export function isDecimal(text: DatedText, at: number): boolean {
  const [mark, digits] = [text.list[at + 1], text.list[at + 2]];
  return (
    (mark?.text === '.' || mark?.text === ',') &&
    isGlued(mark) &&
    digits?.kind === 'digits' &&
    isGlued(digits)
  );
}
