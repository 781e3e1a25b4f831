// Finds quoted words in the text of a page, however the page spaces and punctuates them.

/** Characters that nobody sees: soft hyphens, joiners, marks of direction, variation selectors, the Arabic tatweel. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u034f|\u0640/gu;
/** The number of a footnote, as encyclopedias print it: `[12]`. */
const FOOTNOTE = /\[\d{1,3}\]/g;
/** Marks that tell one number from another: `1.5`, `3:2`, `2024-25`. */
const WITHIN_NUMBER = /(?<=\p{Nd})\s*[-\u2010-\u2015\u2212]\s*(?=\p{Nd})/gu;
/** What does not count: all but letters, digits, currencies, percent signs and what stands within a number. */
const INSIGNIFICANT = /(?![.,:/-](?<=\p{Nd}.)(?=\p{Nd}))[^\p{L}\p{M}\p{N}\p{Sc}%‰]/gu;
/** Where whoever quotes leaves words out, or puts their own: `…`, `...`, `[the company]`, `[T]he`; and the break between paragraphs. */
export const GAP = /\s*(?:[[(]\s*(?:…|\.{3,})\s*[\])]|…|\.{3,}|[\n\r]+|\[[^[\]]{1,200}\])\s*/;

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

/** Returns what a quote has of the text itself, in parts. */
export const partsOf = (exact: string): string[] =>
  exact.replace(FOOTNOTE, '').split(GAP).map(significant).filter(Boolean);

/** How many places of a quote with gaps are compared, to find where its parts are nearest to each other. */
const MAX_PLACES = 20;

interface Place {
  start: number;
  end: number;
}

/**
 * Finds quoted words in the letters and digits of a text. White space, punctuation, typographic signs, case and soft hyphens do not
 * count. Where the quote leaves something out, or goes on in another paragraph, its parts must follow each other.
 */
export function findQuote(letters: string, exact: string): Place | undefined {
  const whole = significant(exact);
  const at = letters.indexOf(whole);
  if (at !== -1) return { start: at, end: at + whole.length };
  const parts = partsOf(exact);
  if (parts.length === 0) return undefined;
  let nearest: Place | undefined;
  let from = 0;
  for (let place = 0; place < MAX_PLACES; place++) {
    let end = from;
    for (const part of parts) {
      const index = letters.indexOf(part, end);
      if (index === -1) return nearest;
      end = index + part.length;
    }
    // Back from where they end, each part may stand later than where it was found first.
    let start = end;
    for (const part of parts.toReversed()) start = letters.lastIndexOf(part, start - part.length);
    if (!nearest || end - start < nearest.end - nearest.start) nearest = { start, end };
    from = start + 1;
  }
  return nearest;
}

/** Returns a function that tells whether a text has quoted words. */
export function quoteFinder(text: string): (exact: string) => boolean {
  const letters = significant(text);
  return (exact) => findQuote(letters, exact) !== undefined;
}
