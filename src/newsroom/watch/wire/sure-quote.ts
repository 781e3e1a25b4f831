import { findQuote, partsOf, significant } from '../../../site/story/sources/find-quote.ts';
import { lengthOf } from './page-words.ts';

/** Words in brackets that are no footnote. */
const BRACKETS = /\[(?!\d{1,3}\])([^[\]]{1,200})\]/g;
/** A letter that stands for words in brackets. */
const BRACKETED = 'ʘ';

/** How many letters a quote may leave out at a gap, and how many it must have, for it to be found beyond doubt. */
const [MOST_LEFT_OUT, LEAST_QUOTED] = [600, 20];
/** How many letters beside brackets tell that they are those of the quote. */
const BESIDE = 15;

/**
 * Whether a text has quoted words beyond doubt: all of them, or enough near each other. If the text has words in brackets where the
 * quote has others, they may be the text's own, and changed.
 */
export function hasSurely(text: string, exact: string): boolean {
  const letters = significant(text);
  const place = findQuote(letters, exact);
  if (!place || letters.includes(significant(exact))) return place !== undefined;
  const parts = partsOf(exact);
  const quoted = parts.join('');
  const leftOut = place.end - place.start - quoted.length;
  if (lengthOf(quoted) < LEAST_QUOTED || leftOut > MOST_LEFT_OUT * parts.length) return false;
  const marked = significant(text.replace(BRACKETS, BRACKETED));
  const words = Array.from(exact.matchAll(BRACKETS), ([, inside = '']) => significant(inside));
  const pieces = significant(exact.replace(BRACKETS, BRACKETED)).split(BRACKETED);
  return words.every((inside, at) => {
    const [before, after] = [pieces[at]?.slice(-BESIDE) ?? '', pieces[at + 1]?.slice(0, BESIDE) ?? ''];
    return !marked.includes(before + BRACKETED + after) || letters.includes(before + inside + after);
  });
}
