import { type Campaign, chance, pause } from './campaign.ts';
import type { Counts, Odds } from './faults.ts';

/** A part of the campaign, in which one boundary fails, or all of them do. */
interface Phase {
  name: string;
  odds: Odds;
  /** The furthest that the clock is off, in milliseconds. */
  clock?: number;
  /** Durable Objects are forgotten by the runtime. */
  evicts?: boolean;
  /** The process ends in the midst of it, without warning. */
  kills?: boolean;
}

const READS: Odds = { 'read-slow': 0.2, 'read-outage': 0.8, 'read-stale': 0.4, 'read-truncated': 0.05 };
const WRITES: Odds = {
  'write-slow': 0.15,
  'write-refused': 0.1,
  'write-unanswered': 0.1,
  'write-hanging': 0.02,
};
const OBJECTS: Odds = {
  'object-overloaded': 0.1,
  'object-unanswered': 0.1,
  'object-aborted-call': 0.02,
  'object-aborted-write': 0.02,
  'object-aborted-arming': 0.05,
};
const QUEUE: Odds = {
  'queue-refused': 0.2,
  'queue-unanswered': 0.2,
  'queue-twice': 0.3,
  'queue-shuffled': 0.5,
  'queue-late': 0.2,
};

/** Two thirds of a minute: less than a claim of a delivery outlasts. */
const CLOCK = 40_000;

const PHASES: Phase[] = [
  { name: 'nothing fails', odds: {} },
  { name: 'KV reads', odds: READS },
  { name: 'KV writes', odds: WRITES, kills: true },
  { name: 'Durable Objects', odds: OBJECTS, evicts: true },
  { name: 'the queue', odds: QUEUE, kills: true },
  { name: 'alarms and the clock', odds: { 'alarm-lost': 0.3 }, clock: CLOCK },
  {
    name: 'everything',
    odds: { ...READS, ...WRITES, ...OBJECTS, ...QUEUE, 'alarm-lost': 0.1 },
    clock: CLOCK,
    evicts: true,
    kills: true,
  },
];

/** What a phase was: for the report. */
export interface Past {
  name: string;
  began: number;
  ended: number;
}

/** The scheduled job, which is due every ten minutes, in milliseconds of the machine's at the campaign's rate. */
const SCHEDULE = 60_000;

/** Goes through the phases, once, each of them for its part of the time. Gives how often each fault happened. */
export async function carryOut(
  campaign: Campaign,
  { seed, seconds, topics }: { seed: number; seconds: number; topics: string[] },
): Promise<{ counts: Counts; past: Past[]; kills: number; evictions: number }> {
  const { upTo, one } = chance(seed);
  const counts: Counts = {};
  const past: Past[] = [];
  const began = performance.now();
  let [kills, evictions, scheduled] = [0, 0, began];
  let isEvicting = false;
  const length = (seconds * 1000) / PHASES.length;
  for (const { name, odds, clock = 0, evicts, kills: doesKill } of PHASES) {
    const start = performance.now();
    const steer = () =>
      campaign.order({
        do: 'steer',
        odds,
        seed: Math.floor(upTo(2 ** 32)),
        clockOffset: upTo(2 * clock) - clock,
      });
    const note = (counted: Counts) => {
      for (const [fault, count] of Object.entries(counted) as [keyof Counts, number][]) {
        counts[fault] = (counts[fault] ?? 0) + count;
      }
    };
    let killAt = doesKill ? start + length * (0.3 + upTo(0.4)) : Number.POSITIVE_INFINITY;
    await steer();
    while (performance.now() < start + length) {
      await pause(500);
      if (performance.now() > killAt) {
        note(await campaign.order({ do: 'count' }));
        await campaign.kill();
        kills++;
        killAt = Number.POSITIVE_INFINITY;
        await steer();
      }
      if (clock > 0) await steer();
      if (evicts) {
        const topic = one(topics);
        // It waits until the object rests, so that the next is not asked for before.
        if (!isEvicting) {
          isEvicting = true;
          campaign.runtime
            .evict('Subscriptions', topic)
            .then(
              () => evictions++,
              () => undefined,
            )
            .finally(() => {
              isEvicting = false;
            });
        }
      }
      if (performance.now() > scheduled + SCHEDULE) {
        scheduled = performance.now();
        // It may fail as all else may; the next one makes up for it.
        await campaign.order({ do: 'schedule' }).catch(() => undefined);
      }
    }
    await campaign.order({ do: 'steer', odds: {}, seed: 0, clockOffset: 0 });
    note(await campaign.order({ do: 'reset' }));
    past.push({ name, began: (start - began) / 1000, ended: (performance.now() - began) / 1000 });
  }
  return { counts, past, kills, evictions };
}
