import type { Story } from '../../story/story.ts';

// Times that others state, and the clock here.

/** How far two clocks may be apart, in milliseconds. */
const CLOCK_SKEW = 300_000;

/** What a time is called, and the time, where it is stated. */
export type NamedTime = readonly [name: string, time: string | null | undefined];

/** When a record says that it was changed. */
export const changeTimesOf = ({
  dateModified,
  correction,
}: Pick<Story, 'dateModified' | 'correction'>): NamedTime[] => [
  ['dateModified', dateModified],
  ...correction.map(
    ({ datePublished }, index): NamedTime => [`correction[${index}].datePublished`, datePublished],
  ),
];

/** The first that is later than now, as a message names it; nothing where none is. */
export function findFuture(dated: readonly NamedTime[], now: number): string | undefined {
  const [name, time] = dated.find(([, at]) => at && Date.parse(at) > now + CLOCK_SKEW) ?? [];
  return name && `${name} (${time})`;
}

/** Says so, and what to do. */
export const futureDetail = (early: string, now: number): string =>
  `${early} is later than now (${new Date(now).toISOString()} here). If it is not, compare your clock with the server's.`;
