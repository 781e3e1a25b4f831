import type { Unit } from '../numbers/units.ts';
import { keyOf } from '../text/levelled.ts';

// What grounding knows of a language. A file for each, such as de.json, says it in plain words, which are levelled here. A word of one
// rule alone, such as the `halb` of `halb sechs`, stands in that rule.

/**
 * Words, separated by spaces; those of a phrase are joined by `_`. A long list is in lines. The end of a list's name says what it holds:
 * `Endings`, `Starts` and `Parts` are of words, and may be patterns; `Characters` stand by themselves, without spaces.
 */
type Words = string | readonly string[];

/** Words by the number that they stand for. */
type Numbered = Readonly<Record<string, Words>>;

/** The lists of each language. Those it has no use for are empty. */
interface WordLists {
  /** Regions, by their subtags, in which the language has a decimal point; and in which it writes the day before the month. */
  pointIn: Words;
  dayFirstIn: Words;

  /** Short forms of months, which are months only beside a day or a year. */
  shortMonths: Words;
  /** Months that are common words too, so that they need a day, a year or a preposition; prepositions that do not count. */
  doubtfulMonths: Words;
  notBeforeMonth: Words;
  /** Words before a year. */
  beforeYear: Words;
  /** Words between a day, a month and a year: 28 de mayo del 2019. In texts of any language. */
  withinDate: Words;
  /** What follows the digits of a decade: 1990s, 90er. Of a year (1990s), in texts of any language. */
  decadeMarks: Words;
  /** Words with which an age is meant, and no decade: in his nineties. */
  possessives: Words;
  /** Words that make an hour of the digits before them: 14 Uhr, in texts of any language; 2 pm, in those of this one. */
  hourWords: Words;
  halfDays: Words;
  /** Words after hours and minutes that a point separates: 14.30 Uhr. In texts of any language, as are those for the half of the day. */
  afterTime: Words;
  morningStarts: Words;
  afternoonStarts: Words;

  /** Words that count as 1 in a quote, but claim nothing: articles. */
  articles: Words;
  /** `and` within a number. */
  and: Words;
  halves: Words;
  /** `and a half` in one word. */
  andHalf: Words;
  /** Scales that are two of it where nothing is before or after them: ألفا. */
  dualScales: Words;
  /** What makes digits an ordinal: 28th. */
  ordinalMarks: Words;
  /** A noun that makes a fraction of an ordinal (tercera parte), and articles that make one of a denominator (le tiers). */
  fractionNouns: Words;
  fractionArticles: Words;
  twoThirds: Words;
  /** Words for one that count only in eleven, twenty-one and so on; and what follows them there. */
  dependentOnes: Words;
  tensAfterOne: Words;
  /** Further words with which a number may begin. */
  furtherNumbers: Words;
  /** Zero in a score, and the word between the numbers of one: 80 zu 67. Zeros in texts of any language. */
  zeros: Words;
  scoreWords: Words;

  /** Points, which are percentage points too. In texts of any language, as are the next three. */
  pointWords: Words;
  /** Words between a number and a length of time: the next three years. */
  spanAdjectives: Words;
  /** Words between a number and its unit: millions d'euros. */
  links: Words;
  /** Articles between a number and the word that says that it is rounded. */
  definiteArticles: Words;
  /** Words that say that a number was rounded to the nearest, down, or up. */
  about: Words;
  over: Words;
  under: Words;
  /** Words between the ends of a range. */
  to: Words;
  /** Words between two numbers of which the second has the unit of both: von 258 auf 232 Millionen Euro. In texts of any language. */
  contrasts: Words;

