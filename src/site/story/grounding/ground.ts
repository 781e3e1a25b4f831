import { type Analysis, analyse } from './analysis.ts';
import type { Finding, FindingKind, Passage, Placed, Result, Verdict } from './finding.ts';
import {
  addsBound,
  type Instead,
  isOtherForm,
  otherDates,
  otherNumbers,
  type Stretch,
  statedBetween,
  statedInstead,
} from './matching-place.ts';
import { nameInPlace } from './name-in-place.ts';
import { isNameForm } from './names/capitals.ts';
import { missingWords } from './names/name-match.ts';
import type { Quantity } from './numbers/quantity.ts';
import type { Unit } from './numbers/units.ts';
import { quotedParts } from './text/quotations.ts';
import { isOneScript } from './text/scripts.ts';
import { type AlignedClause, alignClauses, compareWords, coverageOf } from './words/compare-words.ts';
import { ENOUGH, type Line, MOST, placesIn } from './words/line.ts';

// Checks a claim against the words it rests on. It never says that a claim is true, or that a quote implies it.
//
// Where it could decide either way, it decides like this:
// - A number that the claim says is rounded (about, over, nearly) may round a more exact one of the quotes. Without such a word,
//   it may not. Signs are not compared: a fall of 5 % and -5 % are the same.
// - A unit counts if both sides state it. No bare number stands for a percentage. A word for what is counted is no unit.
// - A date of the quotes matches a less exact one, not a more exact one.
// - A full name in the quotes matches its surname. Of a full name in the claim, the words that the quotes do not have are missing.
// - A negation is compared by the word that it negates. What a claim implies, or says in other words, is left to be read.
// - Something is contradicted only if the quote has another of its sort in the same place, among the same words.

/** What came of a claim. */
export interface Grounding {
  verdict: Verdict;
  findings: Finding[];
}

/** Analyses each text once, however many claims rest on it. */
export class Analyses {
  readonly #known = new Map<string, Analysis>();

  of(passage: Passage, fallback: string | null): Analysis {
    const { text, language } = passage;
    const key = JSON.stringify([language, language === null ? fallback : null, text]);
    const known = this.#known.get(key);
    if (known) return known;
    const made = analyse(passage, fallback);
    this.#known.set(key, made);
    return made;
  }
}

/** Whether names, quotations and negations of two passages can be compared: they are in one language, as far as anybody can tell. */
const areComparable = (claim: Analysis, quote: Analysis): boolean =>
  claim.tag === quote.tag && isOneScript(claim.script, quote.script);

export function groundWith(analyses: Analyses, passage: Passage, passages: readonly Passage[]): Grounding {
  const language = passage.language ?? passages.find((quote) => quote.language !== null)?.language ?? null;
  const claim = analyses.of(passage, language);
  const quotes = [...new Set(passages.map((quote) => analyses.of(quote, language)))];
  const findings = findingsOf(claim, quotes);
  return { verdict: verdictOf(findings, quotes.length), findings };
}

/** A claim is as good as its worst part. */
function verdictOf(findings: readonly Finding[], quotes: number): Verdict {
  if (quotes === 0) return 'no evidence';
  const results = findings.map(({ result }) => result);
  if (results.includes('contradicted')) return 'contradicted';
  return results.length === 0 || results.includes('to be read') ? 'to be read' : 'found';
}

/** Whether a part in words (half, a third) may be worked out from numbers of the quotes, which have no part or percentage. */
const isWorkedOut = ({ readings }: Quantity, units: ReadonlySet<Unit>): boolean =>
  readings.some(({ isShare }) => isShare) && !units.has('percent') && !units.has('point');

