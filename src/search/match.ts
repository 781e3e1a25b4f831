import { isCharacter } from '../site/query/terms.ts';
import { characterFacet, headlineFacet, isFacet } from './facets.ts';

// Expressions of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax).

/** Tokens that a story must have in a row. */
export type Row = readonly string[];
/** Stands in a row for some words between two tokens, in either order. */
export const ELLIPSIS = '…';
/** How many words at most. */
const MAX_BETWEEN = 15;
/** What will do for a term: rows that a story must all have, mostly one. */
export type Choice = readonly Row[];

/** Writes tokens as a string of FTS5, so that none is taken for an operator. No token has a quotation mark; it would be doubled. */
const quote = (tokens: Row) => `"${tokens.join(' ').replaceAll('"', '""')}"`;

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
  /** What FTS5 reads to know which stories to leave out. */
  excluded?: readonly ListRead[];
}

/** Makes the expression for stories that have one of the tokens, anywhere or in a column. */
export function matchAny(tokens: readonly string[], column = ''): Match {
  const any = tokens.map((token) => quote([token])).join(' OR ');
  const lists = [{ tokens, hasPositions: column !== '' }];
  return { expression: tokens.length > 1 || column !== '' ? `${column}(${any})` : any, lists };
}

/** Makes the expression for stories that have the tokens in a row. */
const matchPhrase = (tokens: Row, column = ''): Match => ({
  expression: `${column}${quote(tokens)}`,
  lists: tokens.map((token) => ({ tokens: [token], hasPositions: true })),
});

/** Makes the expression for stories that have tokens near each other. */
const matchNear = (tokens: Row, column = ''): Match => ({
  expression: `${column}NEAR(${tokens.map((token) => quote([token])).join(' ')}, ${MAX_BETWEEN})`,
  lists: tokens.map((token) => ({ tokens: [token], hasPositions: true })),
});

const matchEach = (matches: readonly Match[]): Match => ({
  expression:
    matches.length === 1
      ? (matches[0] as Match).expression
      : `(${matches.map(({ expression }) => expression).join(' AND ')})`,
  lists: matches.flatMap(({ lists }) => lists),
});

/** Makes the expression for stories that have every facet. */
export const matchFacets = (facets: readonly string[]): Match =>
  matchEach(facets.map((facet) => matchAny([facet])));

const SUMMARY = '{headline abstract} : ';

function matchRow(row: Row, place: Place): Match {
  if (isCharacter({ tokens: row })) return matchFacets(row.map(characterFacet));
  if (row.includes(ELLIPSIS)) {
    const tokens = row.filter((token) => token !== ELLIPSIS);
    if (place === 'anywhere') return matchNear(tokens);
    if (place === 'summary') return matchNear(tokens, SUMMARY);
    return matchEach([matchFacets(tokens.map(headlineFacet)), matchNear(tokens, 'headline : ')]);
  }
  // Facets are in a column of their own, and no phrase reaches from one column into another.
  if (row.some(isFacet)) return row.length > 1 ? matchPhrase(row) : matchAny(row);
  if (place === 'anywhere') return row.length > 1 ? matchPhrase(row) : matchAny(row);
  if (place === 'summary') return row.length > 1 ? matchPhrase(row, SUMMARY) : matchAny(row, SUMMARY);
  // Few stories have a word in the headline, so the lists of these facets are short.
  if (row.length === 1) return matchFacets(row.map(headlineFacet));
  return matchEach([matchFacets([...new Set(row)].map(headlineFacet)), matchPhrase(row, 'headline : ')]);
}

/** Whether a choice is a single word, which can share its expression with others. */
const isWord = (choice: Choice): choice is [[string]] => {
  const [row = []] = choice;
  const isAlone = choice.length === 1 && row.length === 1;
  return isAlone && !row.some(isFacet) && !isCharacter({ tokens: row });
};

function matchWords(words: readonly string[], place: Place): Match {
  if (place === 'headline') return matchAny(words.map(headlineFacet));
  return matchAny(words, place === 'summary' ? SUMMARY : '');
}

/** Makes the expression for stories that have one of the choices in a place. Who wrote a story, and its topics, count as its summary. */
function matchChoices(choices: readonly Choice[], place: Place): Match {
  const words = choices.filter(isWord).map(([[word]]) => word);
  const others = choices.filter(
    (choice) => !isWord(choice) && !(place === 'headline' && choice.some((row) => row.some(isFacet))),
  );
  const matches = [
    ...(words.length > 0 ? [matchWords(words, place)] : []),
    ...others.map((choice) => matchEach(choice.map((row) => matchRow(row, place)))),
  ];
  const [first] = matches;
  if (first && matches.length === 1) return first;
  // Whatever reads the lists of all reads no more than one of them alone.
  const lists = matches.flatMap((match) => match.lists);
  return {
    expression: `(${matches.map(({ expression }) => expression).join(' OR ')})`,
    lists: [
      {
        tokens: [...new Set(lists.flatMap(({ tokens }) => tokens))],
        hasPositions: lists.some(({ hasPositions }) => hasPositions),
      },
    ],
  };
}

/** What is sought: each of the terms, by what will do for it; and what no story may have. */
export interface Sought {
  terms: readonly (readonly Choice[])[];
  facets: readonly string[];
  excluded: readonly Choice[];
}

/** Makes the expression for stories that have every facet, every term in a place, each within one text, and nothing that is excluded. */
export function matchAll({ terms, facets, excluded }: Sought, place: Place): Match {
  const matches = [
    ...facets.map((facet) => matchAny([facet])),
    ...terms.map((choices) => matchChoices(choices, place)),
  ];
  const match: Match = {
    expression: matches.map(({ expression }) => expression).join(' AND '),
    lists: matches.flatMap(({ lists }) => lists),
  };
  if (excluded.length === 0) return match;
  const { expression, lists } = matchChoices(excluded, 'anywhere');
  return { ...match, expression: `(${match.expression}) NOT ${expression}`, excluded: lists };
}

/** Narrows an expression to stories of some periods. */
export const withinPeriods = (expression: string, periods: readonly string[]): string =>
  `(${periods.map((period) => quote([period])).join(' OR ')}) AND ${expression}`;
