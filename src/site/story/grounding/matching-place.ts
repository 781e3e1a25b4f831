import type { Analysis } from './analysis.ts';
import type { DateMention } from './dates/dated-text.ts';
import type { Quantity } from './numbers/quantity.ts';
import { isCurrency, isProportion, kindredUnits, type Unit } from './numbers/units.ts';
import { isCapitalised } from './text/tokens.ts';
import { type Line, placesIn } from './words/line.ts';
import type { WordUnit } from './words/word-units.ts';

// Says what a quote states in the place of something that a claim states and the quotes do not have.

/** A stretch of tokens. */
export interface Stretch {
  from: number;
  to: number;
}

/** How many words of content on each side say where something stands. */
const NEAR = 4;

/** Returns the keys of the words around a stretch, in its sentence. */
function around(side: Analysis, { from, to }: Stretch): Set<string> {
  const { sentence } = side.clauses();
  const used = side.used();
  const here = sentence[from];
  const units = side.units().filter((unit) => sentence[unit.from] === here && !used[unit.from]);
  const before = units.filter((unit) => unit.to <= from).slice(-NEAR);
  const after = units.filter((unit) => unit.from >= to).slice(0, NEAR);
  return new Set([...before, ...after].flatMap(({ keys }) => keys));
}

/** Whether nothing between two tokens says what stands beside them: marks, function words, dates, and what is too short to tell. */
export function hasNoContent({ list, language, dates }: Analysis, from: number, to: number): boolean {
  const isDate = (at: number) => dates.some((date) => at >= date.from && at < date.to);
  return list
    .slice(from, to)
    .every(
      ({ key, kind }, at) =>
        kind === 'mark' ||
        language.functionWords.has(key) ||
        (kind === 'word' && key.length < 3) ||
        isDate(from + at),
    );
}

/** Returns the words of content right before and right after a stretch. */
export function neighboursOf(
  claim: Analysis,
  { from, to }: Stretch,
): { before: WordUnit | undefined; after: WordUnit | undefined } {
  const units = claim.units().filter((unit) => !hasNoContent(claim, unit.from, unit.to));
  return {
    before: units.findLast((unit) => unit.to <= from && hasNoContent(claim, unit.to, from)),
    after: units.find((unit) => unit.from >= to && hasNoContent(claim, to, unit.from)),
  };
}

/** The most words that stand in the place of others. */
const LONGEST = 6;

/**
 * Returns what a line has between the words that stand right before and after a stretch of the claim, up to a mark. Undefined if the
 * line has neither of these words, or nothing that the claim does not have. One of them is enough if the line has most words of the
 * claim (`isAlike`).
 */
export function statedBetween(
  claim: Analysis,
  { from, to }: Stretch,
  line: Line,
  isAlike: boolean,
): Instead | undefined {
  const { quote } = line;
  const { list, language } = claim;
  const isBare = (first: number, end: number) => hasNoContent(claim, first, end);
  const { before, after } = neighboursOf(claim, { from, to });
  const starts = before ? placesIn(line, before).map((at) => at + before.to - before.from) : [];
  const ends = after ? [...placesIn(line, after)] : [];
  if (from === 0 || isBare(0, from)) starts.push(line.from);
  if (to >= list.length || list[to]?.kind === 'mark') ends.push(line.to);
  const mine = new Set(list.map(({ key }) => key));
  const isFresh = (at: number) => {
    const { kind = 'mark', key = '' } = quote.list[at] ?? {};
    return kind !== 'mark' && kind !== 'digits' && !language.functionWords.has(key) && !mine.has(key);
  };
  // Where only one of both is in the line, a name stands next to it.
  const isNext = (at: number) => !language.hasCapitals || isCapitalised(quote.list[at]?.text ?? '');
  const isSure = language.hasCapitals && isAlike;
  if (!isSure && (ends.length === 0 || starts.length === 0)) return undefined;
  if (ends.length === 0) ends.push(line.to);
  if (starts.length === 0) starts.push(...ends.map((end) => Math.max(line.from, end - LONGEST)));
  for (const start of starts)
    for (const end of ends) {
      if (end <= start || (start === line.from && end === line.to)) continue;
      let first = start;
      while (first < end && first < start + LONGEST && !(isFresh(first) && isNext(first))) first++;
      let last = first;
      while (last < end && last < first + LONGEST && quote.list[last]?.kind !== 'mark') last++;
      while (last > first && !isFresh(last - 1)) last--;
      const isFar = end !== line.to && end - last > LONGEST;
      if (last > first && isFresh(first) && isNext(first) && !isFar) return { quote, from: first, to: last };
    }
  return undefined;
}

