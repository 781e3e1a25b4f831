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

const READS: Odds = {
  'read-slow': 0.2,
  'read-outage': 0.8,
  'read-stale': 0.4,
  'read-truncated': 0.05,
  'read-hanging': 0.05,
};
const WRITES: Odds = {
  'write-slow': 0.15,
  'write-refused': 0.1,
  'write-unanswered': 0.1,
  'write-hanging': 0.02,
  'write-late': 0.02,
};
const OBJECTS: Odds = {
  'object-overloaded': 0.1,
  'object-unanswered': 0.1,
  'object-aborted-call': 0.05,
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

/** What the program asks beside: the Studio for cards, R2 for backups, the limiters of rates. */
const OTHERS: Odds = {
  'card-overloaded': 0.2,
  'card-failing': 0.2,
  'card-unanswered': 0.2,
  'backup-slow': 0.3,
  'backup-refused': 0.15,
  'backup-unanswered': 0.15,
  'rate-failing': 0.1,
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
  { name: 'cards, backups, limits', odds: OTHERS },
  {
    name: 'everything',
    odds: { ...READS, ...WRITES, ...OBJECTS, ...QUEUE, ...OTHERS, 'alarm-lost': 0.1 },
    clock: CLOCK,
    evicts: true,
    kills: true,
  },
];

/** What a phase was: for the report. */
export interface Past {
  name: string;
  /** What is printed in it is printed in time: writes to KV, the Desk and alarms work. */
  isPrompt: boolean;
  /** As steady times, in milliseconds. */
  from: number;
  to: number;
  /** In seconds of the machine's since the campaign began. */
  began: number;
  ended: number;
}

/** How often the scheduled job runs, in milliseconds of the machine's: three times as often as it would, so that it may fail. */
const SCHEDULE = 20_000;
/** How often it does in a part in which nothing else fails but what it asks, and at least in any other. */
const JOBS_OF_BACKUPS = 6;
const JOBS = 2;

/** What came of a plan. */
export interface Carried {
  counts: Counts;
  past: Past[];
  kills: number;
  /** How often the program's clock was set to another time. */
  jumps: number;
}

/** Goes through the phases, once, each of them for its part of the time. Gives how often each fault happened. */
export async function carryOut(
  campaign: Campaign,
  { seed, seconds, topics }: { seed: number; seconds: number; topics: string[] },
): Promise<Carried> {
  const { upTo, one } = chance(seed);
  const counts: Counts = {};
  const past: Past[] = [];
  const began = performance.now();
  let [kills, jumps, scheduled] = [0, 0, began - SCHEDULE];
  const length = (seconds * 1000) / PHASES.length;
  const note = (counted: Counts) => {
    for (const [fault, count] of Object.entries(counted) as [keyof Counts, number][]) {
      counts[fault] = (counts[fault] ?? 0) + count;
    }
  };
  for (const { name, odds, clock = 0, evicts, kills: doesKill } of PHASES) {
    const start = performance.now();
    const from = campaign.clock.at(Date.now());
    const jobs = odds === OTHERS ? JOBS_OF_BACKUPS : JOBS;
    const steer = () => {
      if (clock > 0) jumps++;
      const clockOffset = upTo(2 * clock) - clock;
      return campaign.order({ do: 'steer', odds, seed: Math.floor(upTo(2 ** 32)), clockOffset });
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
      if (evicts) await campaign.order({ do: 'evict', topic: one(topics) });
      if (performance.now() > scheduled + Math.min(SCHEDULE, length / jobs)) {
        scheduled = performance.now();
        // It may fail as all else may; the next one makes up for it.
        await campaign.order({ do: 'schedule', isNewDay: true }).catch(() => undefined);
      }
    }
    await campaign.order({ do: 'steer', odds: {}, seed: 0, clockOffset: 0 });
    note(await campaign.order({ do: 'reset' }));
    const isPrompt = !doesKill && !Object.keys(odds).some((fault) => /^(write|object|alarm)/.test(fault));
    const to = campaign.clock.at(Date.now());
    past.push({
      name,
      isPrompt,
      from,
      to,
      began: (start - began) / 1000,
      ended: (performance.now() - began) / 1000,
    });
  }
  return { counts, past, kills, jumps };
}
