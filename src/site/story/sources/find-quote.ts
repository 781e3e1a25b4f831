// Finds quoted words in the text of a page, however the page spaces and punctuates them.

/** Characters that nobody sees: soft hyphens, joiners, marks of direction, variation selectors, the Arabic tatweel. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u034f|\u0640/gu;
/** The number of a footnote, as encyclopedias print it: `[12]`. */
const FOOTNOTE = /\[\d{1,3}\]/g;
/** Marks that tell one number from another: `1.5`, `3:2`, `2024-25`. */
const WITHIN_NUMBER = /(?<=\p{Nd})\s*[-\u2010-\u2015\u2212]\s*(?=\p{Nd})/gu;
/** What does not count: all but letters, digits, currencies, percent signs and what stands within a number. */
const INSIGNIFICANT = /(?![.,:/-](?<=\p{Nd}.)(?=\p{Nd}))[^\p{L}\p{M}\p{N}\p{Sc}%‰]/gu;
/** Where whoever quotes leaves words out, or puts their own: `…`, `...`, `[the company]`; and the break between paragraphs. */
const GAP = /\s*(?:[[(]\s*(?:…|\.{3,})\s*[\])]|…|\.{3,}|[\n\r]+|\[[^[\]]{3,200}\])\s*/;
/** The letter whose case was changed: `[T]he`. */
const CHANGED_LETTER = /\[(\p{L}{1,2})\]/gu;

/** Returns the letters and digits of a text. NFKC resolves ligatures, full-width forms and no-break spaces. */
export const significant = (text: string): string =>
  text
    .replace(FOOTNOTE, '')
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(WITHIN_NUMBER, '-')
    .replace(INSIGNIFICANT, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');

/**
 * Finds quoted words in the letters and digits of a text. White space, punctuation, typographic signs, case and soft hyphens do not
 * count. Where the quote leaves something out, or goes on in another paragraph, its parts must follow each other.
 */
export function findQuote(letters: string, exact: string): { start: number; end: number } | undefined {
  const parts = exact.replace(FOOTNOTE, '').replace(CHANGED_LETTER, '$1').split(GAP).map(significant);
  let start = -1;
  let end = 0;
  for (const part of parts) {
    const index = letters.indexOf(part, end);
    if (index === -1) return undefined;
    if (start === -1) start = index;
    end = index + part.length;
  }
  return { start, end };
}

/** Returns a function that tells whether a text has quoted words. */
export function quoteFinder(text: string): (exact: string) => boolean {
  const letters = significant(text);
  return (exact) => findQuote(letters, exact) !== undefined;
}
