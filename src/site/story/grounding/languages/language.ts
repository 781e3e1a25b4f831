import type { Unit } from '../numbers/units.ts';
import { keyOf } from '../text/levelled.ts';

// What grounding knows of a language. Each file in languages/ says it in plain words, which are levelled here.

/** A table as its author writes it: words are separated by spaces, the words of a phrase joined by `_`. */
export interface LanguageTable {
  /** The mark before decimals; null where both marks are in use, as in Spanish. */
  decimal: '.' | ',' | null;
  /** Whether a plain space separates thousands. */
  spaced: boolean;
  /** Whether 05/06/2019 is the fifth of June. */
  dayFirst: boolean;
  /** January to December; words for one month are separated by spaces. */
  months: readonly string[];
  /** Months that are common words too, so that they need a day, a year or a preposition. */
  doubtfulMonths?: string;
  /** Sunday to Saturday. */
  weekdays: readonly string[];
  /** Number words by value. */
  numbers: Readonly<Record<number, string>>;
  /** Words that count as 1 in a quote, but claim nothing: articles. */
  articles?: string;
  ordinals?: Readonly<Record<number, string>>;
  /** Endings that make digits an ordinal: 28th. */
  ordinalEndings?: string;
  /** What a fraction divides by: third, quarter. */
  denominators?: Readonly<Record<number, string>>;
  halves?: string;
  /** `and` within a number. */
  and?: string;
  /** Scales: million. */
  scales: Readonly<Record<number, string>>;
  /** Short forms of scales, which count only after digits: 5m, 3 bn. */
  shortScales?: Readonly<Record<number, string>>;
  /** Plurals that stand for no exact number: thousands. */
  vague?: Readonly<Record<number, string>>;
  /** Words for units. A key says how many of the unit one is, if it is not one: `1000 metre`. */
  units: Readonly<Partial<Record<Unit | `${number} ${Unit}`, string>>>;
  /** Words that say that a number was rounded to the nearest, down, or up. */
  about: string;
  over: string;
  under: string;
  /** Words between the ends of a range. */
  to: string;
  /** Words before a year. */
  beforeYear: string;
  /** Words that are no content: articles, pronouns, prepositions, conjunctions, auxiliaries. */
  functionWords: string;
  /** Auxiliaries and verbs of speech, which follow a subject. */
  verbs: string;
  /** Titles, which are not part of a name. */
  titles: string;
  /** Words that negate, and phrases with such a word that do not. */
  negations: string;
  notNegations?: string;
  /** Words of a quote that say the same as a negation, in other words. */
  negative?: string;
  /** Words that end with a point within a sentence. */
  abbreviations?: string;
  /** Places that no rule of the language recognises as names. */
  places?: string;
  /** What every town, state or firm has: a name of these words alone is none. */
  institutions?: string;
  /** Particles that join the words of a name. */
  particles?: string;
  /** Endings that inflection adds to a word, longest first, separated by `|`. */
  endings?: string;
}

export interface Language
  extends Pick<LanguageTable, 'decimal' | 'spaced' | 'dayFirst'>,
    Record<Sets, ReadonlySet<string>>,
    Record<Maps, ReadonlyMap<string, number>> {
  tag: string;
  /** The first words, or characters, of what negates. */
  phraseStarts: ReadonlySet<string>;
  /** All words with which a number may begin. */
  numberWords: ReadonlySet<string>;
  /** All words of `about`, `over` and `under`. */
  roundingWords: ReadonlySet<string>;
  units: ReadonlyMap<string, readonly [Unit, number]>;
  endings: RegExp | undefined;
}

const SETS = [
  'doubtfulMonths', 'articles', 'ordinalEndings', 'halves', 'and', 'about', 'over', 'under', 'to', 'beforeYear',
  'functionWords', 'verbs', 'titles', 'negations', 'notNegations', 'negative', 'abbreviations', 'particles', 'places',
  'institutions',
] as const; // biome-ignore format: one table
type Sets = (typeof SETS)[number];
const MAPS = ['numbers', 'ordinals', 'denominators', 'scales', 'shortScales', 'vague'] as const;
type Maps = (typeof MAPS)[number] | 'months' | 'weekdays';

/** Splits a list of words; the words of a phrase are joined by a space afterwards. */
const wordsOf = (list = ''): string[] =>
  list
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => keyOf(word).replaceAll('_', ' '));

const numbered = (lists: readonly string[], first: number): Map<string, number> =>
  new Map(lists.flatMap((list, at) => wordsOf(list).map((word) => [word, at + first] as const)));

const valued = (table: Readonly<Record<number, string>> = {}): Map<string, number> =>
  new Map(
    Object.entries(table).flatMap(([value, list]) =>
      wordsOf(list).map((word) => [word, Number(value)] as const),
    ),
  );

/** Builds what is looked up from what was written. */
export function buildLanguage(tag: string, table: LanguageTable): Language {
  const { decimal, spaced, dayFirst } = table;
  const isHan = tag === 'zh';
  const parts = (...lists: (string | undefined)[]) =>
    lists.flatMap(wordsOf).flatMap((phrase) => (isHan ? [...phrase] : phrase.split(' ')));
  const starts = [table.negations, table.notNegations, table.negative].flatMap(wordsOf);
  const values = [table.numbers, table.scales, table.ordinals, table.vague].flatMap((words) => [
    ...valued(words).keys(),
  ]);
  return {
    tag,
    numberWords: new Set([...values, ...wordsOf(table.articles), ...wordsOf(table.halves)]),
    phraseStarts: new Set(starts.map((phrase) => (isHan ? phrase.charAt(0) : (phrase.split(' ')[0] ?? '')))),
    roundingWords: new Set(parts(table.about, table.over, table.under)),
    decimal,
    spaced,
    dayFirst,
    ...(Object.fromEntries(SETS.map((name) => [name, new Set(wordsOf(table[name]))])) as Record<
      Sets,
      Set<string>
    >),
    ...(Object.fromEntries(MAPS.map((name) => [name, valued(table[name])])) as Record<
      (typeof MAPS)[number],
      Map<string, number>
    >),
    months: numbered(table.months, 1),
    weekdays: numbered(table.weekdays, 0),
    units: new Map(
      Object.entries(table.units).flatMap(([key, list]) => {
        const [, factor = '1', unit = ''] = /^(?:([\d.e]+) )?(.*)$/.exec(key) ?? [];
        return wordsOf(list).map((word) => [word, [unit as Unit, Number(factor)]] as const);
      }),
    ),
    endings: table.endings ? new RegExp(`(?:${table.endings})$`) : undefined,
  };
}