/** What stands in the place of something, in the quote that has it. */
export interface Instead {
  quote: Analysis;
  from: number;
  to: number;
}

/**
 * Returns the candidate that stands among most of the words around a stretch of the claim; or the only one of the line, if none
 * stands among any.
 */
export function statedInstead(
  claim: Analysis,
  stretch: Stretch,
  candidates: readonly Instead[],
  line?: Line,
): Instead | undefined {
  if (candidates.length === 0) return undefined;
  const near = around(claim, stretch);
  let best: Instead | undefined;
  let most = 0;
  for (const candidate of candidates) {
    const shared = [...around(candidate.quote, candidate)].filter((key) => near.has(key)).length;
    if (shared > most) [best, most] = [candidate, shared];
  }
  const [only, ...more] = candidates.filter(
    ({ quote, from }) => quote === line?.quote && from >= line.from && from < line.to,
  );
  return best ?? (more.length === 0 ? only : undefined);
}

const unitsOf = ({ readings }: Quantity): Unit[] =>
  readings.filter(({ isShare }) => !isShare).map(({ unit }) => unit);
const amountOf = ({ readings: [first] }: Quantity): number => first?.value ?? Number.NaN;

/** The number as it stands before its unit: 12 in 12 km. */
const figureOf = (number: Quantity): number => Number((amountOf(number) / number.factor).toPrecision(12));

const unitOf = ({ readings: [first] }: Quantity): Unit => (first?.isShare ? 'percent' : (first?.unit ?? ''));

/** Whether two numbers are of the same sort, so that one may stand in place of the other: both percentages, both sums of money. */
function areComparable(one: Quantity, other: Quantity): boolean {
  const isPlain = (unit: Unit) => unit === '' || unit === 'count';
  const [mine, theirs] = [unitOf(one), unitOf(other)];
  if (amountOf(one) === amountOf(other)) return !isPlain(mine) && !isPlain(theirs);
  // 12 miles and 12 kilometres; 12 miles and 19 kilometres may be the same.
  if (figureOf(one) === figureOf(other) && !isPlain(mine) && !isPlain(theirs)) return true;
  return (
    mine === theirs ||
    kindredUnits(mine).includes(theirs) ||
    (isPlain(mine) && isPlain(theirs)) ||
    (isCurrency(mine) && isCurrency(theirs))
  );
}

/** The values that a number may have, also as one that shares the scale of another: from 8.5 to 10.7 billion. */
const amountsOf = ({ readings }: Quantity, { scale, readings: [first] }: Quantity): number[] =>
  readings
    .filter(({ value }) => value !== 0 && value !== first?.value)
    .flatMap(({ value, unit }) => (unit === '' && scale > 1 ? [value, value * scale] : [value]));

/** Whether two numbers may be added or divided: they are of one sort, or one of them leaves that to the other. */
const areAlike = (one: Quantity, other: Quantity): boolean =>
  [unitOf(one), unitOf(other)].includes('') || areComparable(one, other);

/**
 * Whether a number may be worked out from others: the sum or the difference of two, what one is of the other as a percentage or a
 * multiple, what is left of a hundred per cent, or a half, a double, a third or a triple, as exactly as it is stated.
 */
