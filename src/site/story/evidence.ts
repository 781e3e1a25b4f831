// Finds the claims of a TL;DR's evidence in its text.

import type { Span } from './grounding/finding.ts';

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

const WORD = /^[\p{L}\p{N}\p{M}]$/u;
const DIGIT = /^\p{N}$/u;
/** Scripts that write no space between words. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;
/** What joins the parts of a number: "1,500", "5.9", "1 500" with a space that does not break. */
const IN_NUMBERS = /^[.,٫٬'’\u00A0\u2009\u202F]$/;
const SIGNS = /^[-+−]$/;
/** How many UTF-16 units around an index are enough to tell where a character begins. */
const NEAR = 32;

let segmenter: Intl.Segmenter | undefined;
/** Whether a character, as readers see it, continues over an index: a letter with its accents, or an emoji of several parts. */
function isWithinCharacter(text: string, at: number): boolean {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const from = Math.max(0, at - NEAR);
  return segmenter.segment(text.slice(from, at + NEAR)).containing(at - from)?.index !== at - from;
}

/**
 * Whether a word, a number or a character continues over an index, within the text. A part of one may say something else:
 * "possible" in "impossible", "500" in "1,500", "5 %" in "-5 %".
 */
export function isWithinWord(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return false;
  if (isWithinCharacter(text, at)) return true;
  const [before = '', beforeThat = ''] = Array.from(text.slice(Math.max(0, at - 4), at)).reverse();
  const [after = '', afterThat = ''] = text.slice(at, at + 4);
  const isWord = (each: string) => WORD.test(each) && !UNSPACED.test(each);
  if (isWord(before) && isWord(after)) return true;
  if (before === '-' && isWord(beforeThat) && isWord(after)) return true;
  // A claim may begin after an elided article ("l'État"), but not end before an apostrophe ("don't").
  if (/^[-'’]$/.test(after) && isWord(before) && isWord(afterThat)) return true;
  if (IN_NUMBERS.test(after)) return DIGIT.test(before) && DIGIT.test(afterThat);
  if (!DIGIT.test(after)) return false;
  if (IN_NUMBERS.test(before) && DIGIT.test(beforeThat)) return true;
  return (SIGNS.test(before) || before === '.') && !WORD.test(beforeThat);
}

/**
 * Finds each claim in the TL;DR, word for word, and not cut out of a word. The longest claim is placed first; each takes the first
 * place where it overlaps with no other. The result has `undefined` for a claim that is not in the TL;DR, and another claim's text
 * for one that overlaps with that claim wherever it occurs.
 */
export function locateClaims(
  abstract: string,
  claims: readonly string[],
): Map<string, Span | string | undefined> {
  const places = new Map<string, Span | string | undefined>(claims.map((claim) => [claim, undefined]));
  const known = new Map<number, boolean>();
  const isCut = (at: number) => {
    const isWithin = known.get(at) ?? isWithinWord(abstract, at);
    known.set(at, isWithin);
    return isWithin;
  };
  const taken: { claim: string; span: Span }[] = [];
  // Sorting is stable, so claims of the same length keep their order.
  for (const claim of [...places.keys()].sort((a, b) => b.length - a.length)) {
    for (let start = abstract.indexOf(claim); start >= 0; start = abstract.indexOf(claim, start + 1)) {
      const span = { start, end: start + claim.length };
      if (isCut(span.start) || isCut(span.end)) continue;
      const other = taken.find((each) => overlap(each.span, span));
      if (other === undefined) {
        places.set(claim, span);
        taken.push({ claim, span });
        break;
      }
      if (places.get(claim) === undefined) places.set(claim, other.claim);
    }
  }
  return places;
}