  /** Words that are no content: articles, pronouns, prepositions, conjunctions, auxiliaries. */
  functionWords: Words;
  /** Auxiliaries and verbs of speech, which follow a subject. */
  verbs: Words;
  /** Verbs whose form says that their subject is in the singular: it is a name if it has no article. */
  singularVerbs: Words;
  /** How verbs end that follow a subject; how those end that are told from nouns by their object; and words that begin no object. */
  subjectVerbEndings: Words;
  objectVerbEndings: Words;
  notObjects: Words;
  /** Nouns that begin sentences, and how others end, after three letters and as a whole. In texts of any language with capitals. */
  commonSubjects: Words;
  commonEndings: Words;
  commonNounEndings: Words;
  /** What begins a relative clause, or a description or an age, after a name and a comma. In texts of any language with capitals. */
  relatives: Words;
  appositives: Words;
  /** Titles, which are not part of a name. */
  titles: Words;
  /** What every town, state or firm has: a name of these words alone is none. */
  institutions: Words;
  /** Particles that join the words of a name. */
  particles: Words;
  /** Places that no rule of the language recognises as names. */
  places: Words;
  /** Words that end with a point within a sentence. */
  abbreviations: Words;

  /** Words that negate, and phrases with such a word that do not. */
  negations: Words;
  notNegations: Words;
  /** Words of a quote that say the same as a negation, in other words. */
  negative: Words;

  /** Function words that a claim may not add: only, all, before. */
  telling: Words;
  /** Words of a quote that a claim may not leave out: what may be, is planned, alleged, or holds of some only. */
  hedges: Words;
  /** Words that say that somebody says something. */
  speech: Words;
  /** Words that rank first (largest, only), and how others end; words of a quote right before one, or near it, by which it ranks lower. */
  superlatives: Words;
  superlativeEndings: Words;
  ranksBefore: Words;
  ranks: Words;
  /** Prepositions and conjunctions, which say what follows them has to do with the rest; those before who did it: by. */
  prepositions: Words;
  conjunctions: Words;
  agents: Words;
  /** Prepositions that say only that two words belong together: of. */
  genitives: Words;

  /** What inflection adds to a word; and what is taken off a verb before that, and off any word after it, to compare what is negated. */
  wordEndings: Words;
  formEndings: Words;
  muteEndings: Words;
  /** What is written together with the next word: `and`; conjunctions; the article, with what may stand before it. */
  andStarts: Words;
  conjunctionStarts: Words;
  definiteStarts: Words;
}

/** A negation in two parts (ne … pas): its first words, its second ones, and subjects before it that do for these (personne ne). */
interface SplitNegation {
  first: Words;
  second: Words;
  subjects: Words;
}

/** What tells names from other nouns, where all nouns have capitals. The longest lists are of nouns that end compounds. */
interface NounNames {
  /** How titles end: those that may be followed by an inflection, and others. */
  titleStemEndings: Words;
  titleEndings: Words;
  /** How common nouns end; those that follow prepositions without an article; those that end compounds, or stand alone. */
  commonEndings: Words;
  commonNouns: Words;
  heads: Words;
  /** Heads that also end names of places and persons: only the whole word is a common noun. */
  wholeNouns: Words;
  /** Endings that no uncommon noun has. */
  nounEndings: Words;
  placeEndings: Words;
  noPlaces: Words;
  noPlaceEndings: Words;
  /** Words after which a subject or an object without an article is a name. */
  speech: Words;
  strongVerbs: Words;
  prepositions: Words;
  /** Prepositions that often have plurals after them: mit Autos, für Kunden. */
  pluralPrepositions: Words;
  /** Articles and possessives. */
  determiners: Words;
  /** How adverbs and adjectives end that begin sentences. */
  adverbEndings: Words;
  /** How words in lower case end that are no verbs. */
  adjectiveEndings: Words;
  /** How adjectives end, before their inflection, that have a capital within names. */
  nameAdjectiveEndings: Words;
  /** Nouns before a date. */
  timeNouns: Words;
}

