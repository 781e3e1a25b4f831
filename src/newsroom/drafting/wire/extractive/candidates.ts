import { isInLanguage } from '../language-check.ts';
import { QUOTED, speaksToMachines } from '../orders.ts';
import { anyOf } from '../words.ts';

// Which sentences of a page may stand in a TL;DR: those that state something, by themselves.

/** The shortest and the longest sentence that is taken, in characters; and where each character is a syllable. */
const [SHORTEST, LONGEST] = [40, 400];
const [SHORTEST_HAN, LONGEST_HAN] = [14, 160];

const IS_DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const COMPLETE = /[.。．।۔][”"’»」』）)]*$/u;
const BEGINS_LOWER = /^[^\p{L}\p{N}]*\p{Ll}/u;
const MACHINE_TEXT = /https?:|www\.|[\w.]@\w|[{}<>|©®]|[#@]\w|\.{3}|…|\n/u;
const ADDRESSES = new RegExp(anyOf('addresses'), 'iu');
const PAGE_WORDS = new RegExp(anyOf('pageWords'), 'iu');
const BYLINE = new RegExp(`^(?:${anyOf('bylines')})(?=[\\s:：]\\s*\\p{Lu}|[:：]|\\s*\\/)`, 'iu');

const PAIRS = ['“”', '„“', '«»', '「」', '『』', '()', '[]', '（）'];

/** Whether every quotation and parenthesis that opens in the sentence closes there. A quotation cut in half says something else. */
function isBalanced(sentence: string): boolean {
  const count = (mark: string) => sentence.split(mark).length - 1;
  if (count('"') % 2 !== 0) return false;
  const isGerman = sentence.includes('„');
  return PAIRS.every(([open = '', close = '']) => {
    if (open === '“' && isGerman) return true;
    if (open === '„') return !isGerman || count('„') === count('“') + count('”');
    return count(open) === count(close);
  });
}

/** Whether a sentence of a page may stand in a TL;DR in a language: whole, in that language, and addressed to nobody. */
export function isCandidate(sentence: string, language: string): boolean {
  const isDense = (sentence.match(new RegExp(IS_DENSE, 'gu')) ?? []).length * 2 > sentence.length;
  const { length } = sentence;
  if (isDense ? length < SHORTEST_HAN || length > LONGEST_HAN : length < SHORTEST || length > LONGEST)
    return false;
  if (!COMPLETE.test(sentence) || BEGINS_LOWER.test(sentence) || MACHINE_TEXT.test(sentence)) return false;
  if (!isBalanced(sentence) || PAGE_WORDS.test(sentence) || BYLINE.test(sentence)) return false;
  const unquoted = sentence.replaceAll(QUOTED, '');
  if (ADDRESSES.test(unquoted)) return false;
  return !speaksToMachines(sentence) && isInLanguage(sentence, language) !== false;
}
