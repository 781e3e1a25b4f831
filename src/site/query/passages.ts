import { isCharacter, type Term } from './terms.ts';
import { type Token, tokensOf } from './tokens.ts';

// Finds the words of a search in a text, for readers.

/** A part of a text, and whether a term was found there. */
export interface Part {
  text: string;
  isMarked: boolean;
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

/** Returns where a term ends that begins at a token, in UTF-16 units; undefined if it does not. */
function endOf(term: Term, tokens: readonly Token[], from: number): number | undefined {
  const first = tokens[from] as Token;
  if (term.forms.includes(first.token)) return first.end;
  if (!term.tokens.every((token, index) => tokens[from + index]?.token === token)) return undefined;
  return tokens[from + term.tokens.length - 1]?.end;
}

/** Returns where the character ends with which a token begins: at the next token, if that is of the same run. */
const endOfCharacter = ({ end }: Token, next: Token | undefined) =>
  next && next.start < end ? next.start : end;

function occurrencesOf(text: string, terms: readonly Term[]): Occurrence[] {
  const characters: [term: number, character: string][] = [];
  // The terms by the tokens with which they can begin, so that the time that a token takes does not grow with the terms.
  const beginnings = new Map<string, number[]>();
  for (const [index, term] of terms.entries()) {
    const [token = ''] = term.tokens;
    if (isCharacter(term)) characters.push([index, token]);
    else
      for (const beginning of new Set([token, ...term.forms]))
        beginnings.set(beginning, [...(beginnings.get(beginning) ?? []), index]);
  }
  const tokens = tokensOf(text);
  const found: Occurrence[] = [];
  for (const [from, first] of tokens.entries()) {
    const { token, start } = first;
    for (const [term, character] of characters)
      if (token.startsWith(character))
        found.push({ term, start, end: endOfCharacter(first, tokens[from + 1]) });
    for (const term of beginnings.get(token) ?? []) {
      const end = endOf(terms[term] as Term, tokens, from);
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
export function findSnippet(texts: Iterable<string>, terms: readonly Term[]): Part[] {
  let best: { count: number; text: string; occurrences: Occurrence[]; start: number } | undefined;
  for (const text of texts) {
    best ??= { count: 0, text, occurrences: [], start: 0 };
    const occurrences = occurrencesOf(text.slice(0, MAX_LOOKED_THROUGH), terms);
    const first = occurrences.slice(0, MAX_OCCURRENCES);
    for (const [index, { start }] of first.entries()) {
      const near = first.slice(index).filter(({ end }) => end <= start + SNIPPET_LENGTH - BEFORE);
      const count = new Set(near.map(({ term }) => term)).size;
      if (count > best.count) best = { count, text, occurrences, start };
    }
    if (best.count === terms.length) break;
  }
  if (!best) return [];
  const { text, occurrences } = best;
  const from = best.start <= BEFORE ? 0 : wordStart(text, best.start - BEFORE);
  const to = text.length - from <= SNIPPET_LENGTH ? text.length : wordStart(text, from + SNIPPET_LENGTH);
  const parts = split(text, occurrences, from, to);
  const cut = (isCut: boolean): Part[] => (isCut ? [{ text: '…', isMarked: false }] : []);
  return [...cut(from > 0), ...parts, ...cut(to < text.length)];
}
