import { periodFacet, periodOfFacet } from './facets.ts';
import type { Postings } from './postings.ts';
import { minuteOfRow, minuteStart, type RowRange } from './row-id.ts';

// Periods: when a story was published, as tokens. A search with one of them in its expression reads no other stories. A bound on the
// ids of rows does not have this effect: FTS5 compares it only with stories that it finds, and goes on while it finds none.

/** The lengths of periods, as powers of two of minutes: 45 days and 34 hours. */
const [LONG, SHORT] = [16, 11] as const;

const periodOf = (minute: number, length: number) => Math.floor(minute / 2 ** length);

/** Returns the tokens of the periods to which a row belongs. */
export const periodsOf = (row: number): string[] =>
  [LONG, SHORT].map((length) => periodFacet(length, periodOf(minuteOfRow(row), length)));

/** The newest stories of a range. */
export interface NewestStories {
  /** The tokens of the periods that have them. */
  periods: string[];
  /** When the first of these periods begins, in milliseconds; null if they have the whole range. */
  since: number | null;
}

/** Returns the newest periods of a range that have at most `most` stories together; at least one, however many it has. */
export function newestStories(postings: Postings, { first, before }: RowRange, most: number): NewestStories {
  const counted = (length: number, from: number, to: number) => {
    const facets = [from, to].map((minute) => periodFacet(length, periodOf(minute, length)));
    return postings.countBetween(...(facets as [string, string]));
  };
  const [oldest, newest] = [minuteOfRow(first), minuteOfRow(before - 1)];
  const periods: string[] = [];
  let left = most;
  for (const [long, count] of counted(LONG, oldest, newest)) {
    if (count <= left) {
      periods.push(long);
      left -= count;
      continue;
    }
    const start = periodOfFacet(long) * 2 ** LONG;
    let since = start + 2 ** LONG;
    for (const [short, count] of counted(SHORT, start, Math.min(since - 1, newest))) {
      if (count > left && periods.length > 0) break;
      periods.push(short);
      left -= count;
      since = periodOfFacet(short) * 2 ** SHORT;
    }
    return { periods, since: minuteStart(since) };
  }
  return { periods, since: null };
}
