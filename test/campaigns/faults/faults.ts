// What can fail, and how often; known to the campaign, which steers it, and to the host, which does it.

/** Each fault, by the boundary that it is at, as the report says it. */
export const FAULTS = {
  'read-slow': 'a KV read takes up to 2 seconds',
  'read-outage': 'KV reads fail, for at most 15 seconds',
  'read-stale': 'a KV read gives what was there up to 60 seconds ago',
  'read-truncated': 'a KV read gives a part of the value',
  'read-hanging': 'a KV read never answers',
  'write-slow': 'a KV write takes up to 4 seconds',
  'write-refused': 'a KV write is refused',
  'write-unanswered': 'a KV write is made, and its answer lost',
  'write-hanging': 'a KV write never answers',
  'write-late': 'a KV write does not answer, and lands up to a minute after it was given up',
  'object-overloaded': 'a Durable Object is overloaded',
  'object-unanswered': 'a Durable Object does what it is asked, and its answer is lost',
  'object-aborted-call': 'a Durable Object is aborted in the midst of a call',
  'object-aborted-late': 'a Durable Object is aborted when it has just answered a call',
  'object-aborted-write': 'a Durable Object is aborted before or after a KV write',
  'object-aborted-arming': 'a Durable Object is aborted between what it has committed and setting its alarm',
  'evicted-desk': 'the Desk is evicted while it rests',
  'evicted-subscriptions': 'the subscriptions of a feed are evicted while they rest',
  'queue-refused': 'the queue takes no message',
  'queue-unanswered': 'the queue takes messages, and does not say so',
  'queue-twice': 'a batch of messages comes twice',
  'queue-shuffled': 'the messages of a batch come in another order',
  'queue-late': 'a message comes after those that were sent later',
  'alarm-lost': 'an alarm does not go off',
  'card-overloaded': 'the Studio, which draws cards, is overloaded',
  'card-failing': 'the Studio fails',
  'card-unanswered': 'the Studio draws a card, and its answer is lost',
  'backup-slow': 'R2 takes up to 4 seconds',
  'backup-refused': 'R2 refuses what it is asked',
  'backup-unanswered': 'R2 does what it is asked, and its answer is lost',
  'rate-failing': 'a rate limiter fails',
} as const;

export type Fault = keyof typeof FAULTS;

/** The probability of each fault, from 0 to 1, where it can happen. */
export type Odds = Partial<Record<Fault, number>>;

/** How long a KV read may be behind what was written, in milliseconds. */
export const STALE = 60_000;

/** KV reads fail for the first half of each such time while there is an outage, in milliseconds. */
export const OUTAGE_CYCLE = 30_000;

/** What the campaign asks of the host. */
export type Order =
  | { do: 'steer'; odds: Odds; seed: number; clockOffset: number }
  /** The scheduled job, and a backup with it where a day has passed. */
  | { do: 'schedule'; isNewDay?: boolean }
  /** Alarms go off that are due by the program's clock. */
  | { do: 'alarms'; topics: string[] }
  /** The Desk and the subscriptions of a feed are forgotten when they rest. */
  | { do: 'evict'; topic: string }
  | { do: 'count' }
  /** Begins to count anew, when it has answered. */
  | { do: 'reset' };

export type Counts = Partial<Record<Fault, number>>;

/** What a value says, as far as the campaign looks at it. */
export interface Said {
  /** The marks in it; or `nothing`, `withdrawn`, `moved`, or `picture` and its hash. */
  says: string;
  /** When what it says last changed, by its metadata, as a time of the program's. */
  updated?: number;
  /** The stories that a page of an archive lists, and when it says that each last changed. */
  lists?: { slug: string; updated: number }[];
  /** The page of the archive that comes before an edition. */
  previous?: number;
}

/** What the host tells of KV: a write, what it says and how far it is, at a steady time in milliseconds. */
export interface Event extends Said {
  id: number;
  /** `failed` is a read of the key that gave nothing, or a part of the value. */
  stage: 'begun' | 'done' | 'failed';
  key: string;
  at: number;
}

/** Names a version of a story in all that is made of it. */
export const markOf = (story: number, version: number) => `mark${story}v${version}`;

/** The versions of stories that a text names, each once and in order; `withdrawn` and `nothing` stand for themselves. */
export const marksIn = (text: string): string =>
  [...new Set(text.match(/\bmark\d+v\d+\b/g))].toSorted().join(' ');

/** The version of each story that marks name, the highest where there are several. */
export function versionsIn(marks: string): Map<number, number> {
  const versions = new Map<number, number>();
  for (const [, story, version] of marks.matchAll(/\bmark(\d+)v(\d+)\b/g)) {
    versions.set(Number(story), Math.max(versions.get(Number(story)) ?? 0, Number(version)));
  }
  return versions;
}

/** The number of the story that has this slug, or had it. */
export const numberOf = (slug: string) => Number(/^story-(\d+)/.exec(slug)?.[1]);

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
