import { type Campaign, pause, seededChoices } from './campaign.ts';
import type { FaultCounts, Odds } from './faults.ts';

/** A part of the campaign in which one boundary fails, or all do. */
interface Phase {
  name: string;
  odds: Odds;
  /** The clock is off by at most this, in milliseconds. */
  clock?: number;
  /** The runtime evicts Durable Objects. */
  evicts?: boolean;
  /** The process is killed during the phase. */
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

/** The Studio, which draws cards; R2, which keeps backups; the rate limiters. */
const OTHERS: Odds = {
  'card-overloaded': 0.2,
  'card-failing': 0.2,
  'card-unanswered': 0.2,
  'backup-slow': 0.3,
  'backup-refused': 0.15,
  'backup-unanswered': 0.15,
  'rate-failing': 0.1,
};

/** In milliseconds; less than a consumer's claim of a delivery lasts. */
const CLOCK_ERROR = 40_000;

const PHASES: Phase[] = [
  { name: 'nothing fails', odds: {} },
  { name: 'KV reads', odds: READS },
  { name: 'KV writes', odds: WRITES, kills: true },
  { name: 'Durable Objects', odds: OBJECTS, evicts: true },
  { name: 'the queue', odds: QUEUE, kills: true },
  { name: 'alarms and the clock', odds: { 'alarm-lost': 0.3 }, clock: CLOCK_ERROR },
  { name: 'cards, backups, limits', odds: OTHERS },
  {
    name: 'everything',
    odds: { ...READS, ...WRITES, ...OBJECTS, ...QUEUE, ...OTHERS, 'alarm-lost': 0.1 },
    clock: CLOCK_ERROR,
    evicts: true,
    kills: true,
  },
];

export interface PhaseResult {
  name: string;
  /** Changes must reach KV in time, because writes to KV, the Desk and alarms work. */
  isPrompt: boolean;
  /** Steady times, in milliseconds. */
  from: number;
  to: number;
  /** Seconds of the machine's clock since the campaign began. */
  began: number;
  ended: number;
}

/**
 * How often the scheduled job runs, in milliseconds of the machine's clock. That is three times as often as in production, because
 * some runs fail.
 */
const SCHEDULE = 20_000;
/** The scheduled job runs at least this often in the phase of failing backups, and in any other. */
const RUNS_IN_BACKUP_PHASE = 6;
const RUNS_IN_PHASE = 2;

export interface PlanResult {
  counts: FaultCounts;
  phases: PhaseResult[];
  kills: number;
  /** How often the program's clock jumped. */
  jumps: number;
}

/** Runs each phase once, all for the same time. */
export async function runPlan(
  campaign: Campaign,
  { seed, seconds, topics }: { seed: number; seconds: number; topics: string[] },
): Promise<PlanResult> {
  const { upTo, pick } = seededChoices(seed);
  const counts: FaultCounts = {};
  const phases: PhaseResult[] = [];
  const began = performance.now();
  let [kills, jumps, scheduled] = [0, 0, began - SCHEDULE];
  const length = (seconds * 1000) / PHASES.length;
  const addCounts = (added: FaultCounts) => {
    for (const [fault, count] of Object.entries(added) as [keyof FaultCounts, number][]) {
      counts[fault] = (counts[fault] ?? 0) + count;
    }
  };
  for (const { name, odds, clock = 0, evicts, kills: doesKill } of PHASES) {
    const start = performance.now();
    const from = campaign.clock.at(Date.now());
    const runs = odds === OTHERS ? RUNS_IN_BACKUP_PHASE : RUNS_IN_PHASE;
    const steer = () => {
      if (clock > 0) jumps++;
      const clockOffset = upTo(2 * clock) - clock;
      return campaign.command({ do: 'steer', odds, seed: Math.floor(upTo(2 ** 32)), clockOffset });
    };
    let killAt = doesKill ? start + length * (0.3 + upTo(0.4)) : Number.POSITIVE_INFINITY;
    await steer();
    while (performance.now() < start + length) {
      await pause(500);
      if (performance.now() > killAt) {
        addCounts(await campaign.command({ do: 'count' }));
        await campaign.kill();
        kills++;
        killAt = Number.POSITIVE_INFINITY;
        await steer();
      }
      if (clock > 0) await steer();
      if (evicts) await campaign.command({ do: 'evict', topic: pick(topics) });
      if (performance.now() > scheduled + Math.min(SCHEDULE, length / runs)) {
        scheduled = performance.now();
        // The job may fail like everything else; the next run makes up for it.
        await campaign.command({ do: 'schedule', isNewDay: true }).catch(() => undefined);
      }
    }
    await campaign.command({ do: 'steer', odds: {}, seed: 0, clockOffset: 0 });
    addCounts(await campaign.command({ do: 'reset' }));
    const isPrompt = !doesKill && !Object.keys(odds).some((fault) => /^(write|object|alarm)/.test(fault));
    const to = campaign.clock.at(Date.now());
    phases.push({
      name,
      isPrompt,
      from,
      to,
      began: (start - began) / 1000,
      ended: (performance.now() - began) / 1000,
    });
  }
  return { counts, phases, kills, jumps };
}
