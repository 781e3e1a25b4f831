import { type Analysis, analyse } from './analysis.ts';
import type { Finding, Passage, Verdict } from './finding.ts';
import { missingWords } from './names/name-match.ts';
import { compareNegations } from './negation.ts';
import type { Quantity } from './numbers/quantity.ts';
import type { Unit } from './numbers/units.ts';
import { quotedParts } from './text/quotations.ts';
import { isOneScript } from './text/scripts.ts';

// Checks a claim against the words it rests on. It never says that a claim is true, or that a quote implies it.
//
// Where it could decide either way, it decides like this:
// - A number that the claim says is rounded (about, over, nearly) may round a more exact one of the quotes. Without such a word,
//   it may not. Signs are not compared: a fall of 5 % and -5 % are the same.
// - A unit counts if both sides state it. No bare number stands for a percentage. A word for what is counted is no unit.
// - A date of the quotes matches a less exact one, not a more exact one.
// - A full name in the quotes matches its surname. Of a full name in the claim, the words that the quotes do not have are missing.
// - A negation is compared by the word that it negates; antonyms and implications are not compared at all.
// - What numbers, dates or names have to do with each other is not compared: two numbers of one quote may change places.

/** What came of a claim. */
export interface Grounding {
  verdict: Verdict;
  findings: Finding[];
}

/** Analyses each passage once. */
export class Analyses {
  readonly #known = new Map<Passage, Analysis>();

  of(passage: Passage, fallback: string | null): Analysis {
    const known = this.#known.get(passage);
    if (known) return known;
    const made = analyse(passage, fallback);
    this.#known.set(passage, made);
    return made;
  }
}

/** Whether names, quotations and negations of two passages can be compared: they are in one language, as far as anybody can tell. */
const areComparable = (claim: Analysis, quote: Analysis): boolean =>
  claim.tag === quote.tag && isOneScript(claim.script, quote.script);

export function groundWith(analyses: Analyses, passage: Passage, passages: readonly Passage[]): Grounding {
  const language = passage.language ?? passages.find((quote) => quote.language !== null)?.language ?? null;
  const claim = analyses.of(passage, language);
  const quotes = passages.map((quote) => analyses.of(quote, language));
  const findings = findingsOf(claim, quotes);
  return { verdict: verdictOf(findings, quotes.length), findings };
}

function verdictOf(findings: readonly Finding[], quotes: number): Verdict {
  if (quotes === 0) return 'no evidence';
  if (findings.some(({ found }) => found === false)) return 'not grounded';
  return findings.length === 0 || findings.some(({ found }) => found === null) ? 'not checkable' : 'grounded';
}

/** Whether a part in words (half, a third) may be worked out from numbers of the quotes, which have no part or percentage. */
const isWorkedOut = ({ readings }: Quantity, units: ReadonlySet<Unit>): boolean =>
  readings.some(({ isShare }) => isShare) && !units.has('percent') && !units.has('point');

/** Returns what the claim states, in the order of its words, each with whether the quotes have it. */
function findingsOf(claim: Analysis, quotes: readonly Analysis[]): Finding[] {
  const found: (Finding & { at: number })[] = [];
  const same = quotes.filter((quote) => areComparable(claim, quote));
  /** What is not in the quotes of the claim's language cannot be told if others are in another language. */
  const orUnknown = (isFound: boolean): boolean | null =>
    isFound || (same.length < quotes.length ? null : false);
  const add = (kind: Finding['kind'], from: number, to: number, isFound: boolean | null) => {
    found.push({ kind, text: claim.textOf(from, to), found: isFound, at: from });
  };
  for (const date of claim.dates)
    add(
      'date',
      date.from,
      date.to,
      quotes.some((quote) => quote.dateIndex().has(date)),
    );
  const units = new Set(quotes.flatMap((quote) => [...quote.numberIndex().units]));
  const hasNumbers = quotes.reduce((sum, quote) => sum + quote.quantities().length, 0) > 1;
  for (const quantity of claim.quantities())
    if (!quantity.isWeak)
      add(
        'number',
        quantity.from,
        quantity.to,
        quotes.some((quote) => quote.numberIndex().has(quantity, units)) ||
          (hasNumbers && isWorkedOut(quantity, units) ? null : false),
      );
  for (const quoted of claim.quotations()) {
    const parts = quotedParts(claim.list, quoted);
    if (parts.length === 0) continue;
    const isFound = parts.every((part) => same.some((quote) => quote.words().has(part)));
    add('quotation', quoted.from, quoted.to, orUnknown(isFound));
  }
  // A word of one language that stands in a text in another is a name.
  const isNameElsewhere = (key: string) =>
    quotes.some((quote) =>
      same.includes(quote) ? quote.properKeys().has(key) : quote.wordIndex().hasWord(key),
    );
  const isPart = (key: string) => same.some((quote) => quote.wordIndex().hasPart(key));
  const isContext = (context: string) => same.some((quote) => quote.contexts().has(context));
  for (const name of claim.names(isNameElsewhere, isContext, isPart)) {
    const missing = missingWords(
      claim.list,
      name,
      same.map((quote) => quote.wordIndex()),
      (key) => claim.language.arabicNames !== null && same.some((quote) => quote.arabicIndex().has(key)),
    );
    if (missing.length === 0) add('name', name.from, name.to, true);
    for (const [first, end] of missing)
      add('name', name.words[first] ?? 0, (name.words[end - 1] ?? 0) + 1, orUnknown(false));
  }
  const isInQuotes = (text: string) => same.some((quote) => quote.hanIndex().has(text));
  for (const { from, to } of claim.hanNames(isInQuotes)) {
    const name = claim.list.slice(from, to).filter(({ kind }) => kind !== 'mark');
    add('name', from, to, orUnknown(isInQuotes(name.map(({ key }) => key).join(''))));
  }
  if (same.length > 0)
    for (const { at, text, found: isFound } of compareNegations(claim, same))
      found.push({ kind: 'negation', text, found: isFound, at: at?.from ?? claim.list.length });
  return distinct(found.sort((a, b) => a.at - b.at));
}

function distinct(found: readonly (Finding & { at: number })[]): Finding[] {
  const known = new Set<string>();
  const findings: Finding[] = [];
  for (const { kind, text, found: isFound } of found) {
    const key = `${kind} ${text}`;
    if (known.has(key)) continue;
    known.add(key);
    findings.push({ kind, text, found: isFound });
  }
  return findings;
}

/**
 * Checks whether what a claim states stands in its quotes. The verdict is `not grounded` if something does not, `not checkable`
 * if nothing is missing, but something cannot be compared, or there is nothing to compare.
 */
export const groundClaim = (claim: Passage, quotes: readonly Passage[]): Grounding =>
  groundWith(new Analyses(), claim, quotes);
