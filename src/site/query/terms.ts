import { foldText } from './fold-text.ts';
import { formsOf } from './forms.ts';
import { isFromRun, tokensOf } from './tokens.ts';

/** What a story must have. */
export interface Term {
  /** One token, or several in a row. */
  readonly tokens: readonly string[];
  /** Tokens that will do in place of the only one: other forms of the word. */
  readonly forms: readonly string[];
}

/** The most characters that a search may have, and the most terms that count; the first ones do. */
export const MAX_QUERY_LENGTH = 200;
export const MAX_TERMS = 16;
/** How many of the terms count in other forms, too. Each form takes time. */
const MAX_INFLECTED = 6;

/** Matches a phrase in quotation marks of any language, up to the end if they are not closed, or else what is between spaces. */
const PARTS = /["“”„‟«»＂「」『』]([^"“”„‟«»＂「」『』]*)["“”„‟«»＂「」『』]?|[^\s"“”„‟«»＂「」『』]+/gu;

/**
 * Parses a search. Every term must occur; the words of a phrase in quotation marks, and those that only punctuation separates, in a
 * row. A word alone counts in other forms, too, unless it stands in quotation marks. Nothing else has a meaning, so that no search is
 * wrong.
 */
export function termsOf(query: string): Term[] {
  const terms = Array.from(query.matchAll(PARTS), ([part, quoted]) => {
    const tokens = tokensOf(quoted ?? withoutLetter(part)).map(({ token }) => token);
    return { tokens: withoutLast(tokens), isQuoted: quoted !== undefined };
  }).filter(({ tokens }) => tokens.length > 0);
  const distinct = new Map(terms.map((term) => [term.tokens.join(' '), term]));
  return [...distinct.values()].slice(0, MAX_TERMS).map(({ tokens, isQuoted }, index) => {
    const [word = ''] = tokens;
    const isInflected = !isQuoted && tokens.length === 1 && index < MAX_INFLECTED;
    return { tokens, forms: isInflected ? formsOf(word) : [] };
  });
}

/** Leaves out the letter before or after a word that an apostrophe separates: minister’s, l’Europe. */
const withoutLetter = (part: string) => part.replace(/^\p{L}['’](?=\p{L}{2})|(?<=\p{L}{2})['’]\p{L}$/gu, '');

/**
 * Leaves out the last character of a run, which is a token of its own: in a story, the run may go on after it. A single character stays.
 */
function withoutLast(tokens: readonly string[]): readonly string[] {
  const [before, last] = tokens.slice(-2);
  const isEnd = last !== undefined && before !== undefined && isFromRun(last) && before.endsWith(last);
  return isEnd ? tokens.slice(0, -1) : tokens;
}

/** Whether a term is one character of a script that is split into pairs. */
export function isCharacter({ tokens }: Term): boolean {
  const [token = ''] = tokens;
  return tokens.length === 1 && isFromRun(token) && Array.from(token.normalize('NFC')).length === 1;
}

/** Returns a search in the form in which addresses have it: one space between words, none around them, no soft hyphens. */
export const tidyQuery = (query: string): string =>
  query
    .toWellFormed()
    .replaceAll('\u00AD', '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\uFFFD\s]+/gu, (found) => (/^[\u200C\u200D]+$/.test(found) ? found : ' '))
    .trim();

/** Whether the tokens stand in a row in a text. */
function hasRow(text: string, row: readonly string[]): boolean {
  const tokens = tokensOf(text).map(({ token }) => token);
  return tokens.some((_, from) => row.every((token, index) => tokens[from + index] === token));
}

/**
 * Returns the terms that a text does not have. A word may be a part of one in the text, unlike in the index of the search. Costs little
 * for a text without the words: it is folded, and not split.
 */
export function missingTerms(text: string, terms: readonly Term[]): Term[] {
  const folded = foldText(text).normalize('NFC');
  return terms.filter(({ tokens, forms }) => {
    if (forms.some((form) => folded.includes(form))) return false;
    const hasAll = tokens.every((token) => folded.includes(token));
    return !(hasAll && (tokens.length === 1 || hasRow(text, tokens)));
  });
}
