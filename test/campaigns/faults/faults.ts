// What can fail, and how often. The campaign chooses the odds; the host in workerd makes the faults happen.

/** Each fault in the words of the report. The first word of a key names the boundary at which it happens. */
export const FAULTS = {
  'read-slow': 'a KV read takes up to 2 seconds',
  'read-outage': 'KV reads fail, for at most 15 seconds',
  'read-stale': 'a KV read returns a value that was current up to 60 seconds ago',
  'read-truncated': 'a KV read returns only part of the value',
  'read-hanging': 'a KV read never answers',
  'write-slow': 'a KV write takes up to 4 seconds',
  'write-refused': 'a KV write is refused',
  'write-unanswered': 'a KV write succeeds, but its answer is lost',
  'write-hanging': 'a KV write never answers',
  'write-late': 'a KV write times out, and takes effect up to a minute later',
  'object-overloaded': 'a Durable Object is overloaded',
  'object-unanswered': 'a Durable Object completes a call, but its answer is lost',
  'object-aborted-call': 'a Durable Object is aborted during a call',
  'object-aborted-late': 'a Durable Object is aborted just after it answered a call',
  'object-aborted-write': 'a Durable Object is aborted before or after a KV write',
  'object-aborted-arming': 'a Durable Object is aborted between a commit and setting its alarm',
  'evicted-desk': 'the Desk is evicted while idle',
  'evicted-subscriptions': 'the subscriptions of a feed are evicted while idle',
  'queue-refused': 'the queue refuses messages',
  'queue-unanswered': 'the queue accepts messages, but its answer is lost',
  'queue-twice': 'a batch of messages is delivered twice',
  'queue-shuffled': 'the messages of a batch are delivered out of order',
  'queue-late': 'a message is delivered after later ones',
  'alarm-lost': 'an alarm does not fire',
  'card-overloaded': 'the Studio, which draws cards, is overloaded',
  'card-failing': 'the Studio fails',
  'card-unanswered': 'the Studio draws a card, but its answer is lost',
  'backup-slow': 'R2 takes up to 4 seconds',
  'backup-refused': 'R2 refuses a request',
  'backup-unanswered': 'R2 completes a request, but its answer is lost',
  'rate-failing': 'a rate limiter fails',
} as const;

export type Fault = keyof typeof FAULTS;

/** The probability of each fault at each occasion, from 0 to 1. */
export type Odds = Partial<Record<Fault, number>>;

/** How far a KV read may lag behind writes, in milliseconds. */
export const MAX_STALENESS = 60_000;

/** During an outage, KV reads fail for the first half of each cycle. In milliseconds. */
export const OUTAGE_CYCLE = 30_000;

/** The commands of the campaign to the host. */
export type Command =
  /** Sets the odds of faults and the offset of the program's clock. */
  | { do: 'steer'; odds: Odds; seed: number; clockOffset: number }
  /** Runs the scheduled job. On a new day it starts a backup. */
  | { do: 'schedule'; isNewDay?: boolean }
  /** Fires the alarms that are due by the program's clock. */
  | { do: 'alarms'; topics: string[] }
  /** Evicts the Desk and the subscriptions of a feed once they are idle. */
  | { do: 'evict'; topic: string }
  /** Answers with the callbacks that are subscribed to a feed. */
  | { do: 'list-callbacks'; topic: string }
  /** Only answers with the counts, as every other command does. */
  | { do: 'count' }
  /** Resets the counts after answering. */
  | { do: 'reset' };

export type FaultCounts = Partial<Record<Fault, number>>;

/** What the campaign needs to know of a KV value. */
export interface ValueSummary {
  /** The marks in the value; or `nothing`, `withdrawn`, `moved`, or `picture` and the hash of a card. */
  content: string;
  /** When the content last changed, from the value's metadata, by the program's clock. */
  updated?: number;
  /** The stories that an archive page lists, and the times of their last changes that it gives. */
  lists?: { slug: string; updated: number }[];
  /** The number of the archive page before an edition. */
  previous?: number;
}

/** A stage of a KV write, or a failed read, as the host reports it. `at` is a steady time in milliseconds. */
export interface KvEvent extends ValueSummary {
  id: number;
  /** `failed`: a read of the key returned nothing or only part of the value. */
  stage: 'begun' | 'done' | 'failed';
  key: string;
  at: number;
}

/** Returns a word that is in everything made from this version of a story. */
export const markOf = (story: number, version: number) => `mark${story}v${version}`;

/** Returns the marks in a text, each once, sorted, separated by spaces. */
export const marksIn = (text: string): string =>
  [...new Set(text.match(/\bmark\d+v\d+\b/g))].toSorted().join(' ');

/** Maps each story in the marks to its highest version there. */
export function versionsIn(marks: string): Map<number, number> {
  const versions = new Map<number, number>();
  for (const [, story, version] of marks.matchAll(/\bmark(\d+)v(\d+)\b/g)) {
    versions.set(Number(story), Math.max(versions.get(Number(story)) ?? 0, Number(version)));
  }
  return versions;
}

/** Returns the number of the story that has, or had, this slug. */
export const storyNumber = (slug: string) => Number(/^story-(\d+)/.exec(slug)?.[1]);

/** Returns a generator of pseudo-random numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
