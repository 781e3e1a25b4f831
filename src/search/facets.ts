import { foldWord } from '../site/query/tokens.ts';

// Facets: what searches are narrowed by, as tokens that no text can contain, because they begin with a private-use character.

const MARK = '\uE000';
/** Separates the sources of a story, and its authors, so that no phrase reaches from one into the next. */
export const GAP = '\uE001';
/** Private-use characters stand for the ASCII characters at which the tokenizer would end a token. */
const STANDS_FOR = 0xe100;

const encodeExactly = (text: string) =>
  text.replace(/[\0-\x2F\x3A-\x60\x7B-\x7F]/g, (character) =>
    String.fromCharCode(STANDS_FOR + character.charCodeAt(0)),
  );

const encode = (text: string) => encodeExactly(text.toLowerCase());

/** A story's id, by which its row is found again. Ids that differ in capitals are two. */
export const identityFacet = (identifier: string) => `${MARK}i${encodeExactly(identifier)}`;
/** A topic or a publisher, as a scope. */
export const scopeFacet = (scope: string) => `${MARK}s${encode(scope)}`;
/** A word of an author's name. */
export const authorFacet = (word: string) => `${MARK}a${encode(foldWord(word))}`;
/** A language, by its whole tag or the first part of it. */
export const languageFacet = (tag: string) => `${MARK}l${encode(tag)}`;
/** A character of headline or TL;DR, of a script that is split into pairs. */
export const characterFacet = (character: string) => `${MARK}c${character}`;
/** A word of the headline, so that a search in headlines reads only the stories that have it there. */
export const headlineFacet = (token: string) => `${MARK}h${token}`;
/** The end of a long word of a language that writes several words as one, so that Reform finds Steuerreform. */
export const tailFacet = (token: string) => `${MARK}t${Array.from(token).reverse().join('')}`;
/** Returns the word whose end a token is. */
export const wordOfTail = (facet: string) => Array.from(facet.slice(2)).reverse().join('');
/** Whether a token is a facet. */
export const isFacet = (token: string) => token.startsWith(MARK);

const PERIOD_DIGITS = 6;
/** A period of the calendar, by its length and number. Those of one length are in the order of time. */
export const periodFacet = (length: number, period: number) =>
  `${MARK}p${length}p${String(period).padStart(PERIOD_DIGITS, '0')}`;
/** Returns the number of the period that a token names. */
export const periodOfFacet = (facet: string) => Number(facet.slice(-PERIOD_DIGITS));