/** What stands beside names in Arabic, and what is none. */
interface ArabicNames {
  /** Nouns before a person's name; before that of a place or an institution; and those that may as well come before a common noun. */
  personHeads: Words;
  nameHeads: Words;
  looseHeads: Words;
  /** First names, and words that begin names; first names that are no other common words. */
  firstNames: Words;
  givenNames: Words;
  prepositions: Words;
  /** A verb follows أن after these. */
  beforeClauses: Words;
  /** A verb follows these. */
  relatives: Words;
  /** Words that begin with the letters of the article, but have none. */
  noArticle: Words;
  /** Nouns that end as surnames do. */
  noSurnames: Words;
  /** Common nouns that stand without an article after verbs and prepositions; more of them, of news. */
  commonNouns: Words;
  newsNouns: Words;
}

/** The characters and words by which names in Chinese are recognised, simplified and traditional. */
interface HanNames {
  /** Characters that mostly transcribe foreign sounds; that often do within a longer transcription; with which such a name ends. */
  soundCharacters: Words;
  furtherSoundCharacters: Words;
  soundEndCharacters: Words;
  /** Further ones with which names begin that are no Chinese ones: 岸田, 石破. */
  foreignCharacters: Words;
  surnameCharacters: Words;
  /** Common words that begin with a surname. */
  noSurnames: Words;
  /** How offices of persons end. */
  officeCharacters: Words;
  /** What names of institutions and of places end with; common words that end or begin with such a character. */
  organisations: Words;
  placeEndCharacters: Words;
  noPlaces: Words;
  /** What comes before a place, and what is done there; how phrases of a place end that are no names: 在会议上. */
  locativeCharacters: Words;
  deeds: Words;
  noPlaceEndCharacters: Words;
  /** Characters with which a verb and its object begin: 派兵, 建厂. */
  actionCharacters: Words;
  /** Characters that begin sentences and no names; who speaks without a name; periods of a year's results. */
  openerCharacters: Words;
  agentParts: Words;
  periods: Words;
}

/** Words before and after which another is no number: no one, one of. `isAlone` if that holds only where it is the whole number. */
interface Idiom {
  before: Words;
  after: Words;
  isAlone: boolean;
}

interface Rules {
  /** The mark before decimals, a point or a comma; null where both are in use, as in Spanish. */
  decimal: string | null;
  /** Whether a plain space separates thousands. */
  spaced: boolean;
  /** Whether no spaces separate words. */
  unspaced: boolean;
  /** Whether 05/06/2019 is the fifth of June. */
  dayFirst: boolean;
  /** Whether a day may follow its month: May 28. */
  monthFirst: boolean;
  /** Whether the script has capitals. If not, words of the Latin script are names. */
  hasCapitals: boolean;
  /** Whether months, and weekdays, always have a capital. */
  capitalMonths: boolean;
  capitalWeekdays: boolean;
  /** Whether numbers and nouns are joined into one word: zwölfjährig. */
  compounds: boolean;
  /** Whether a point makes digits an ordinal (8. Mai), and whether one may stand before the mark of an ordinal (1.º). */
  pointedOrdinals: boolean;
  pointedOrdinalMarks: boolean;
  /** Quatre-vingt-dix. */
  countsInTwenties: boolean;
  /** Whether units stand before the tens, in words of their own. */
  unitsFirst: boolean;
  /** Whether `and` joins tens and units: treinta y uno. */
  andBeforeUnits: boolean;
  /** Whether Roman numerals count centuries. */
  romanCenturies: boolean;
  /** Whether a link stands between millions and what is counted: cinco millones de euros. */
  linksMillions: boolean;
  /** Whether a mark before three digits and a million is a decimal one: 32.575 مليار. */
  decimalMillions: boolean;
  /** Whether a smaller number may complete a scale in words before it: ألفا و401. */
  restAfterScale: boolean;
  /** How many words an ordinal may stand before its month; and how many a cardinal must, null if it never is a day. */
  ordinalDays: { readonly least: number; readonly most: number };
  cardinalDays: number | null;
  /** Latin words with which a number may begin, as US$5 and XXIe do: the most letters, and whether the first is a capital. */
  latinStart: { readonly longest: number; readonly isCapital: boolean };
}

