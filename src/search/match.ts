import { isCharacter, type Term } from '../query/terms.ts';
import { characterFacet } from './facets.ts';

// Expressions of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax). Every token stands in quotation marks, so that none is
// taken for an operator. Tokens contain no quotation marks; they would be doubled.

const string = (tokens: readonly string[]) => `"${tokens.join(' ').replaceAll('"', '""')}"`;

/** The columns of texts, the most telling first. */
const TEXTS = ['headline', 'abstract', 'analysis', 'sources'] as const;

/** Where all terms have to be found, from the most relevant to the least. */
export const TIERS = [TEXTS.slice(0, 1), TEXTS.slice(0, 2), TEXTS];

/** Makes the expression for stories that have every term in `columns`, a term across none of them, and every facet. */
export function matchExpression(
  terms: readonly Term[],
  facets: readonly string[],
  columns: readonly (typeof TEXTS)[number][],
): string {
  const inColumns = (term: Term) =>
    isCharacter(term)
      ? `facets : ${string(term.map(characterFacet))}`
      : `{${columns.join(' ')}} : ${string(term)}`;
  return [...facets.map((facet) => `facets : ${string([facet])}`), ...terms.map(inColumns)].join(' AND ');
}
