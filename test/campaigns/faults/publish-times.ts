import type { Campaign } from './campaign.ts';
import type { PhaseResult } from './plan.ts';
import type { Pulse } from './pulse.ts';
import type { Witness } from './witness.ts';

/** A change that was acknowledged. All times are steady. */
export interface Change {
  story: number;
  /** The story's KV value has this mark after the change. It may have others too, because its page names related stories. */
  content: string;
  asked: number;
  acknowledged: number;
  /** The change must not be visible earlier. */
  due: number;
}

/** How long changes took to reach KV, in milliseconds of the program's clock. */
export interface DelaySummary {
  changes: number;
  median: number;
  p99: number;
  longest: number;
}

/** Records when changes were acknowledged, and computes how long each took from then to KV. */
export class PublishTimes {
  readonly #changes = new Map<number, Change[]>();

  note(change: Change): void {
    const changes = this.#changes.get(change.story) ?? [];
    changes.push(change);
    this.#changes.set(change.story, changes);
  }

  /** Lists for each change when it was acknowledged or due, and how long after that KV had it or a newer one. */
  delays(witness: Witness): { change: Change; from: number; wait: number }[] {
    return [...this.#changes.values()].flatMap((changes) =>
      changes.map((change, index) => {
        const written = witness
          .keysOf(change.story)
          .flatMap((key) => witness.valuesOf(key))
          .filter(({ content, begun }) =>
            changes
              .slice(index)
              .some((later) => content.split(' ').includes(later.content) && begun >= later.asked),
          )
          .flatMap(({ done }) => (done === undefined ? [] : [done]));
        const from = Math.max(change.acknowledged, change.due);
        return { change, from, wait: Math.max(0, Math.min(...written) - from) };
      }),
    );
  }
}

export function summarizeDelays(waits: readonly number[]): DelaySummary {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { changes: sorted.length, median: at(0.5), p99: at(0.99), longest: at(1) };
}

/** The limit in the rule `prompt`, in milliseconds of the program's clock. */
const PROMPT_LIMIT = 30_000;
/** On a slow machine, a change may take longer, but no longer than it takes the host to give this many answers without the Worker. */
const PROMPT_BEATS = 60;

/** The delays of a phase. A change that was acknowledged too late in a phase to be judged counts in none. */
export interface PhaseDelays extends DelaySummary {
  name: string;
  isPrompt: boolean;
}

/**
 * Judges how long changes took, and summarizes each phase. Leaves out changes that never reached KV: they may have been undone
 * before they were written, and the comparison at the end finds those that were lost.
 */
export function judgeDelays(
  { publishTimes, witness, tally }: Campaign,
  phases: readonly PhaseResult[],
  pulse: Pulse,
): PhaseDelays[] {
  const waits = publishTimes.delays(witness);
  return phases.map(({ name, isPrompt, from: began, to }) => {
    const own = waits.filter(
      ({ from, wait }) => from >= began && from + PROMPT_LIMIT <= to && Number.isFinite(wait),
    );
    for (const { change, from, wait } of isPrompt ? own : []) {
      if (wait <= PROMPT_LIMIT || pulse.count(from, from + wait) <= PROMPT_BEATS) continue;
      const after = `after ${Math.round(wait / 1000)} seconds`;
      tally.breach('prompt', `${name}: KV had ${change.content} of story ${change.story} only ${after}`);
    }
    return { name, isPrompt, ...summarizeDelays(own.map(({ wait }) => wait)) };
  });
}
