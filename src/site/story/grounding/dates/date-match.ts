import type { DateMention } from './dated-text.ts';

// Says whether quotes have a date. A quote's date matches a claim's that is less exact, not one that is more exact.
// A decade matches the same decade only: no year is a decade.

const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay();

const keyOfDate = (year?: number, month?: number, day?: number): string =>
  `${year ?? ''}-${month ?? ''}-${day ?? ''}`;

/** The dates of a quote. */
export class DateIndex {
  readonly #keys = new Set<string>();
  /** Dates without a year. */
  readonly #yearless = new Set<string>();
  readonly #years = new Set<number>();
  readonly #decades = new Set<number>();
  readonly #weekdays = new Set<number>();

  constructor(dates: readonly DateMention[]) {
    for (const { year, month, day, decade, weekday } of dates) {
      if (decade !== undefined) {
        this.#decades.add(decade);
        continue;
      }
      if (weekday !== undefined) this.#weekdays.add(weekday);
      if (year !== undefined) this.#years.add(year);
      if (year !== undefined && month !== undefined && day !== undefined)
        this.#weekdays.add(weekdayOf(year, month, day));
      if (year === undefined) this.#yearless.add(keyOfDate(undefined, month, day));
      for (const y of [year, undefined])
        for (const m of [month, undefined])
          for (const d of [day, undefined]) this.#keys.add(keyOfDate(y, m, d));
    }
  }

  has({ year, month, day, decade, weekday }: DateMention): boolean {
    if (decade !== undefined) return this.#decades.has(decade);
    if (weekday !== undefined) return this.#weekdays.has(weekday);
    if (this.#keys.has(keyOfDate(year, month, day))) return true;
    // A quote may name the year of its dates once: in 2019, …, on 28 May.
    return (
      year !== undefined && this.#years.has(year) && this.#yearless.has(keyOfDate(undefined, month, day))
    );
  }
}
