import type { Language } from '../languages/language.ts';
import { type Quantity, valueKey } from '../numbers/quantity.ts';
import { type Clauses, type Negation, phraseAt, stemOf } from '../text/clauses.ts';
import { isCapitalised, type Token } from '../text/tokens.ts';

// The words that carry what a text says, each under the keys by which the words of two texts meet.

/** A word of content, a pair of Han characters, or a phrase that the language's lists know. */
export interface WordUnit {
  from: number;
  to: number;
  /** Its stem; and the meanings that it shares with others, such as `12+`, whose opposite is `12-`. */
  keys: readonly string[];
}

/** Returns the other side of a meaning; undefined of a key that has none. */
export const oppositeOf = (key: string): string | undefined =>
  /^\d+[+-]$/.test(key) ? key.slice(0, -1) + (key.endsWith('+') ? '-' : '+') : undefined;

/** The meaning of the first group of each language: to say. */
export const SAYING = '=0';

/** Whether a key is that of a meaning. */
export const isMeaning = (key: string): boolean => /^(?:=\d+|\d+[+-])$/.test(key);

/** Whether a key is that of a number's value. */
export const isNumber = (key: string): boolean => key.startsWith('#');

/** Whether a key says nothing of what a text is about: it is that of a number, or of a function word. */
export const isFunctionKey = (key: string): boolean =>
  isNumber(key) || (key.startsWith('=') && !isMeaning(key));

type Meanings = ReadonlyMap<string, readonly string[]>;
const known = new WeakMap<Language['meanings'], Meanings>();

/** Returns the meanings of phrases, and of words by their stems. */
function meaningsOf(language: Language): Meanings {
  const made = known.get(language.meanings);
  if (made) return made;
  const meanings = new Map<string, string[]>();
  const add = (words: readonly string[], meaning: string) => {
    for (const word of words)
      for (const key of new Set([
        word,
        word.includes(' ') || language.unspaced ? word : stemOf(word, language),
      ]))
        meanings.set(key, [...new Set([...(meanings.get(key) ?? []), meaning])]);
  };
  for (const [at, group] of language.meanings.same.entries()) add(group, `=${at}`);
  for (const [at, [one = [], other = []]] of language.meanings.opposites.entries()) {
    add(one, `${at}+`);
    add(other, `${at}-`);
  }
  known.set(language.meanings, meanings);
  return meanings;
}

/** Returns a Han character and the next one, unless one of them is a particle. */
function pairAt(list: readonly Token[], at: number, language: Language): string | undefined {
  const [first, next] = [list[at], list[at + 1]];
  if (!first || next?.kind !== 'han') return undefined;
  const isParticle = ({ key }: Token) => language.functionWords.has(key) && !language.telling.has(key);
  return isParticle(first) || isParticle(next) ? undefined : first.key + next.key;
}

/** Lists the units of a text, in order. They may overlap. What a date has is no unit, and a number is one by its value. */
export function findWordUnits(
  list: readonly Token[],
  clauses: Clauses,
  language: Language,
  quantities: readonly Quantity[],
  used: readonly boolean[],
  negations: readonly Negation[],
): WordUnit[] {
  const meanings = meaningsOf(language);
  const units: WordUnit[] = [];
  // A pair of Han characters does not reach into a negation, or out of one.
  const cut = new Set(negations.flatMap(({ from, to }) => [from - 1, from, to - 1]));
  for (const { from, to, readings, isWeak } of quantities)
    if (!isWeak) units.push({ from, to, keys: readings.map(({ value }) => `#${valueKey(value)}`) });
  for (const [at, { kind, key, text }] of list.entries()) {
    if (kind === 'mark' || (used[at] && (kind === 'digits' || language.numberWords.has(key)))) continue;
    const length = phraseAt(list, at, meanings, language);
    const isPhrase = length > 1;
    if (isPhrase) {
      const words = list.slice(at, at + length).map((each) => each.key);
      units.push({
        from: at,
        to: at + length,
        keys: meanings.get(words.join(kind === 'han' ? '' : ' ')) ?? [],
      });
    }
    const stem = kind !== 'han' ? clauses.keys[at] : cut.has(at) ? undefined : pairAt(list, at, language);
    // An Arabic verb begins with its subject: ينتقل, تنتقل.
    const root = language.arabicNames && stem && /^[يتنا]../.test(stem) ? stem.slice(1) : undefined;
    // The States, Ms Rose: a capital within a sentence tells a name.
    const isName = at > 0 && language.hasCapitals && language.nounNames === null && isCapitalised(text);
    const shared =
      isName || kind === 'han'
        ? undefined
        : (meanings.get(key) ??
          (root === undefined ? undefined : meanings.get(root)) ??
          (stem === undefined ? undefined : meanings.get(stem)));
    const isLink = language.prepositions.has(key) || language.conjunctions.has(key);
    const isTold = kind !== 'han' && language.telling.has(key);
    const own: string[] = [];
    if (stem !== undefined && !isLink) own.push(stem);
    else if (isTold) own.push(`=${key}`);
    if (root !== undefined && !isLink) own.push(`-${root}`);
    if (shared && (isTold || !isLink)) own.push(...shared);
    // 称, where a mark follows.
    if (kind === 'han' && list[at + 1]?.kind === 'mark' && meanings.get(key)?.includes(SAYING))
      units.push({ from: at, to: at + 1, keys: [SAYING] });
    const isGlued = kind === 'han' && stem !== undefined;
    if (own.length > 0 && !(isPhrase && stem === undefined && text === key && !isTold))
      units.push({ from: at, to: isGlued ? at + 2 : at + 1, keys: own });
  }
  return units.sort((a, b) => a.from - b.from);
}
