import { isCharacter, type Term } from '../../site/query/terms.ts';
import { isFromRun, tokensOf } from '../../site/query/tokens.ts';
import { authorFacet, languageFacet, scopeFacet, tailFacet, wordOfTail } from '../facets.ts';
import type { TopicTitle } from '../index-query.ts';
import { type Choice, ELLIPSIS } from '../match.ts';
import type { Postings } from '../postings.ts';
import type { Affixes } from './inflection.ts';
import { areForms, isInvariable, type KeyOf, LANGUAGES, type Language } from './languages.ts';
import { nearestWord } from './near.ts';
import { otherRuns } from './runs.ts';

// What a story may have in place of a word of a search: looked for among the words that the index has, so that nothing of it is stored,
// and a page can mark it.

/** What will do for a term: its own words, their other forms, and words that are written or made with it. Those before are left out. */
export interface Choices {
  exact: Choice[];
  forms: Choice[];
  wide: Choice[];
}

/** The most words that will do for the terms of a search together, by their forms, and as many by others. */
const MAX_WORDS = 48;
/**
 * How many may do for a term at least if compounds are looked for, and if verbs in two parts are: not those of many words, which takes
 * long, and longest to compare where two frequent words stand.
 */
const [MIN_FOR_COMPOUNDS, MIN_FOR_SEPARATED] = [12, 24];
/** The most words that will do for the beginning of one. */
const MAX_BEGINNING = 40;
/** After how many guesses no more are made, and for which part of the beginnings. */
const [MAX_GUESSES, FOR_GUESSES] = [24, 0.4];
/**
 * Of how many beginnings words are looked for in a search for one term: each takes half a tenth of a millisecond, and so do two whole words.
 * Of each of several terms less, and none if fewer words than these may do for a term.
 */
const [MAX_BEGINNINGS, MIN_FOR_FORMS] = [150, 6];
/** The most forms of a verb that are looked for in two parts. */
const MAX_SEPARATED = 12;
/** The most words that are searched for in place of one that is a part of them. */
const MAX_PARTS_OF = 4;
/** The most terms, alternatives too, of which other forms are looked for. */
const MAX_TERMS = 6;
/** A word in so many stories needs no other forms to find some; to count those of a frequent one takes long. */
const FREQUENT = 1000;
/** The fewest letters that words of one key have in common at the beginning, and of a word that is a part of another. */
const [MIN_COMMON, MIN_PART] = [3, 5];
/** The fewest letters of a part of a word that is searched for in parts, and what may join them. */
const MIN_HALF = 4;
const JOINTS = /(?:s|es|n|en|er|e)$/;

/** What the plural of a part may end in. */
const ENDINGS = ['n', 'en', 'e', 'er', 's'];

const word = (token: string): Choice => [[token]];

/** Finds what will do for terms. Made for one search. */
export class Expander {
  readonly #postings: Postings;
  readonly #languages: readonly string[];
  readonly #topics: readonly TopicTitle[];
  /** Of how many beginnings this term may still look for words. */
  #beginnings = 0;

  /** `languages` are those in which the index has stories. */
  constructor(postings: Postings, languages: readonly string[], topics: readonly TopicTitle[]) {
    this.#postings = postings;
    this.#languages = languages;
    this.#topics = topics;
  }

  #isKnown = (token: string): boolean => this.#postings.has(token);

