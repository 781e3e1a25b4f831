import { isCharacter, soughtTerms, type Term } from './terms.ts';
import { type Token, tokensOf } from './tokens.ts';

// Finds the words of a search in a text, for readers.

/** A part of a text, and whether a term was found there. */
export interface Part {
  text: string;
  isMarked: boolean;
}

/** A passage of a text, in parts, and the index of the text. */
interface Snippet {
  parts: Part[];
  text: number;
}

/** Where a term was found, in UTF-16 units. */
interface Occurrence {
  term: number;
  start: number;
  end: number;
}

/** How many characters a snippet has, and how many of them stand before the first term. */
const SNIPPET_LENGTH = 240;
const BEFORE = 60;
/** The most occurrences that are looked at to find the best snippet. */
const MAX_OCCURRENCES = 200;
/** The most characters of a text that are looked through, so that a page of the longest stories takes a bounded time. */
const MAX_LOOKED_THROUGH = 30_000;

/** Returns where tokens in a row end that begin at a token, in UTF-16 units; undefined if they do not. */
function endOf(row: readonly string[], tokens: readonly Token[], from: number): number | undefined {
  if (!row.every((token, index) => tokens[from + index]?.token === token)) return undefined;
  return tokens[from + row.length - 1]?.end;
}

/** Returns what will do for a term: tokens in a row. */
const rowsOf = ({ tokens, forms, rows = [] }: Term): (readonly string[])[] => [
  tokens,
  ...forms.map((form) => [form]),
  ...rows,
];

/** Returns where the character ends with which a token begins: at the next token, if that is of the same run. */
const endOfCharacter = ({ end }: Token, next: Token | undefined) =>
  next && next.start < end ? next.start : end;

function occurrencesOf(text: string, terms: readonly Term[]): Occurrence[] {
  const characters: [term: number, character: string][] = [];
  // What will do by the token with which it begins, so that the time that a token takes does not grow with the terms.
  const beginnings = new Map<string, { term: number; row: readonly string[] }[]>();
  for (const [index, whole] of terms.entries()) {
    for (const row of soughtTerms([whole]).flatMap(rowsOf)) {
      const [token = ''] = row;
      if (isCharacter({ tokens: row })) characters.push([index, token]);
      else beginnings.set(token, [...(beginnings.get(token) ?? []), { term: index, row }]);
    }
  }
  const tokens = tokensOf(text);
  const found: Occurrence[] = [];
  for (const [from, first] of tokens.entries()) {
    const { token, start } = first;
    for (const [term, character] of characters)
      if (token.startsWith(character))
        found.push({ term, start, end: endOfCharacter(first, tokens[from + 1]) });
    for (const { term, row } of beginnings.get(token) ?? []) {
      const end = endOf(row, tokens, from);
      if (end !== undefined) found.push({ term, start, end });
    }
  }
  return found;
}

/** Splits the part of a text from `from` to `to` where the occurrences begin and end. */
function split(text: string, occurrences: readonly Occurrence[], from: number, to: number): Part[] {
  const parts: Part[] = [];
  let at = from;
  for (const { start, end } of occurrences) {
    const [first, last] = [Math.max(start, at), Math.min(end, to)];
    if (first >= last) continue;
    const previous = parts.at(-1);
    if (first > at) parts.push({ text: text.slice(at, first), isMarked: false });
    if (first === at && previous?.isMarked) previous.text += text.slice(first, last);
    else parts.push({ text: text.slice(first, last), isMarked: true });
    at = last;
  }
  if (at < to) parts.push({ text: text.slice(at, to), isMarked: false });
  return parts;
}

/** Splits a text into the terms that it has and what is between them. */
export const markTerms = (text: string, terms: readonly Term[]): Part[] =>
  split(text, occurrencesOf(text, terms), 0, text.length);

/** Returns `at`, moved back to the beginning of the word that it is in, if that is near. */
function wordStart(text: string, at: number): number {
  const space = text.slice(0, at).search(/\s\S{0,20}$/);
  const start = space < 0 ? at : space + 1;
  return /[\uDC00-\uDFFF]/.test(text.charAt(start)) ? start + 1 : start;
}

/**
 * Returns the passage of one of the texts that has the most terms, with these marked; without terms, the beginning of the first text. Takes
 * no further text once a passage has all of them.
 */
export function findSnippet(texts: Iterable<string>, terms: readonly Term[]): Snippet {
  let best: { count: number; text: string; at: number; occurrences: Occurrence[]; start: number } | undefined;
  let at = -1;
  for (const text of texts) {
    at++;
    best ??= { count: 0, text, at, occurrences: [], start: 0 };
    const occurrences = occurrencesOf(text.slice(0, MAX_LOOKED_THROUGH), terms);
    const first = occurrences.slice(0, MAX_OCCURRENCES);
    for (const [index, { start }] of first.entries()) {
      const near = first.slice(index).filter(({ end }) => end <= start + SNIPPET_LENGTH - BEFORE);
      const count = new Set(near.map(({ term }) => term)).size;
      if (count > best.count) best = { count, text, at, occurrences, start };
    }
    if (best.count === terms.length) break;
  }
  if (!best) return { parts: [], text: 0 };
  const { text, occurrences } = best;
  const from = best.start <= BEFORE ? 0 : wordStart(text, best.start - BEFORE);
  const to = text.length - from <= SNIPPET_LENGTH ? text.length : wordStart(text, from + SNIPPET_LENGTH);
  const parts = split(text, occurrences, from, to);
  const cut = (isCut: boolean): Part[] => (isCut ? [{ text: '…', isMarked: false }] : []);
  return { parts: [...cut(from > 0), ...parts, ...cut(to < text.length)], text: best.at };
}
