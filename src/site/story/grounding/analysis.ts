import { DateIndex } from './dates/date-match.ts';
import type { DateMention } from './dates/dated-text.ts';
import { findDates } from './dates/dates.ts';
import type { Passage } from './finding.ts';
import type { Language } from './languages/language.ts';
import { hasRegion, languageOf, primarySubtag } from './languages/languages.ts';
import { lazily } from './lazy.ts';
import { ArabicIndex, arabicNames } from './names/arabic-names.ts';
import { capitalNames, findNames, type NameMention, properKeys } from './names/capitals.ts';
import { germanNames } from './names/german-names.ts';
import { HanIndex } from './names/han-index.ts';
import { HanFinder, type HanName } from './names/han-names.ts';
import { contextsOf, WordIndex } from './names/name-match.ts';
import { decimalMarkOf } from './numbers/digits.ts';
import { NumberIndex } from './numbers/number-match.ts';
import { findQuantities } from './numbers/numbers.ts';
import type { Quantity } from './numbers/quantity.ts';
import { type Clauses, findClauses, findNegations, type Negation } from './text/clauses.ts';
import { Haystack } from './text/haystack.ts';
import { originalOf } from './text/levelled.ts';
import { findQuotations, type Quoted, wordSequence } from './text/quotations.ts';
import { languageBy, type Script, scriptOf } from './text/scripts.ts';
import { type Token, type Tokens, tokenize } from './text/tokens.ts';
import { findWordUnits, type WordUnit } from './words/word-units.ts';

// What a claim or a quote states. Each part is worked out once, when it is first asked for.

export interface Analysis {
  tokens: Tokens;
  list: readonly Token[];
  language: Language;
  tag: string;
  script: Script;
  dates: readonly DateMention[];
  quantities: () => readonly Quantity[];
  quotations: () => readonly Quoted[];
  /** The names, given which words are names in the quotes, between which words the quotes have another word, and which words are parts of theirs. */
  names: (
    isNameElsewhere: (key: string) => boolean,
    isContext: (context: string) => boolean,
    isPart: (key: string) => boolean,
  ) => readonly NameMention[];
  hanNames: (isInQuotes: (text: string) => boolean) => readonly HanName[];
  hanIndex: () => HanIndex;
  arabicIndex: () => ArabicIndex;
  contexts: () => ReadonlySet<string>;
  properKeys: () => ReadonlySet<string>;
  wordIndex: () => WordIndex;
  dateIndex: () => DateIndex;
  numberIndex: () => NumberIndex;
  words: () => Haystack;
  negations: () => readonly Negation[];
  clauses: () => Clauses;
  units: () => readonly WordUnit[];
  /** For each token, whether a number or a date has it. */
  used: () => readonly boolean[];
  /** Returns the original text of a stretch of tokens. */
  textOf: (from: number, to: number) => string;
}

/** Analyses a passage. Where nobody said its language, that of `fallback` is assumed, or the one that its script suggests. */
export function analyse({ text, language: stated }: Passage, fallback: string | null): Analysis {
  const tokens = tokenize(text);
  const { list, levelled } = tokens;
  const script = scriptOf(list);
  const tag = stated ?? languageBy(script, fallback);
  const known = languageOf(tag);
  const language = known.decimal === null ? { ...known, decimal: decimalMarkOf(list, known, tag) } : known;
  const dayFirst = language.dayFirst || hasRegion(tag, language.dayFirstIn);
  const { dates, taken } = findDates(list, language, dayFirst);
  const quantities = lazily(() => findQuantities(list, taken, language));
  const negations = lazily(() => findNegations(list, language));
  const used = lazily(() => {
    const all = [...taken];
    for (const { from, to } of quantities()) all.fill(true, from, to);
    return all;
  });
  const proper = lazily(() => properKeys(list, language));
  const clauses = lazily(() => findClauses(list, language, negations()));
  return {
    tokens,
    list,
    language,
    tag: primarySubtag(tag),
    script,
    dates,
    quantities,
    quotations: lazily(() => findQuotations(list)),
    names: (isNameElsewhere, isContext, isPart) => {
      const isName = language.nounNames
        ? germanNames(list, language, language.nounNames, isPart)
        : capitalNames(list, language, (key) => proper().has(key), isNameElsewhere);
      const isArabicName = language.arabicNames
        ? arabicNames(list, language, language.arabicNames, isContext)
        : () => false;
      const found = findNames(list, used(), language, (at) => isName(at) || isArabicName(at));
      return found.filter(
        ({ words }) => !words.every((at) => language.institutions.has(list[at]?.key ?? '')),
      );
    },
    hanNames: (isInQuotes) =>
      language.hanNames ? new HanFinder(list, used(), language, language.hanNames, isInQuotes).find() : [],
    arabicIndex: lazily(() => new ArabicIndex(list)),
    contexts: lazily(() => contextsOf(list)),
    hanIndex: lazily(() => new HanIndex(list)),
    properKeys: proper,
    wordIndex: lazily(() => new WordIndex(list, language)),
    dateIndex: lazily(() => new DateIndex(dates)),
    numberIndex: lazily(() => new NumberIndex(quantities())),
    clauses,
    units: lazily(() => findWordUnits(list, clauses(), language, quantities(), used(), negations())),
    used,
    negations,
    words: lazily(() => new Haystack(wordSequence(list), ' ')),
    textOf: (from, to) => originalOf(levelled, list[from]?.start ?? 0, list[to - 1]?.end ?? 0),
  };
}