/** Returns what the claim states, in the order of its words, each with what the quotes state of it. */
function findingsOf(claim: Analysis, quotes: readonly Analysis[]): Finding[] {
  const found: Placed[] = [];
  const same = quotes.filter((quote) => areComparable(claim, quote));
  const add = (kind: FindingKind, { from, to }: Stretch, result: Result, instead?: Instead) =>
    found.push({
      kind,
      text: claim.textOf(from, to),
      result,
      quoted: instead ? instead.quote.textOf(instead.from, instead.to) : null,
      at: from,
    });
  const clauses = alignClauses(claim, same);
  const coverage = coverageOf(clauses);
  const without = (stretch: Stretch) => coverageOf(clauses, stretch);
  const lineAt = (stretch: Stretch) =>
    clauses.find(({ from, to }) => stretch.from >= from && stretch.from < to)?.line;
  // What is said of something else contradicts nothing. In another language, no words tell what a quote is about.
  const isAbout = same.length === 0 || coverage >= SOME;
  let compared = 0;
  /** Adds what the quotes do not have: contradicted if something else of its sort stands in its place there. */
  const addMissing = (kind: FindingKind, stretch: Stretch, find: () => readonly Instead[]) => {
    const others = isAbout && compared++ < MOST_COMPARED ? find() : [];
    // Of dates, a sentence has several: only one in a claim of the same words is in its place.
    const isAlike = coverage >= (kind === 'date' ? MOST : ENOUGH);
    const instead = statedInstead(claim, stretch, others, isAlike ? lineAt(stretch) : undefined);
    add(kind, stretch, instead ? 'contradicted' : 'to be read', instead);
  };
  /** Adds a name that the quotes do not have, or a part of one: no other name stands in the place of a part. */
  const addName = (stretch: Stretch, isWhole: boolean) => {
    const line = compared++ < MOST_COMPARED ? lineAt(stretch) : undefined;
    const rest = without(stretch);
    const instead =
      (line && rest >= ENOUGH ? statedBetween(claim, stretch, line, rest >= MOST) : undefined) ??
      (line && nameInPlace(claim, stretch, line, without)) ??
      (line && isWhole && rest >= SOME ? statedInstead(claim, stretch, otherNames(claim, line)) : undefined);
    // The quote may spell out what the claim abbreviates.
    const [text, stated] = [
      claim.list[stretch.from]?.text ?? '',
      instead?.quote.list[instead.from]?.text ?? '',
    ];
    const isAcronym =
      isNameForm(text) &&
      (!isNameForm(stated) || stated.endsWith(text) || text.endsWith(stated) || text.startsWith(stated));
    add('name', stretch, instead && !isAcronym ? 'contradicted' : 'to be read', instead);
  };
  /** Adds a name that the quotes have, though perhaps in another place. */
  const addFoundName = (stretch: Stretch) => {
    const line = compared++ < MOST_COMPARED ? lineAt(stretch) : undefined;
    const instead = line && nameInPlace(claim, stretch, line, without);
    add('name', stretch, instead ? 'contradicted' : 'found', instead);
  };
  for (const date of claim.dates)
    if (quotes.some((quote) => quote.dateIndex().has(date))) add('date', date, 'found');
    else addMissing('date', date, () => otherDates(claim, date, quotes));
  const units = new Set(quotes.flatMap((quote) => [...quote.numberIndex().units]));
  const isSigned = hasSign(claim, quotes);
  for (const quantity of claim.quantities())
    if (!quantity.isWeak)
      if (isSigned || addsBound(quantity, quotes)) add('number', quantity, 'to be read');
      else if (quotes.some((quote) => quote.numberIndex().has(quantity, units)))
        add('number', quantity, 'found');
      else if (
        isWorkedOut(quantity, units) ||
        (compared < MOST_COMPARED && isOtherForm(quantity, quotes)) ||
        beginsRange(claim, quantity)
      )
        add('number', quantity, 'to be read');
      else addMissing('number', quantity, () => otherNumbers(claim, quantity, quotes));
  for (const quoted of claim.quotations()) {
    const parts = quotedParts(claim.list, quoted);
    if (parts.length === 0) continue;
    const isFound = parts.every((part) => same.some((quote) => quote.words().has(part)));
    if (isFound) add('quotation', quoted, 'found');
    else {
      const instead = compared++ < MOST_COMPARED ? otherQuotation(claim, quoted, clauses) : undefined;
      add('quotation', quoted, instead ? 'contradicted' : 'to be read', instead);
    }
  }
  // A word of one language that stands in a text in another is a name.
  const isNameElsewhere = (key: string) =>
    quotes.some((quote) =>
      same.includes(quote) ? quote.properKeys().has(key) : quote.wordIndex().hasWord(key),
    );
  const isPart = (key: string) => same.some((quote) => quote.wordIndex().hasPart(key));
  const isContext = (context: string) => same.some((quote) => quote.contexts().has(context));
  const named = new Set<number>();
  for (const name of claim.names(isNameElsewhere, isContext, isPart)) {
    for (const at of name.words) named.add(at);
    const missing = missingWords(
      claim.list,
      name,
      same.map((quote) => quote.wordIndex()),
      (key) => claim.language.arabicNames !== null && same.some((quote) => quote.arabicIndex().has(key)),
    );
    if (missing.length === 0) addFoundName(name);
    for (const [first, end] of missing) {
      const stretch = { from: name.words[first] ?? 0, to: (name.words[end - 1] ?? 0) + 1 };
      addName(stretch, end - first === name.words.length);
    }
  }
  const isInQuotes = (text: string) => same.some((quote) => quote.hanIndex().has(text));
  for (const { from, to } of claim.hanNames(isInQuotes)) {
    for (let at = from; at < to; at++) named.add(at);
    const name = claim.list.slice(from, to).filter(({ kind }) => kind !== 'mark');
    if (isInQuotes(name.map(({ key }) => key).join(''))) addFoundName({ from, to });
    else addName({ from, to }, true);
  }
  const isMissing = found.some(({ result }) => result !== 'found');
  found.push(...compareWords(claim, clauses, coverage, (at) => named.has(at), isMissing));
  if (same.length < quotes.length) add('words', { from: 0, to: claim.list.length }, 'to be read');
  return distinct(found.sort((a, b) => a.at - b.at));
}