  /** Returns what will do for each of the terms. */
  async expand(terms: readonly Term[]): Promise<Choices[]> {
    const most = Math.floor(MAX_WORDS / terms.reduce((sum, { or = [] }) => sum + 1 + or.length, 0));
    const expanded: Choices[] = [];
    let left = MAX_TERMS;
    for (const term of terms) {
      const each: Choices[] = [];
      for (const one of [term, ...(term.or ?? [])])
        each.push(await this.#expandOne(one, left-- > 0 ? most : 0));
      expanded.push({
        exact: each.flatMap(({ exact }) => exact),
        forms: each.flatMap(({ forms }) => forms),
        wide: each.flatMap(({ wide }) => wide),
      });
    }
    return expanded;
  }

  async #expandOne(term: Term, most: number): Promise<Choices> {
    this.#beginnings = most < MIN_FOR_FORMS ? 0 : Math.floor(MAX_BEGINNINGS * (most / MAX_WORDS) ** 1.5);
    const { tokens, isQuoted, isBeginning } = term;
    const [token = ''] = tokens;
    const exact = [[tokens], ...this.#namesOf(term)];
    if (isBeginning) {
      const words = mostFrequent(this.#postings.beginningWith(token));
      return {
        exact: [...exact, ...words.filter((other) => other !== token).map(word)],
        forms: [],
        wide: [],
      };
    }
    if (isQuoted || most === 0) return { exact, forms: [], wide: [] };
    if (isCharacter(term) || isFromRun(token))
      return { exact, ...otherRuns(tokens, isCharacter(term) ? () => true : this.#isKnown) };
    if (tokens.length > 1) {
      const joined = tokens.join('');
      return { exact, forms: this.#isKnown(joined) ? [word(joined)] : [], wide: [] };
    }
    const forms = term.forms.filter(this.#isKnown);
    if (this.#postings.isInMore(token, FREQUENT)) return { exact, forms: forms.map(word), wide: [] };
    const spellings = [token, ...this.#withUmlauts(token)];
    const [found, related] = [new Set([...forms, ...spellings.slice(1)]), new Set<string>()];
    for (const spelling of spellings)
      for (const [other, isForm] of await this.#related(spelling)) (isForm ? found : related).add(other);
    const all = new Set([token, ...found]);
    const compounds = most < MIN_FOR_COMPOUNDS ? [] : this.#compounds(token, MIN_PART);
    const wide = new Set([...related, ...compounds].filter((other) => !all.has(other)));
    found.delete(token);
    const parts = this.#inParts(token);
    return {
      exact,
      forms: this.#ranked(found, most).map(word),
      wide: [
        ...this.#ranked(wide, most).map(word),
        // Particles are mostly prepositions too, so that both parts may belong to other words.
        ...(most < MIN_FOR_SEPARATED ? [] : await this.#separated(token)),
        ...(parts && wide.size + found.size === 0 ? [parts] : []),
      ],
    };
  }

  /** Returns those of some words that are in the most stories. */
  #ranked(words: Iterable<string>, most: number): string[] {
    return Array.from(new Set(words), (each) => ({ each, count: this.#postings.count(each) }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.count - one.count)
      .slice(0, most)
      .map(({ each }) => each);
  }

  /**
   * Returns what names do for words: an author's, and, unless quotation marks ask for the words themselves, those of topics that have them
   * in their titles. What is excluded are words.
   */
  #namesOf({ tokens, isQuoted, isExcluded }: Term): Choice[] {
    if (isExcluded) return [];
    const author = tokens.map(authorFacet);
    const topics = this.#topics.filter(({ title }) => {
      if (isQuoted) return false;
      const words = tokensOf(title).map(({ token }) => token);
      return words.some((_, from) => tokens.every((token, index) => words[from + index] === token));
    });
    return [
      ...(author.every(this.#isKnown) ? [[author]] : []),
      ...topics
        .map(({ scope }) => word(scopeFacet(scope)))
        .filter(([[facet = ''] = []]) => this.#isKnown(facet)),
    ];
  }

  /** Returns the words of the index that have one key with a word in some language, and whether they are its forms. */
  async #related(token: string): Promise<Map<string, boolean>> {
    const related = new Map<string, boolean>();
    const isEnglish = this.#languages.includes('en');
    if (isEnglish && isInvariable(token)) return related;
    for (const tag of this.#languages) {
      const language = LANGUAGES[tag];
      if (!language || !new RegExp(`^\\p{Script=${language.script}}+$`, 'u').test(token)) continue;
      const keyOf = await language.load();
      const isAlone = this.#languages.every(
        (each) => each === tag || LANGUAGES[each]?.script !== language.script,
      );
      // The rules of one language take words of another for forms: in Polish, policy would be one of police.
      const isForm = (other: string) =>
        tag === 'en' ? areForms(token, other) : isAlone || this.#postings.isBeside(other, languageFacet(tag));
      for (const other of this.#sameKey(token, keyOf, language))
        if (other !== token && !(isEnglish && isInvariable(other)))
          related.set(other, related.get(other) === true || isForm(other));
      for (const [other, isSure] of await this.#inflected(token, language))
        related.set(other, related.get(other) === true || (isSure && isForm(other)));
    }
    return related;
  }

  /** Returns the words of the index that begin and end as forms of a word do, and whether they are sure to be some. */
  async #inflected(token: string, { inflector }: Language): Promise<[word: string, isSure: boolean][]> {
    const rules = await inflector?.();
    if (!rules) return [];
    const beginnings = rules.beginningsOf(token);
    const reserve = beginnings.some(({ isGuess }) => isGuess) ? this.#beginnings * FOR_GUESSES : 0;
    const take = (isGuess: boolean, most: number) => {
      const left = isGuess ? 0 : reserve;
      const words = new Map<string, boolean>();
      for (const each of beginnings) {
        if (words.size >= most || this.#beginnings <= left) break;
        const { beginning, endings = [] } = each;
        const cost = beginning.length < MIN_COMMON ? endings.length / 2 : 1;
        if (each.isGuess !== isGuess || cost > this.#beginnings - left) continue;
        this.#beginnings -= cost;
        for (const word of this.#fitting(each)) words.set(word, each.isForm || words.get(word) === true);
      }
      return [...words];
    };
    // Forms of one or two letters are words of every text: da, de, va.
    const listed = rules
      .listed(token)
      .filter(({ length }) => length >= MIN_COMMON)
      .map((word): [string, boolean] => [word, true]);
    return [...listed, ...take(false, MAX_WORDS), ...take(true, MAX_GUESSES)].filter(
      ([word]) => word !== token,
    );
  }

  /** Returns the forms of a verb that leave a part of it for the end of the clause. */
  async #separated(token: string): Promise<Choice[]> {
    const verbs = new Map<string, string>();
    for (const tag of this.#languages) {
      const rules = await LANGUAGES[tag]?.inflector?.();
      for (const { particle, ...rest } of rules?.separatedOf(token) ?? [])
        if (this.#isKnown(particle)) for (const verb of this.#fitting(rest)) verbs.set(verb, particle);
    }
    return this.#ranked(verbs.keys(), MAX_SEPARATED).map((verb) => [[verb, ELLIPSIS, verbs.get(verb) ?? '']]);
  }

  /** Returns the words of the index with a beginning and one of its endings. */
  #fitting({ beginning, isEnding, endings = [] }: Affixes): string[] {
    // Too many words begin with two letters.
    if (beginning.length < MIN_COMMON)
      return endings
        .map((ending) => `${beginning}${ending}`)
        .filter((each) => each.length >= MIN_COMMON && this.#isKnown(each));
    const words = Array.from(this.#postings.beginningWith(beginning).keys());
    return words.filter((word) => isEnding(word.slice(beginning.length)));
  }

  /** Returns the words of the index that have the key of a word, perhaps after a prefix. */
  #sameKey(
    token: string,
    keyOf: KeyOf,
    { prefixes = [], turns = {} }: Pick<Language, 'prefixes' | 'turns'>,
  ): string[] {
    const key = keyOf(token);
    const [bare = ''] = key.split(' ');
    const common = commonBeginning(token, bare);
    const begins = common.length < MIN_COMMON ? bare : common;
    const listed = key.includes(' ') ? key.split(' ') : [];
    // The last letter of a key may be another in some of the words: cities, city; huizen, huis.
    const isChanging = begins.length > MIN_COMMON + 1 || /^...[cfgikqsvyzцк]$/.test(begins);
    const beginning = isChanging ? begins.slice(0, -1) : begins;
    // A letter of Devanagari, Arabic or Hebrew says more than one of an alphabet with all vowels.
    const fewest = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(beginning) ? MIN_COMMON : 2;
    if (beginning.length < fewest) return listed;
    const turned = turns[beginning.at(-1) ?? ''];
    const beginnings = turned === undefined ? [beginning] : [beginning, `${beginning.slice(0, -1)}${turned}`];
    const near = ['', ...prefixes].flatMap((prefix) =>
      beginnings.flatMap((each) => [...this.#postings.beginningWith(`${prefix}${each}`).keys()]),
    );
    return [...listed, ...near.filter((other) => keyOf(other) === key)];
  }

  /** Returns the words of the index that have ä, ö or ü where a word has two letters. */
  #withUmlauts(token: string): string[] {
    if (!/[aou]e|aa/.test(token) || token.length < MIN_PART) return [];
    const ways = [/([aou])e/g, /(?<![aeq])([aou])e/g, /aa/g].map((pair) =>
      token.replace(pair, (found) => found.charAt(0)),
    );
    return [...new Set(ways)].filter((other) => other !== token && this.#isKnown(other));
  }

  get #isCompounding(): boolean {
    return this.#languages.some((tag) => LANGUAGES[tag]?.isCompounding);
  }

  /** Returns the words that begin or end with a word, whatever its ending: those in the most stories. */
  #compounds(token: string, fewest: number): string[] {
    if (!this.#isCompounding || !/^\p{Script=Latin}+$/u.test(token)) return [];
    const part = [token.replace(/(?:e?n|e|s)$/, ''), token].find(({ length }) => length >= fewest);
    if (part === undefined) return [];
    const counts = [
      ...this.#postings.beginningWith(part),
      ...['', ...ENDINGS].flatMap((ending) =>
        Array.from(
          this.#postings.beginningWith(tailFacet(`${part}${ending}`)),
          ([facet, count]) => [wordOfTail(facet), count] as const,
        ),
      ),
    ];
    return mostFrequent(counts);
  }

  /** Returns a word that no story has in parts that stories have: Inflation and Rate for Inflationsrate. */
  #inParts(token: string): Choice | undefined {
    if (this.#isKnown(token)) return undefined;
    for (let at = MIN_HALF; at <= token.length - MIN_HALF; at++) {
      const [head, tail] = [token.slice(0, at), token.slice(at)];
      if (!this.#isKnown(tail)) continue;
      const heads = this.#isCompounding ? [head, head.replace(JOINTS, ''), head.replace(/s$/, '')] : [head];
      const known = heads.find((each) => each.length >= MIN_HALF && this.#isKnown(each));
      if (known !== undefined) return [[known], [tail]];
    }
    return undefined;
  }

  /**
   * Returns a search for words that begin with a word, or of which it is a part, to be made in place of one that no story has; undefined if
   * there are none.
   */
  longer({ tokens, isQuoted, isBeginning }: Term): string | undefined {
    const [token = ''] = tokens;
    const isWord = !isQuoted && !isBeginning && tokens.length === 1 && !isFromRun(token);
    if (!isWord || token.length < MIN_HALF) return undefined;
    if (this.#postings.beginningWith(token).size > 0) return `${token}*`;
    return this.#compounds(token, MIN_HALF).slice(0, MAX_PARTS_OF).join(' OR ') || undefined;
  }

  /** Returns what somebody may have meant with a word that no story has; undefined if nothing is near. */
  near({ tokens, isQuoted, isBeginning }: Term): string | undefined {
    const [token = ''] = tokens;
    if (isQuoted || isBeginning || tokens.length > 1 || isFromRun(token)) return undefined;
    return nearestWord(token, (beginning) => {
      const names = Array.from(
        this.#postings.beginningWith(authorFacet(beginning)),
        ([facet, count]) => [facet.slice(authorFacet('').length), count] as const,
      );
      return new Map([...names, ...this.#postings.beginningWith(beginning)]);
    });
  }
}

/** Returns the words with the highest counts, each once. */
function mostFrequent(counts: Iterable<readonly [string, number]>): string[] {
  const sorted = [...counts].sort(([, one], [, other]) => other - one).map(([each]) => each);
  return [...new Set(sorted)].slice(0, MAX_BEGINNING);
}

function commonBeginning(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return one.slice(0, at);
}
