import { findUnprintable } from '../../../lib/characters.ts';
import type { Span } from '../../../site/story/grounding/finding.ts';
import type { Quote } from '../../../site/story/story.ts';

/** How many characters on each side may tell one place of the same words from the others; a quote has room for 200. */
const CONTEXTS = [20, 40, 80, 120, 200];

const countOf = (text: string, words: string): number => {
  let count = 0;
  for (let at = text.indexOf(words); at >= 0 && count < 2; at = text.indexOf(words, at + 1)) count++;
  return count;
};

/** Returns the text before or after a quote, without a cut word or character; null if there is none that a quote can hold. */
function contextOf(text: string, start: number, end: number, isBefore: boolean): string | null {
  let context = text.slice(Math.max(0, start), end);
  const isCut = isBefore ? start > 0 : end < text.length;
  if (isCut)
    context = isBefore ? context.replace(/^\S*\s+(?=\S)/, '') : context.replace(/(?<=\S)\s+\S*$/, '');
  if (!context.isWellFormed()) context = isBefore ? context.slice(1) : context.slice(0, -1);
  return /\S/.test(context) && !findUnprintable(context) ? context : null;
}

/**
 * Copies a quote from a text. Where its words occur more than once, `prefix` and `suffix` are what stands right before and after
 * them, as far as is needed to tell this place from the others: `prefix + exact + suffix` is a part of the text.
 */
export function copyQuote(text: string, { start, end }: Span): Quote {
  const exact = text.slice(start, end);
  let quote: Quote = { exact, prefix: null, suffix: null };
  if (countOf(text, exact) < 2) return quote;
  for (const length of CONTEXTS) {
    quote = {
      exact,
      prefix: contextOf(text, start - length, start, true),
      suffix: contextOf(text, end, end + length, false),
    };
    if (countOf(text, `${quote.prefix ?? ''}${exact}${quote.suffix ?? ''}`) < 2) break;
  }
  return quote;
}
