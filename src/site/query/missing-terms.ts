import { foldText } from './fold-text.ts';
import type { Term } from './terms.ts';
import { tokensOf } from './tokens.ts';

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
