import type { Language } from '../languages/language.ts';
import { wordKeys } from '../names/spelling.ts';
import { isApostrophe, type Token } from './tokens.ts';

// Finds negations, and cuts a text into clauses, some of which are negated.

export interface Negation {
  from: number;
  to: number;
}

const CLAUSE_ENDS = ',;:.!?—，；：。！？،؛؟()（）';
const SENTENCE_ENDS = '.!?。！？؟;；';
type Split = NonNullable<Language['splitNegation']>;

/** Returns the length of the longest known phrase that begins here, in tokens. */
export function phraseAt(
  list: readonly Token[],
  at: number,
  phrases: { has: (phrase: string) => boolean },
  language: Language,
): number {
  const first = list[at];
  const most = first && language.phraseStarts.get(first.key);
  if (!first || most === undefined || first.kind === 'mark') return 0;
  let phrase = first.key;
  let longest = phrases.has(phrase) ? 1 : 0;
  let words = 1;
  for (let next = at + 1; words < most && next < list.length; next++) {
    const token = list[next];
    if (isApostrophe(list, next)) continue;
    if (!token || token.kind === 'mark') break;
    phrase += first.kind === 'han' ? token.key : ` ${token.key}`;
    words++;
    if (phrases.has(phrase)) longest = next - at + 1;
  }
  return longest;
}

/** Returns the token after the negation that begins here, or undefined. */
function negationAt(list: readonly Token[], at: number, language: Language): number | undefined {
  const { negations, splitNegation } = language;
  const token = list[at];
  const next = list[at + 1];
  if (!token || token.kind === 'mark' || token.kind === 'digits') return undefined;
  if (negations.has("n't") && token.key === 't' && token.gap === '' && list[at - 2]?.key.endsWith('n'))
    return at + 1;
  // No. 5
  if (
    token.key === 'no' &&
    (next?.kind === 'digits' || (next?.text === '.' && list[at + 2]?.kind === 'digits'))
  )
    return undefined;
  if (splitNegation?.first.has(token.key)) return splitAt(list, at, splitNegation);
  if (language.conjunctionStarts.test(token.key) && negations.has(token.key.slice(1))) return at + 1;
  const length = phraseAt(list, at, negations, language);
  return length > 0 ? at + length : undefined;
}

/** The first part of such a negation negates with a second one; `ne … que` means only. */
function splitAt(list: readonly Token[], at: number, split: Split): number | undefined {
  if (subjectBefore(list, at, split) !== undefined) return at + 1;
  for (let next = at + 1; next < at + 7; next++) if (split.second.has(list[next]?.key ?? '')) return next + 1;
  return undefined;
}

/** Returns where a subject that negates stands before the first part. */
function subjectBefore(list: readonly Token[], at: number, { first, subjects }: Split): number | undefined {
  if (!first.has(list[at]?.key ?? '')) return undefined;
  for (let before = at - 1; before >= at - 4; before--)
    if (subjects.has(list[before]?.key ?? '')) return before;
  return undefined;
}

export function findNegations(list: readonly Token[], language: Language): Negation[] {
  if (language.negations.size === 0) return [];
  const { splitNegation } = language;
  const found: Negation[] = [];
  for (let at = 0; at < list.length; ) {
    const idiom = phraseAt(list, at, language.notNegations, language);
    const negation = negationAt(list, at, language);
    // The longer one counts: 不安, but 不安全.
    const to = negation !== undefined && negation - at > idiom ? negation : undefined;
    // Didn't is three tokens.
    const isContracted = list[at]?.key === 't' && to === at + 1;
    const start = splitNegation ? subjectBefore(list, at, splitNegation) : undefined;
    if (to !== undefined) found.push({ from: isContracted ? at - 2 : (start ?? at), to });
    at = Math.max(at + 1, to ?? 0, at + idiom);
  }
  return found;
}