function isWorkedOutOf(number: Quantity, others: readonly Quantity[]): boolean {
  const value = amountOf(number);
  const isClose = (result: number) =>
    value !== 0 && Math.abs(Math.abs(result) - value) <= Math.max(number.step / 2, value * 1e-9);
  const known = others.slice(0, 12).filter((other) => !other.isWeak);
  const isTriple = known.some((other) => amountOf(other) === 3);
  const isMultipleOf = (a: number) =>
    isClose(a / 2) || isClose(a * 2) || (isTriple && (isClose(a / 3) || isClose(a * 3)));
  const alike = known.filter((other) => areAlike(number, other));
  const isShare = isProportion(unitOf(number));
  if (
    alike.some((other) =>
      amountsOf(other, number).some((a) => isMultipleOf(a) || (isShare && isClose(100 - a))),
    )
  )
    return true;
  const isRatio = isShare || unitOf(number) === 'times';
  const pairs = known.flatMap((one) =>
    known.filter((other) => other !== one && areAlike(one, other)).map((other) => [one, other] as const),
  );
  return pairs.some(([one, other]) =>
    amountsOf(one, number).some((a) =>
      amountsOf(other, number).some(
        (b) =>
          (isRatio && (isClose((a / b) * 100) || isClose((a / b - 1) * 100) || isClose(a / b))) ||
          (areAlike(number, one) && areAlike(number, other) && (isClose(a - b) || isClose(a + b))),
      ),
    ),
  );
}

/** Whether a number of the quote rounds to the claim's, though the claim does not say that it is rounded. */
const roundsTo = (number: Quantity, stated: Quantity): boolean =>
  stated.step < number.step && Math.abs(amountOf(stated) - amountOf(number)) <= number.step / 2;

/** Returns the numbers of the quotes that a number of the claim may be mistaken for: those of its sort that the claim does not state. */
export function otherNumbers(claim: Analysis, number: Quantity, quotes: readonly Analysis[]): Instead[] {
  return quotes.flatMap((quote) =>
    quote
      .quantities()
      .filter(
        (each) =>
          !each.isWeak &&
          (each.pair === undefined || number.pair !== undefined) &&
          areComparable(number, each) &&
          !claim.numberIndex().has(each, new Set(unitsOf(each))),
      )
      .map(({ from, to }) => ({ quote, from, to })),
  );
}

/** Whether a number may be another form of one of the quotes: rounded, or worked out from several. */
export function isOtherForm(number: Quantity, quotes: readonly Analysis[]): boolean {
  const all = quotes.flatMap((quote) => quote.quantities());
  const isOther = (each: Quantity) => amountOf(each) === amountOf(number) && areComparable(number, each);
  if (all.some(isOther)) return false;
  // Ten in the evening is 22.
  const isHalfDay = (each: Quantity) =>
    unitOf(each) === 'clock' && [12, 720].includes(Math.abs(amountOf(each) - amountOf(number)));
  return all.some((each) => roundsTo(number, each) || isHalfDay(each)) || isWorkedOutOf(number, all);
}

/** Whether a claim says less than or more than where the quotes have the very number, without saying so. */
export function addsBound(number: Quantity, quotes: readonly Analysis[]): boolean {
  const { rounding } = number;
  if (rounding === undefined || rounding === 'about') return false;
  const same = quotes
    .flatMap((quote) => quote.quantities())
    .filter((each) => amountOf(each) === amountOf(number));
  return same.length > 0 && same.every((each) => each.rounding !== rounding);
}

/** Whether two dates state the same part of a date differently: another day, month, year, decade or weekday. */
function differ(one: DateMention, other: DateMention): boolean {
  const parts = ['year', 'month', 'day', 'decade', 'weekday'] as const;
  return parts.some(
    (part) => one[part] !== undefined && other[part] !== undefined && one[part] !== other[part],
  );
}

/** Returns the dates of the quotes that a date of the claim contradicts and that the claim does not state. */
export const otherDates = (claim: Analysis, date: DateMention, quotes: readonly Analysis[]): Instead[] =>
  quotes.flatMap((quote) =>
    quote.dates
      .filter((each) => differ(date, each) && !claim.dateIndex().has(each))
      .map(({ from, to }) => ({ quote, from, to })),
  );
