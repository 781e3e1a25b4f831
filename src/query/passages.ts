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

/** Returns the token with which a term ends that begins at a token; undefined if it does not. */
function endOf(term: Term, tokens: readonly Token[], from: number): number | undefined {
  const first = tokens[from] as Token;
  if (isCharacter(term)) {
    if (!first.token.startsWith(term.tokens[0] ?? '')) return undefined;
    const next = tokens[from + 1];
    return next && next.start < first.end ? next.start : first.end;
  }
  if (term.forms.includes(first.token)) return first.end;
  if (!term.tokens.every((token, index) => tokens[from + index]?.token === token)) return undefined;
  return tokens[from + term.tokens.length - 1]?.end;
}

function occurrencesOf(text: string, terms: readonly Term[]): Occurrence[] {
  const tokens = tokensOf(text);
  const found: Occurrence[] = [];
  for (const [from, { start }] of tokens.entries()) {
    for (const [term, words] of terms.entries()) {
      const end = endOf(words, tokens, from);
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

/** Returns the passage of one of the texts that has the most terms, with these marked; without terms, the beginning of the first text. */
export function findSnippet(texts: readonly string[], terms: readonly Term[]): Part[] {
  let best = { count: 0, text: texts[0] ?? '', occurrences: [] as Occurrence[], start: 0 };
  for (const text of texts) {
    const occurrences = occurrencesOf(text, terms);
    const first = occurrences.slice(0, MAX_OCCURRENCES);
    for (const [index, { start }] of first.entries()) {
      const near = first.slice(index).filter(({ end }) => end <= start + SNIPPET_LENGTH - BEFORE);
      const count = new Set(near.map(({ term }) => term)).size;
      if (count > best.count) best = { count, text, occurrences, start };
    }
  }
  const { text, occurrences } = best;
  const from = best.start <= BEFORE ? 0 : wordStart(text, best.start - BEFORE);
  const to = text.length - from <= SNIPPET_LENGTH ? text.length : wordStart(text, from + SNIPPET_LENGTH);
  const parts = split(text, occurrences, from, to);
  const cut = (isCut: boolean): Part[] => (isCut ? [{ text: '…', isMarked: false }] : []);
  return [...cut(from > 0), ...parts, ...cut(to < text.length)];
}
