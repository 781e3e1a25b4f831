import type { Story } from '../../story/story.ts';

// Dates in the future: a change that claims one would look newer to readers than every change to come.

/** How far the clocks of two machines may be apart, in milliseconds. */
const CLOCK_SKEW = 300_000;

/** A date (RFC 3339) with its name in error messages. */
export type NamedDate = readonly [name: string, date: string | null | undefined];

/** Returns the dates of the changes that a record states. */
export const changeDatesOf = ({
  dateModified,
  correction,
}: Pick<Story, 'dateModified' | 'correction'>): NamedDate[] => [
  ['dateModified', dateModified],
  ...correction.map(
    ({ datePublished }, index): NamedDate => [`correction[${index}].datePublished`, datePublished],
  ),
];

/** Returns the first date later than `now`, as `name (date)`, or undefined. */
export function findFutureDate(dates: readonly NamedDate[], now: number): string | undefined {
  const [name, date] = dates.find(([, each]) => each && Date.parse(each) > now + CLOCK_SKEW) ?? [];
  return name && `${name} (${date})`;
}

/** Returns what to tell somebody who sent `date`, as `findFutureDate` returns it. */
export const futureDateDetail = (date: string, now: number): string =>
  `${date} is in the future: here it is ${new Date(now).toISOString()}. If that is wrong, compare your clock with the server's.`;
