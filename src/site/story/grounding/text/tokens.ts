import { type Levelled, level } from './levelled.ts';

// Cuts a text into words, runs of digits, Han characters and marks, in one pass.

export interface Token {
  kind: 'word' | 'digits' | 'han' | 'mark';
  text: string;
  /** The text in lower case. */
  key: string;
  /** Where it stands in the levelled text. */
  start: number;
  end: number;
  /** What stands before it: nothing, a space or a no-break space. */
  gap: '' | ' ' | '\u00a0';
}

export interface Tokens {
  levelled: Levelled;
  list: readonly Token[];
}

const LETTER = /[\p{L}\p{M}]/u;

type Class = 'letter' | 'digit' | 'han' | 'space' | 'no-break space' | 'mark';

const ASCII = Array.from({ length: 0x80 }, (_, code): Class => {
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) return 'letter';
  if (code >= 0x30 && code <= 0x39) return 'digit';
  return code <= 0x20 ? 'space' : 'mark';
});

function classOf(text: string, code: number, at: number): Class {
  if (code < 0x80) return ASCII[code] ?? 'mark';
  if (code === 0xa0) return 'no-break space';
  if (code >= 0x3400 && code <= 0x9fff) return 'han';
  if (code === 0x3007 || (code >= 0x20000 && code <= 0x3ffff)) return 'han';
  if (code >= 0x621 && code <= 0x64a) return 'letter';
  return LETTER.test(String.fromCodePoint(text.codePointAt(at) ?? 0)) ? 'letter' : 'mark';
}

const isLatin = (text: string) => text.charCodeAt(0) < 0x250;
/** Currencies that are written before an amount without a space. */
const GLUED = /^(?:RMB|CNY|USD|EUR|GBP|JPY|CHF|INR|HKD|AUD|CAD|Rs|Fr|kr|R)$/;

/**
 * Tokenizes a text. Letters and the digits glued to them are one word (HTML5), and so are initials with points (U.S.); digits and
 * the letters after them are two tokens without a gap (5km).
 */
export function tokenize(original: string): Tokens {
  const levelled = level(original);
  const { text } = levelled;
  const list: Token[] = [];
  const add = (
    kind: Token['kind'],
    start: number,
    end: number,
    gap: Token['gap'],
    as = text.slice(start, end),
  ) => list.push({ kind, text: as, key: as.toLowerCase(), start, end, gap });
  const kindAt = (at: number) => (at < text.length ? classOf(text, text.charCodeAt(at), at) : 'space');
  let gap = '' as Token['gap'];
  let at = 0;
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    const size = code > 0xffff ? 2 : 1;
    const kind = classOf(text, code, at);
    if (kind === 'space' || kind === 'no-break space') {
      if (gap !== ' ') gap = kind === 'space' ? ' ' : '\u00a0';
      at++;
      continue;
    }
    let end = at + size;
    if (kind === 'digit') {
      while (kindAt(end) === 'digit') end++;
      add('digits', at, end, gap);
    } else if (kind === 'letter') {
      while (kindAt(end) === 'letter') end++;
      const initials = end === at + 1 ? initialsAt(text, at) : '';
      if (initials) {
        end = at + 2 * initials.length;
        add('word', at, end, gap, initials);
      } else {
        const word = text.slice(at, end);
        if (kindAt(end) === 'digit' && isLatin(word) && !GLUED.test(word))
          while (kindAt(end) === 'digit' || kindAt(end) === 'letter') end++;
        // AT&T
        if (isShortCapitals(text, at, end) && text.charAt(end) === '&' && isCapital(text.charCodeAt(end + 1)))
          for (end++; kindAt(end) === 'letter'; ) end++;
        add('word', at, end, gap);
      }
    } else add(kind, at, end, gap);
    gap = '';
    at = end;
  }
  return { levelled, list };
}

const isCapital = (code: number) => code >= 0x41 && code <= 0x5a;
const isShortCapitals = (text: string, start: number, end: number) =>
  end - start < 4 && isCapital(text.charCodeAt(start)) && isCapital(text.charCodeAt(end - 1));

/** Returns the letters of initials with points that begin here (U.S., a.m.), or an empty string. */
function initialsAt(text: string, start: number): string {
  let letters = '';
  for (let at = start; text.charAt(at + 1) === '.' && isAsciiLetter(text.charCodeAt(at)); at += 2)
    letters += text.charAt(at);
  return letters.length > 1 ? letters : '';
}

const isAsciiLetter = (code: number) => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

const APOSTROPHES = new Set(["'", '’', '‘']);
/** Whether the token is an apostrophe within a word: between letters, without spaces. */
export const isApostrophe = (list: readonly Token[], at: number): boolean =>
  APOSTROPHES.has(list[at]?.text ?? '') &&
  list[at]?.gap === '' &&
  list[at - 1]?.kind === 'word' &&
  list[at + 1]?.kind === 'word' &&
  list[at + 1]?.gap === '';

/** Whether the word begins with a capital. */
export function isCapitalised(text: string): boolean {
  const code = text.codePointAt(0) ?? 0;
  if (code < 0x80) return isCapital(code);
  const first = String.fromCodePoint(code);
  return first !== first.toLowerCase();
}
