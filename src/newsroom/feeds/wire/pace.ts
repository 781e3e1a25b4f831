import { hash32 } from '../../../lib/hash-text.ts';
import { MAX_PAUSE_MS } from '../../wire/fetching/retry-after.ts';

// When a feed is asked again. Pure: the same feed gets the same times.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** The shortest and longest time between two requests, in milliseconds, and the shortest for a feed that says nothing of its pace. */
const PACE = { shortest: 15 * MINUTE, unasked: HOUR, longest: DAY } as const;

/** The most times of items that are kept for a feed. */
export const MAX_APPEARANCES = 100;

/** The share of the interval by which feeds are spread, so that those of one host do not come due together. */
const JITTER = 0.1;

/** What a publisher says of how often its feed may be asked. */
export interface PaceHints {
  /** How long a copy is good for, in milliseconds: the longest of `ttl`, `sy:updatePeriod` and `Cache-Control: max-age`. */
  freshFor: number | null;
  /** Hours (0 to 23) and days (0 is Sunday) in GMT at which the feed asks to be left alone. */
  skipHours: readonly number[];
  skipDays: readonly number[];
}

/** What is known of a feed after a request. Times are in milliseconds. */
export interface FeedPace {
  /** Spreads feeds: the feed's address. */
  url: string;
  now: number;
  /** When its newest items appeared, within the last week. */
  appearances: readonly number[];
  hints: PaceHints;
  /** Whether there is an ETag or a date, so that the next request can ask for changes only. */
  hasValidator: boolean;
  /** When the whole feed was last asked for without a condition; null if never. */
  unconditional: number | null;
  /** Whether a hub tells of new items. */
  isPushed: boolean;
  /** How many requests have failed since the last that did not. */
  failures: number;
  /** When the host said that it may be asked again; null if it did not say. */
  retryAt: number | null;
}

/** Adds times of items to those that are known, and keeps the newest of the last week. */
export function addAppearances(known: readonly number[], added: readonly number[], now: number): number[] {
  return [...known, ...added]
    .filter((time) => time <= now && time > now - WEEK)
    .sort((a, b) => b - a)
    .slice(0, MAX_APPEARANCES);
}

/** Returns how many items appear in a week. If only the newest of them are known, the rest is taken to be as frequent. */
export function itemsPerWeek(appearances: readonly number[], now: number): number {
  const recent = appearances.filter((time) => time > now - WEEK && time <= now);
  if (recent.length < MAX_APPEARANCES) return recent.length;
  const span = Math.max(now - Math.min(...recent), MINUTE);
  return Math.round((recent.length * WEEK) / span);
}

/** Returns how long a feed is left alone if all goes well: half the time between two items, within what its publisher says. */
function interval({ appearances, hints, isPushed, now }: FeedPace): number {
  if (isPushed) return PACE.longest;
  const perWeek = itemsPerWeek(appearances, now);
  const wanted = perWeek === 0 ? PACE.longest : WEEK / perWeek / 2;
  const least = Math.max(hints.freshFor ?? PACE.unasked, PACE.shortest);
  return Math.min(Math.max(wanted, least), PACE.longest);
}

/** Moves a time to the first hour at which the feed does not ask to be left alone. If it asks for that always, the time stays. */
function outsideSkipped(time: number, { skipHours, skipDays }: PaceHints): number {
  let moved = time;
  for (let hours = 0; hours < 7 * 24; hours++) {
    const date = new Date(moved);
    if (!skipHours.includes(date.getUTCHours()) && !skipDays.includes(date.getUTCDay())) return moved;
    moved = Math.floor(moved / HOUR) * HOUR + HOUR;
  }
  return time;
}

/**
 * Returns when a feed is asked next, in milliseconds. Between 15 minutes and a day, by how often items appear; at most hourly unless the
 * feed itself says that a copy is good for less; a request without a condition at most daily; after failures ever more rarely, down to
 * daily; never before the host said.
 */
export function nextRequest(pace: FeedPace): number {
  const { url, now, failures, retryAt, hasValidator, unconditional, hints } = pace;
  const usual = interval(pace);
  const backedOff = failures === 0 ? 0 : Math.min(PACE.unasked * 2 ** (failures - 1), PACE.longest);
  const pause = Math.max(usual, backedOff);
  const earliest = [
    now + pause + Math.floor((hash32(url) / 2 ** 32) * JITTER * pause),
    Math.min(retryAt ?? 0, now + MAX_PAUSE_MS),
    hasValidator ? 0 : (unconditional ?? now - DAY) + DAY,
  ];
  return outsideSkipped(Math.max(...earliest), hints);
}

/** Returns when a feed that was muted or stopped may be asked again: an hour after a request for changes, a day after one for all. */
export function againAfter({ now, asked, unconditional, hasValidator }: AskedBefore): number {
  return Math.max(now, hasValidator ? (asked ?? 0) + PACE.unasked : (unconditional ?? 0) + DAY);
}

type AskedBefore = Pick<FeedPace, 'now' | 'unconditional' | 'hasValidator'> & { asked: number | null };