/** A text cut into clauses and sentences, with the keys of its words of content. */
export interface Clauses {
  /** For each token: its clause, its sentence, and its key if it is a word of content. */
  clause: number[];
  sentence: number[];
  keys: (string | undefined)[];
  /** Clauses that a negation is in. */
  negated: ReadonlySet<number>;
  /** The tokens of words that say the same as a negation: refused. */
  deniers: ReadonlySet<number>;
}

/** Returns where each clause or sentence ends, given that of each token. */
export function endsOf(numbers: readonly number[]): number[] {
  const ends: number[] = [];
  for (const [at, number] of numbers.entries()) ends[number] = at + 1;
  return ends;
}

/** Whether a mark stands between two digits: 1,200; 3.5. */
const isWithinNumber = (list: readonly Token[], at: number): boolean =>
  list[at - 1]?.kind === 'digits' && list[at + 1]?.kind === 'digits' && list[at + 1]?.gap === '';

/** Whether a mark that ends sentences does so here: not after an initial, an abbreviation or an ordinal. */
function endsSentence(list: readonly Token[], at: number, language: Language): boolean {
  const [before, mark, next] = [list[at - 1], list[at], list[at + 1]];
  if (next?.gap === '' && mark?.text !== '。') return false;
  if (mark?.text !== '.' || before?.kind === 'mark') return true;
  if (before?.kind === 'digits') return !(language.pointedOrdinals && before.text.length < 3);
  return !(before?.text.length === 1 || language.abbreviations.has(before?.key ?? ''));
}

export function findClauses(
  list: readonly Token[],
  language: Language,
  negations: readonly Negation[],
): Clauses {
  const [clause, sentence, keys]: [number[], number[], (string | undefined)[]] = [[], [], []];
  let [clauses, sentences] = [0, 0];
  const negated = new Set<number>();
  const deniers = new Set<number>();
  for (const [at, token] of list.entries()) {
    const isMark = token.kind === 'mark';
    if (isMark && CLAUSE_ENDS.includes(token.text) && !isWithinNumber(list, at)) clauses++;
    if (isMark && SENTENCE_ENDS.includes(token.text) && endsSentence(list, at, language)) sentences++;
    clause.push(clauses);
    sentence.push(sentences);
    keys.push(contentKey(list, at, language));
    if (phraseAt(list, at, language.negative, language) > 0) deniers.add(at);
  }
  for (const { from, to } of negations) {
    negated.add(clause[from] ?? 0);
    // French has its verb between the two words: ne signale pas.
    [keys[from], keys[to - 1]] = [undefined, undefined];
    // A pair of Han characters does not reach into a negation.
    if (from > 0 && list[from]?.kind === 'han') keys[from - 1] = undefined;
  }
  return { clause, sentence, keys, negated, deniers };
}

/** The most letters of a stem: what follows is inflection or word formation. */
const LONGEST_STEM = 7;
export function stemOf(key: string, language: Language): string {
  const plain = key.replace(language.stemPrefixes, '');
  const stem = wordKeys(withoutEnding(plain, language.formEndings), language)[1];
  return withoutEnding(stem, language.muteEndings).slice(0, LONGEST_STEM);
}

/** Takes an ending off a word, unless hardly anything would be left. */
function withoutEnding(key: string, endings: RegExp): string {
  const stem = key.replace(endings, '');
  return stem.length > 1 ? stem : key;
}

/** A word's stem; for Han, the character and the next one. */
function contentKey(list: readonly Token[], at: number, language: Language): string | undefined {
  const token = list[at];
  if (!token || token.kind === 'mark') return undefined;
  if (token.kind === 'han') {
    const next = list[at + 1];
    const isFunction =
      language.functionWords.has(token.key) || (next && language.functionWords.has(next.key));
    return next?.kind === 'han' && !isFunction ? token.key + next.key : undefined;
  }
  if (token.kind === 'digits') return token.key;
  if (token.key.length < 3 || language.functionWords.has(token.key)) return undefined;
  return stemOf(token.key, language);
}
