import { foldText } from './fold-text.ts';
import { formsOf } from './forms.ts';
import { isFromRun, tokensOf } from './tokens.ts';

/** What a story must have, or must not have. */
export interface Term {
  /** One token, or several in a row. */
  readonly tokens: readonly string[];
  /** Tokens that will do in place of the only one: other forms of the word. */
  readonly forms: readonly string[];
  /** Other tokens in a row that will do. */
  readonly rows?: readonly (readonly string[])[];
  /** Whether the reader has put the term in quotation marks. */
  readonly isQuoted?: true;
  /** Whether words will do that begin with the token: `telesc*`. */
  readonly isBeginning?: true;
  /** Whether a story must not have it: `-word`. */
  readonly isExcluded?: true;
  /** Terms that will do in its place: `flood OR fire`. */
  readonly or?: readonly Term[];
}

/** The most characters that a search may have, and the most terms that count; the first ones do. */
export const MAX_QUERY_LENGTH = 200;
export const MAX_TERMS = 16;
/** How many of the terms count in other forms, too. Each form takes time. */
const MAX_INFLECTED = 6;

/** The fewest letters that may stand before an asterisk: too many words begin with fewer. */
const MIN_BEGINNING = 3;

/** Matches a phrase in quotation marks of any language, up to the end if they are not closed, or else what is between spaces. −52 is a number. */
const PARTS =
  /(?<minus>(?<!\S)[-−](?=[^\s\p{Nd}]))?(?:["“”„‟«»＂「」『』](?<quoted>[^"“”„‟«»＂「」『』]*)["“”„‟«»＂「」『』]?|(?<bare>[^\s"“”„‟«»＂「」『』]+))/gu;
const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** Returns a word with its umlauts as two letters, as people write it without these on their keyboard. */
const withoutUmlauts = (word: string) =>
  word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüøå]/g, (letter) => UMLAUTS[letter] as string);

/** Makes a term of a part of a search; undefined if it has no token. `isInflected` says whether a word counts in other forms, too. */
function termOf(
  { minus, quoted, bare = '' }: Record<string, string>,
  isInflected: boolean,
): Term | undefined {
  const text = withoutLetter(bare);
  const tokens = withoutLast(tokensOf(quoted ?? text).map(({ token }) => token));
  const [word = ''] = tokens;
  if (word === '') return undefined;
  const isWord = quoted === undefined && tokens.length === 1;
  const isBeginning = isWord && bare.endsWith('*') && word.length >= MIN_BEGINNING && !isFromRun(word);
  const spelled = isWord ? tokensOf(withoutUmlauts(text)).map(({ token }) => token) : [];
  const forms = isWord && isInflected && !isBeginning ? [...formsOf(word), ...spelled] : [];
  return {
    tokens,
    forms: forms.filter((form) => form !== word),
    ...(quoted === undefined ? {} : { isQuoted: true }),
    ...(isBeginning ? { isBeginning: true } : {}),
    ...(minus === undefined ? {} : { isExcluded: true }),
  };
}

/** Whether two terms are the same to a search. */
const keyOf = ({ tokens, isExcluded, isBeginning }: Term) =>
  JSON.stringify([tokens, isExcluded ?? false, isBeginning ?? false]);

/**
 * Parses a search. Every term must occur; the words of a phrase in quotation marks, and those that only punctuation separates, in a
 * row. A word alone counts in other forms, too, unless it stands in quotation marks. A term after a minus must not occur, of terms with
 * OR between them one must, and an asterisk stands for the rest of a word. Nothing else has a meaning, so that no search is wrong.
 */
export function termsOf(query: string): Term[] {
  const terms: Term[] = [];
  const known = new Set<string>();
  const parts = Array.from(query.matchAll(PARTS), ({ groups }) => groups as Record<string, string>);
  let isAlternative = false;
  for (const [index, part] of parts.entries()) {
    const last = terms.at(-1);
    const isBetween = last !== undefined && !last.isExcluded && !isAlternative && index < parts.length - 1;
    if (part.bare === 'OR' && isBetween) {
      isAlternative = true;
      continue;
    }
    const term = termOf(part, known.size < MAX_INFLECTED);
    if (term && !known.has(keyOf(term)) && known.size < MAX_TERMS) {
      known.add(keyOf(term));
      if (isAlternative && last && !term.isExcluded)
        terms.splice(-1, 1, { ...last, or: [...(last.or ?? []), term] });
      else terms.push(term);
    }
    isAlternative = false;
  }
  // A search for what is not there alone is one for words after a dash.
  if (!terms.every(({ isExcluded }) => isExcluded)) return terms;
  return terms.map(({ isExcluded, ...term }) => term);
}

/** Returns the terms of a search that a story must have, each by itself. */
export const soughtTerms = (terms: readonly Term[]): Term[] =>
  terms.filter(({ isExcluded }) => !isExcluded).flatMap((term) => [term, ...(term.or ?? [])]);

/** Leaves out the letter before or after a word that an apostrophe separates: minister’s, l’Europe. */
const withoutLetter = (part: string) => part.replace(/^\p{L}['’](?=\p{L}{2})|(?<=\p{L}{2})['’]\p{L}$/gu, '');

/**
 * Leaves out the last character of a run, which is a token of its own: in a story, the run may go on after it. A single character stays.
 */
function withoutLast(tokens: readonly string[]): readonly string[] {
  const [before, last] = tokens.slice(-2);
  const isEnd = last !== undefined && before !== undefined && isFromRun(last) && before.endsWith(last);
  return isEnd ? tokens.slice(0, -1) : tokens;
}

/** Whether a term is one character of a script that is split into pairs. */
export function isCharacter({ tokens }: Pick<Term, 'tokens'>): boolean {
  const [token = ''] = tokens;
  return tokens.length === 1 && isFromRun(token) && Array.from(token.normalize('NFC')).length === 1;
}

/** Returns a search in the form in which addresses have it: one space between words, none around them, no soft hyphens. */
export const tidyQuery = (query: string): string =>
  query
    .toWellFormed()
    .replaceAll('\u00AD', '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\uFFFD\s]+/gu, (found) => (/^[\u200C\u200D]+$/.test(found) ? found : ' '))
    .trim();

/** Whether the tokens stand in a row in a text. */
function hasRow(text: string, row: readonly string[]): boolean {
  const tokens = tokensOf(text).map(({ token }) => token);
  return tokens.some((_, from) => row.every((token, index) => tokens[from + index] === token));
}

/**
 * Returns the terms that a text does not have as a search wants it. A word may be a part of one in the text, unlike in the index of the
 * search. Costs little for a text without the words: it is folded, and not split.
 */
export function missingTerms(text: string, terms: readonly Term[]): Term[] {
  const folded = foldText(text).normalize('NFC');
  const has = ({ tokens, forms }: Term) => {
    if (forms.some((form) => folded.includes(form))) return true;
    return tokens.every((token) => folded.includes(token)) && (tokens.length === 1 || hasRow(text, tokens));
  };
  return terms.filter((term) => [term, ...(term.or ?? [])].some(has) === (term.isExcluded ?? false));
}

/** Whether texts have together what a search wants, and nothing that it excludes. Takes no further text than that needs. */
export function haveTerms(texts: Iterable<string>, terms: readonly Term[]): boolean {
  const excluded = terms.filter(({ isExcluded }) => isExcluded);
  let wanted = terms.filter(({ isExcluded }) => !isExcluded);
  for (const text of texts) {
    if (missingTerms(text, excluded).length > 0) return false;
    wanted = missingTerms(text, wanted);
    if (wanted.length + excluded.length === 0) return true;
  }
  return wanted.length === 0;
}