/** A digit, and one that is written above or below the line. */
const SCRIPT_DIGIT = /\d[\u00b2\u00b3\u00b9\u2070-\u2089]/;

/** Whether a sign makes another number of one, and no quote has it: 4.2⁹. */
function hasSign(claim: Analysis, quotes: readonly Analysis[]): boolean {
  const [sign] = SCRIPT_DIGIT.exec(claim.tokens.levelled.original) ?? [];
  return sign !== undefined && !quotes.some((quote) => quote.tokens.levelled.original.includes(sign));
}

/** Whether a date ends what a number begins: 7至9月. */
const beginsRange = ({ dates, list, language }: Analysis, { to }: Stretch): boolean =>
  dates.some(
    ({ from }) => from === to + 1 && (language.to.has(list[to]?.key ?? '') || list[to]?.text === '-'),
  );

/** Returns the names of a line whose words the claim does not have. Only capitals tell names surely enough. */
function otherNames(claim: Analysis, { quote, from, to }: Line): Instead[] {
  const never = () => false;
  if (!claim.language.hasCapitals) return [];
  return quote
    .names(never, never, never)
    .filter((name) => name.from >= from && name.to <= to)
    .filter((name) => name.words.every((at) => !claim.wordIndex().hasWord(quote.list[at]?.key ?? '')))
    .map((name) => ({ quote, from: name.from, to: name.to }));
}

/** The most parts of a claim that are looked for in their place; a claim with more is none. */
const MOST_COMPARED = 60;
/** Which part of a claim's words its quotes must have, so that a number, date or name that stands among the same words contradicts one of the claim. */
const SOME = 3 / 8;
/** Which part of the words of a quotation the quotes must have in its order, so that they are another wording of it. */
const ALIKE = 0.5;

/** Returns the words of a line that a quotation alters; undefined if there are none. */
function otherQuotation(
  claim: Analysis,
  { from, to }: Stretch,
  clauses: readonly AlignedClause[],
): Instead | undefined {
  const units = claim.units().filter((unit) => unit.from >= from && unit.to <= to);
  const line = clauses.find((clause) => from >= clause.from && from < clause.to)?.line;
  if (!line || units.length < 2) return undefined;
  // Where in the line the quotation would begin, as each of its words has it.
  const starts = units.flatMap((unit) => placesIn(line, unit).map((at) => at - unit.from + from));
  const words = Map.groupBy(starts, (start) => start);
  const wordsNear = (start: number) =>
    [-2, -1, 0, 1, 2].reduce((sum, shift) => sum + (words.get(start + shift)?.length ?? 0), 0);
  let start = starts[0] ?? 0;
  for (const each of words.keys()) if (wordsNear(each) > wordsNear(start)) start = each;
  if (wordsNear(start) < units.length * ALIKE) return undefined;
  const first = Math.max(line.from, start);
  return { quote: line.quote, from: first, to: Math.min(line.to, first + to - from) };
}

function distinct(found: readonly Placed[]): Finding[] {
  const known = new Set<string>();
  const findings: Finding[] = [];
  for (const { at: _, ...finding } of found) {
    const key = JSON.stringify([finding.kind, finding.text, finding.quoted]);
    if (known.has(key)) continue;
    known.add(key);
    findings.push(finding);
  }
  return findings;
}

/** Compares a claim with its quotes, part by part. */
export const groundClaim = (claim: Passage, quotes: readonly Passage[]): Grounding =>
  groundWith(new Analyses(), claim, quotes);
