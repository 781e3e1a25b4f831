import { isCharacter, type Term } from '../site/query/terms.ts';
import { characterFacet, headlineFacet } from './facets.ts';

// Expressions of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax).

/** Writes tokens as a string of FTS5, so that none is taken for an operator. No token has a quotation mark; it would be doubled. */
const quote = (tokens: readonly string[]) => `"${tokens.join(' ').replaceAll('"', '""')}"`;

/** Where all terms have to be found. */
export type Place = 'headline' | 'summary' | 'anywhere';
/** The places, from the most relevant to the least. */
export const PLACES: readonly Place[] = ['headline', 'summary', 'anywhere'];

/** Lists of the stories that have a token; FTS5 reads them for an expression. */
export interface ListRead {
  /** The tokens, of which a story must have one. */
  tokens: readonly string[];
  /** Whether the tokens' positions in each story are compared. */
  hasPositions: boolean;
}

/** An expression, and the lists that FTS5 reads for it: a story must be in each. */
export interface Match {
  expression: string;
  lists: readonly ListRead[];
}

/** Makes the expression for stories that have one of the tokens, anywhere or in a column. */
export function matchAny(tokens: readonly string[], column = ''): Match {
  const any = tokens.map((token) => quote([token])).join(' OR ');
  const lists = [{ tokens, hasPositions: column !== '' }];
  return { expression: tokens.length > 1 || column !== '' ? `${column}(${any})` : any, lists };
}

/** Makes the expression for stories that have the tokens in a row. */
const matchPhrase = (tokens: readonly string[], column = ''): Match => ({
  expression: `${column}${quote(tokens)}`,
  lists: tokens.map((token) => ({ tokens: [token], hasPositions: true })),
});

const matchEach = (matches: readonly Match[]): Match => ({
  expression: matches.map(({ expression }) => expression).join(' AND '),
  lists: matches.flatMap(({ lists }) => lists),
});

/** Makes the expression for stories that have every facet. */
export const matchFacets = (facets: readonly string[]): Match =>
  matchEach(facets.map((facet) => matchAny([facet])));

function matchTerm(term: Term, place: Place): Match {
  const { tokens, forms } = term;
  if (isCharacter(term)) return matchFacets(tokens.map(characterFacet));
  const words = [...tokens, ...forms];
  const isPhrase = tokens.length > 1;
  // Facets are in a column of their own, and no phrase reaches from one column into another.
  if (place === 'anywhere') return isPhrase ? matchPhrase(tokens) : matchAny(words);
  if (place === 'summary') {
    const columns = '{headline abstract} : ';
    return isPhrase ? matchPhrase(tokens, columns) : matchAny(words, columns);
  }
  // Few stories have a word in the headline, so the lists of these facets are short.
  if (!isPhrase) return matchAny(words.map(headlineFacet));
  return matchEach([
    matchFacets([...new Set(tokens)].map(headlineFacet)),
    matchPhrase(tokens, 'headline : '),
  ]);
}

/** Makes the expression for stories that have every facet, and every term in a place: each within one text. */
export const matchAll = (terms: readonly Term[], facets: readonly string[], place: Place): Match =>
  matchEach([...facets.map((facet) => matchAny([facet])), ...terms.map((term) => matchTerm(term, place))]);

/** Narrows an expression to stories of some periods. */
export const withinPeriods = (expression: string, periods: readonly string[]): string =>
  `(${periods.map((period) => quote([period])).join(' OR ')}) AND ${expression}`;
