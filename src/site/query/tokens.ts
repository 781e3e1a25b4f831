import { foldText } from './fold-text.ts';

// Splits texts into the tokens of the search, the same for stories and for searches. Scripts that do not put spaces between words
// are split into overlapping pairs of characters, everything else into words.

/** A token, and the part of the text that it was made from, in UTF-16 units. */
export interface Token {
  token: string;
  start: number;
  end: number;
}

/** The most characters of a token; the rest of a longer word does not count. */
const MAX_TOKEN_LENGTH = 64;

/** The characters of runs without spaces: Han, kana, Hangul, Thai, Lao, Khmer and Burmese. */
const RUN = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .concat('ー〆\uFF70')
  .join('');
/** What belongs to the character before it: marks, and the half-width voicing marks of kana. */
const ATTACHED = '[\\p{M}\uFF9E\uFF9F]*';
/** Matches runs and words. Joiners and soft hyphens belong to the word around them. */
const PARTS = new RegExp(
  `(?<run>(?:[${RUN}]${ATTACHED})+)|(?:[[\\p{L}\\p{N}]--[${RUN}]][\\p{M}\u00AD\u200C\u200D]*)+`,
  'gv',
);
/** Matches a character with what is attached to it, and a syllable of Hangul in parts. */
const CHARACTERS = new RegExp(`(?:[\u1100-\u115F][\u1160-\u11FF]*|.)${ATTACHED}`, 'gsv');
const BEGINS_RUN = new RegExp(`^[${RUN}]`, 'v');
/** What the index would take for the end of a token. */
const NOT_IN_TOKENS = /[^a-z0-9\u0080-\u{10FFFF}]/gu;

/** Returns a word as searches compare it: without case, accents and vowel signs, and with one form of each letter. */
export const foldWord = (word: string): string => foldText(word).replace(NOT_IN_TOKENS, '').normalize('NFC');

/** Matches a run of frequent characters, of one UTF-16 unit and one form each. Most runs are such, and quickly split. */
const IS_PLAIN = /^[\u3041-\u3094\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3]+$/;

/** Returns the pairs of neighbours in a run, and its last character, so that a run of one character has a token as well. */
function pairsOf(run: string, from: number): Token[] {
  if (IS_PLAIN.test(run))
    return Array.from({ length: run.length }, (_, at) => {
      const token = run.slice(at, at + 2);
      return { token, start: from + at, end: from + at + token.length };
    });
  const characters = Array.from(run.matchAll(CHARACTERS), ({ 0: text, index }) => ({
    text: text.normalize('NFKC').toLowerCase().replace(NOT_IN_TOKENS, ''),
    start: from + index,
    end: from + index + text.length,
  }));
  return characters.map(({ text, start, end }, index) => {
    const next = characters[index + 1];
    return { token: `${text}${next?.text ?? ''}`, start, end: next?.end ?? end };
  });
}

/** Splits a text into tokens, in their order. Never throws, whatever the text. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: part, index, groups } of text.matchAll(PARTS)) {
    if (groups?.run === undefined) {
      const token = foldWord(part.slice(0, 4 * MAX_TOKEN_LENGTH));
      tokens.push({ token, start: index, end: index + part.length });
      continue;
    }
    // One by one: a call takes no more arguments than fit on the stack, and a run may be a whole story.
    for (const pair of pairsOf(part, index)) tokens.push(pair);
  }
  return tokens
    .filter(({ token }) => token !== '')
    .map((each) =>
      each.token.length <= MAX_TOKEN_LENGTH
        ? each
        : { ...each, token: Array.from(each.token).slice(0, MAX_TOKEN_LENGTH).join('') },
    );
}

/** Whether a token was made from a script without spaces between words. */
export const isFromRun = (token: string): boolean => BEGINS_RUN.test(token);

/** Returns the characters in a text of scripts without spaces between words, each once. */
export const charactersOf = (text: string): string[] => {
  const characters = Array.from(text.matchAll(CHARACTERS), ([character]) => character).filter(isFromRun);
  return [...new Set(characters.map((character) => tokensOf(character)[0]?.token ?? ''))].filter(Boolean);
};