/** Words of news that mean the same, in one group; and pairs of groups that mean the opposite. */
interface MeaningGroups {
  same: readonly Words[];
  opposites: readonly (readonly Words[])[];
}

interface NumberWords {
  numbers: Numbered;
  ordinals: Numbered;
  /** What a fraction divides by: third, quarter; and words that are such a fraction without an article. */
  denominators: Numbered;
  bareFractions: Numbered;
  /** Scales: million; their short forms, which count only after digits: 5m, 3 bn; plurals that stand for no exact number: thousands. */
  scales: Numbered;
  shortScales: Numbered;
  vague: Numbered;
  /** Words for decades: nineties. */
  decades: Numbered;
  /** Phrases after a decade, by the first year of the century that they name. In texts of any language. */
  centuries: Numbered;
}

/** A unit, with how many of it one is: `1000 metre`. */
export type Multiple = Unit | `${number} ${Unit}`;

/** A language as its file says it. */
export interface LanguageData {
  rules: Rules;
  words: WordLists;
  values: NumberWords;
  /** January to December. */
  months: readonly Words[];
  /** Sunday to Saturday. */
  weekdays: readonly Words[];
  units: Readonly<Partial<Record<Multiple, Words>>>;
  /** By the word that is no number. */
  idioms: Readonly<Record<string, Idiom>>;
  /** What is written together with a numeral, and with a word that is compared; what may be more comes first. */
  numeralPrefixes: Words;
  stemPrefixes: Words;
  meanings: MeaningGroups;
  splitNegation: SplitNegation | null;
  nounNames: NounNames | null;
  arabicNames: ArabicNames | null;
  hanNames: HanNames | null;
}

/** Lists as they are looked up. */
type Lists<T> = {
  readonly [K in keyof T]: K extends `${string}${'Endings' | 'Starts' | 'Parts'}`
    ? RegExp
    : ReadonlySet<string>;
};

export interface Language
  extends Lists<WordLists>,
    Rules,
    Readonly<Record<keyof NumberWords | 'months' | 'weekdays', ReadonlyMap<string, number>>> {
  tag: string;
  /** The most words, or characters, of a phrase of the lists that `phraseAt` looks for, by its first one. */
  phraseStarts: ReadonlyMap<string, number>;
  /** All words with which a number may begin. */
  numberWords: ReadonlySet<string>;
  /** All words of `about`, `over` and `under`. */
  roundingWords: ReadonlySet<string>;
  units: ReadonlyMap<string, readonly [Unit, number]>;
  idioms: ReadonlyMap<string, Lists<Omit<Idiom, 'isAlone'>> & Pick<Idiom, 'isAlone'>>;
  numeralPrefixes: RegExp;
  stemPrefixes: RegExp;
  meanings: {
    readonly same: readonly (readonly string[])[];
    readonly opposites: readonly (readonly (readonly string[])[])[];
  };
  splitNegation: Lists<SplitNegation> | null;
  nounNames: Lists<NounNames> | null;
  arabicNames: Lists<ArabicNames> | null;
  hanNames: Lists<HanNames> | null;
}

const linesOf = (words: Words): string => (typeof words === 'string' ? words : words.join(' '));

/** Splits a list of words; the words of a phrase are joined by a space afterwards. */
const wordsOf = (list: Words): string[] =>
  linesOf(list)
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => keyOf(word).replaceAll('_', ' '));

/** Matches one of the words, in the order in which they stand; nothing if there are none. */
const anyOf = (list: Words): string => `(?:${wordsOf(list).join('|') || '(?!)'})`;

function listOf(name: string, list: Words): RegExp | ReadonlySet<string> {
  if (name.endsWith('Endings')) return new RegExp(`${anyOf(list)}$`);
  if (name.endsWith('Starts')) return new RegExp(`^${anyOf(list)}`);
  if (name.endsWith('Parts')) return new RegExp(anyOf(list));
  return new Set(name.endsWith('Characters') ? linesOf(list).replaceAll(' ', '') : wordsOf(list));
}

