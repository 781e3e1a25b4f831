import {
  KNOWN_LANGUAGES,
  languageOf,
  primarySubtag,
} from '../../../site/story/grounding/languages/languages.ts';
import { tokenize } from '../../../site/story/grounding/text/tokens.ts';

// Tells whether a text is in a language, by its script and its most common words. Nothing is guessed where these do not tell.

/** The scripts that languages are written in, if not in Latin. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  zh: /\p{Script=Han}/u,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
  ...Object.fromEntries(['ar', 'fa', 'ur', 'ps', 'ug'].map((tag) => [tag, /\p{Script=Arabic}/u])),
  ...Object.fromEntries(['ru', 'uk', 'bg', 'be', 'mk', 'kk'].map((tag) => [tag, /\p{Script=Cyrillic}/u])),
  el: /\p{Script=Greek}/u,
  he: /\p{Script=Hebrew}/u,
  hi: /\p{Script=Devanagari}/u,
  th: /\p{Script=Thai}/u,
};
const LATIN = /\p{Script=Latin}/u;
/** The languages of Latin script whose common words are known. */
const KNOWN = KNOWN_LANGUAGES.filter((tag) => !Object.hasOwn(SCRIPTS, tag));
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The common words that make a language likely: at least so many, and so large a share of all words. */
const [LEAST, SHARE] = [3, 0.2];

/**
 * Returns whether a text is in the language of a BCP 47 tag; null if nobody can tell. Chinese is told from Japanese, and English,
 * German, French and Spanish from each other.
 */
export function isInLanguage(text: string, language: string): boolean | null {
  const tag = primarySubtag(language);
  const letters = text.match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return null;
  const script = SCRIPTS[tag] ?? LATIN;
  const inScript = letters.filter((letter) => script.test(letter)).length;
  if (inScript * 2 < letters.length) return false;
  if (tag === 'zh') return letters.filter((letter) => KANA.test(letter)).length * 5 < letters.length;
  if (script !== LATIN || !KNOWN.includes(tag)) return null;
  const words = tokenize(text).list.filter(({ kind }) => kind === 'word');
  const count = (known: string) => words.filter(({ key }) => languageOf(known).functionWords.has(key)).length;
  const own = count(tag);
  const others = Math.max(...KNOWN.filter((known) => known !== tag).map(count));
  const isClear = Math.max(own, others) >= Math.max(LEAST, words.length * SHARE);
  if (!isClear || own === others) return null;
  return own > others ? true : others > own * 1.5 + 1 ? false : null;
}
