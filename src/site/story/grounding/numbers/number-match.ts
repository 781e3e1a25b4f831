import { type Quantity, type Reading, valueKey } from './quantity.ts';
import { isCurrency, isProportion, kindredUnits, type Unit } from './units.ts';

// Says whether quotes have a number. Numbers are compared by value.

interface Stated {
  value: number;
  unit: Unit;
  step: number;
}

/** The greatest age. */
const MOST_YEARS = 120;

/** Returns what the last digit of a whole number that is no zero amounts to: 100 for 4,200. */
const zerosOf = (value: number): number =>
  Number.isInteger(value) && value > 0 && value < 1e15
    ? 10 ** (/0*$/.exec(String(value))?.[0].length ?? 0)
    : 0;

/** A score is the same whichever side is named first. */
const scoreOf = (pair: readonly [Quantity, Quantity]): string =>
  pair
    .map(({ readings: [first] }) => first?.value ?? 0)
    .sort((a, b) => a - b)
    .join('-');

/** The numbers of a quote, by value. */
export class NumberIndex {
  readonly #units = new Map<number, Set<Unit>>();
  readonly #exact = new Set<string>();
  readonly #vague = new Set<number>();
  readonly #sorted: Stated[] = [];
  readonly #scores = new Set<string>();
  /** All units that the quote states. */
  readonly units = new Set<Unit>();

  constructor(quantities: readonly Quantity[]) {
    for (const { pair } of quantities) {
      if (!pair) continue;
      this.#scores.add(scoreOf(pair));
      this.units.add('score');
    }
    for (const { readings, exact, step, vague } of quantities.flatMap((each) => each.pair ?? each)) {
      if (exact !== undefined) this.#exact.add(exact);
      else if (vague !== undefined) this.#vague.add(vague);
      else for (const reading of readings) this.#add(reading, step);
    }
    this.#sorted.sort((a, b) => a.value - b.value);
  }

  #add({ value, unit }: Reading, step: number): void {
    const key = valueKey(value);
    const units = this.#units.get(key) ?? new Set();
    if (!units.has(unit)) this.#sorted.push({ value: key, unit, step });
    this.#units.set(key, units.add(unit));
    this.units.add(unit);
  }

  has(quantity: Quantity, units: ReadonlySet<Unit>): boolean {
    const { readings: all, exact, vague, rounding, pair } = quantity;
    // Quotes without a score may give its numbers one by one: five goals to one.
    if (pair)
      return units.has('score')
        ? this.#scores.has(scoreOf(pair))
        : pair.every((number) => number.readings[0]?.value === 0 || this.has(number, units));
    const readings = all.filter(({ isUnlikely }) => !isUnlikely);
    if (exact !== undefined) return this.#exact.has(exact);
    if (vague !== undefined)
      return this.#vague.has(vague) || this.#within(2 * vague, 1000 * vague - 1, () => true);
    if (readings.some((reading) => this.#hasReading(reading, units))) return true;
    if (readings.some((reading) => reading.isShare && this.#hasShare(reading.value, rounding))) return true;
    if (rounding === undefined) return false;
    // A number that the claim says is rounded stands for those that round to it at the precision it states.
    return readings.some(({ value, unit, step: stated = quantity.step }) => {
      // Who rounds to thousands writes zeros: more than 4,000.
      const step = Math.max(stated, zerosOf(value));
      // More than 400 are 438 too.
      const above = rounding === 'over' ? Math.max(step, 10 ** Math.floor(Math.log10(value)) / 2) : step;
      const below = rounding === 'over' ? 0 : rounding === 'under' ? step : step / 2;
      const isFiner = (stated: Stated) =>
        stated.step < step && stated.value > value - step && isUnitOf(new Set([stated.unit]), unit, units);
      return this.#within(value - below, value + (rounding === 'over' ? above : step - below), isFiner);
    });
  }

  /** Whether a percentage is what people call a part in words: 33 or 34 % a third, 53 % more than half. */
  #hasShare(percent: number, rounding: Quantity['rounding']): boolean {
    const below = rounding === 'over' ? 0 : rounding === undefined ? 1 : 4;
    const above = rounding === 'under' ? 0 : rounding === undefined ? 1 : 4;
    return this.#within(percent - below, percent + above, ({ unit }) => unit === 'percent');
  }

  #hasReading({ value, unit }: Reading, units: ReadonlySet<Unit>): boolean {
    const stated = this.#units.get(valueKey(value));
    // An age has no unit where it follows a name: Smith, 28.
    const isAge = unit === 'year' && value <= MOST_YEARS && stated?.has('') === true;
    return isAge || isUnitOf(stated, unit, units);
  }

  /** Whether a number from `least` to `most` meets the condition. */
  #within(least: number, most: number, meets: (stated: Stated) => boolean): boolean {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.value ?? 0) < least) low = middle + 1;
      else high = middle;
    }
    // Few numbers are this close; a text with more is no quote.
    for (let at = low; at < low + 100; at++) {
      const stated = this.#sorted[at];
      if (!stated || stated.value > most) return false;
      if (meets(stated)) return true;
    }
    return false;
  }
}

/** Whether no quote mentions a unit of the kind, which only currencies and degrees have. */
const isOpen = (unit: Unit, mentioned: ReadonlySet<Unit>): boolean =>
  (isCurrency(unit) && ![...mentioned].some(isCurrency)) || (unit === 'degree' && !mentioned.has('degree'));

/**
 * Whether a number with these units in the quote is the claim's. A unit that only one side states does not matter, except that
 * the quote must mention it somewhere, and that no bare number stands for a percentage. What is counted is no unit.
 */
function isUnitOf(stated: ReadonlySet<Unit> | undefined, unit: Unit, mentioned: ReadonlySet<Unit>): boolean {
  if (!stated) return false;
  if (unit === 'count') return stated.has('count') || stated.has('');
  if (unit === '') {
    for (const other of stated) if (!isProportion(other) && other !== 'clock') return true;
    return false;
  }
  if (unit === 'times' && stated.has('count')) return true;
  const kindred = kindredUnits(unit);
  if (stated.has(unit) || kindred.some((other) => stated.has(other))) return true;
  // Magnitude 4.1 has degrees in some languages: 4.1 ريختر.
  if (isProportion(unit) || !(stated.has('') || (unit === 'degree' && stated.has('count')))) return false;
  // The quote may leave the currency to its context: a budget of 15.5 million.
  return mentioned.has(unit) || kindred.some((other) => mentioned.has(other)) || isOpen(unit, mentioned);
}
