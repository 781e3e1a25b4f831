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
const HAS_ONLY_ASCII = /^[\0-\x7F]*$/;

/**
 * Marks that searches leave out: accents of Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowel signs, hamzas and tatweel, the
 * dots of Devanagari; and invisible characters.
 */
const LEFT_OUT =
  /\u00AD|[\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u093C]|\u200C|\u200D/g;
/** Letters that searches take for others, and that Unicode does not decompose. */
const SAME: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ة: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ۀ: 'ه',
  ە: 'ه',
  ک: 'ك',
  ڪ: 'ك',
};
const TO_REPLACE = new RegExp(`[${Object.keys(SAME).join('')}]`, 'g');
const DIGIT = /(?![0-9])\p{Nd}/gu;
/** What the index would take for the end of a token. */
const NOT_IN_TOKENS = /[^a-z0-9\u0080-\u{10FFFF}]/gu;

/** Returns the ASCII digit of a decimal digit of any script. Unicode has each script's ten in a row, the zero first. */
function toAsciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  // The mathematical digits are fifty in a row, but NFKD has made them ASCII.
  return String((code - zero) % 10);
}

/** Returns a word as searches compare it: without case, accents and vowel signs, and with one form of each letter. */
export function foldWord(word: string): string {
  if (HAS_ONLY_ASCII.test(word)) return word.toLowerCase().replace(NOT_IN_TOKENS, '');
  return word
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(LEFT_OUT, '')
    .replace(TO_REPLACE, (letter) => SAME[letter] as string)
    .replace(DIGIT, toAsciiDigit)
    .replace(NOT_IN_TOKENS, '')
    .normalize('NFC');
}

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