/** Returns lists as they are looked up, by their names. */
export const listsOf = <T extends object>(lists: T): Lists<T> =>
  Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [name, listOf(name, list as Words)]),
  ) as Lists<T>;

/** The same for lists that some languages do not have. */
const listsIn = <T extends object>(lists: T | null): Lists<T> | null => lists && listsOf(lists);

const numbered = (lists: readonly Words[], first: number): Map<string, number> =>
  new Map(lists.flatMap((list, at) => wordsOf(list).map((word) => [word, at + first] as const)));

/** Returns the number that each word stands for. */
export const valued = (table: Numbered): Map<string, number> =>
  new Map(
    Object.entries(table).flatMap(([value, list]) =>
      wordsOf(list).map((word) => [word, Number(value)] as const),
    ),
  );

function longestByStart(phrases: readonly (readonly string[])[]): Map<string, number> {
  const longest = new Map<string, number>();
  for (const { 0: first = '', length } of phrases)
    longest.set(first, Math.max(length, longest.get(first) ?? 0));
  return longest;
}

/** Builds what is looked up from what was written. */
export function buildLanguage(tag: string, data: LanguageData): Language {
  const { rules, words, values, splitNegation, nounNames, arabicNames, hanNames } = data;
  const { unspaced } = rules;
  const lists = listsOf(words);
  const numbers = Object.fromEntries(
    Object.entries(values).map(([name, table]) => [name, valued(table)]),
  ) as Record<keyof NumberWords, Map<string, number>>;
  const starts = [
    ...[words.negations, words.notNegations, words.negative, words.hedges, words.speech],
    ...[words.superlatives, words.ranksBefore, words.ranks],
    ...[...data.meanings.same, ...data.meanings.opposites.flat()],
  ].flatMap(wordsOf);
  const rounding = [words.about, words.over, words.under].flatMap(wordsOf);
  return {
    tag,
    ...rules,
    ...lists,
    ...numbers,
    months: numbered(data.months, 1),
    weekdays: numbered(data.weekdays, 0),
    numberWords: new Set([
      ...[numbers.numbers, numbers.scales, numbers.ordinals, numbers.vague, numbers.bareFractions].flatMap(
        (table) => [...table.keys()],
      ),
      ...[lists.articles, lists.halves, lists.twoThirds, lists.dependentOnes, lists.furtherNumbers].flatMap(
        (list) => [...list],
      ),
    ]),
    phraseStarts: longestByStart(starts.map((phrase) => phrase.split(unspaced ? '' : ' '))),
    roundingWords: new Set(rounding.flatMap((phrase) => (unspaced ? [...phrase] : phrase.split(' ')))),
    units: new Map(
      Object.entries(data.units).flatMap(([key, list]) => {
        const [, factor = '1', unit = ''] = /^(?:([\d.e]+) )?(.*)$/.exec(key) ?? [];
        return wordsOf(list ?? '').map((word) => [word, [unit as Unit, Number(factor)]] as const);
      }),
    ),
    idioms: new Map(
      Object.entries(data.idioms).map(([word, { isAlone, ...sides }]) => [
        word,
        { isAlone, ...listsOf(sides) },
      ]),
    ),
    numeralPrefixes: new RegExp(`^${anyOf(data.numeralPrefixes)}(?=..)`),
    stemPrefixes: new RegExp(`^${anyOf(data.stemPrefixes)}(?=...)`),
    meanings: {
      same: data.meanings.same.map(wordsOf),
      opposites: data.meanings.opposites.map((sides) => sides.map(wordsOf)),
    },
    splitNegation: listsIn(splitNegation),
    nounNames: listsIn(nounNames),
    arabicNames: listsIn(arabicNames),
    hanNames: listsIn(hanNames),
  };
}
