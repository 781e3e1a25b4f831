import type { Campaign } from './campaign.ts';
import type { Past } from './plan.ts';
import type { Witness } from './witness.ts';

/** A change that was acknowledged; times are steady. */
export interface Change {
  story: number;
  /** What a key of the story then says, among others: its page names related ones. */
  says: string;
  asked: number;
  acknowledged: number;
  /** Before this it is not to be seen. */
  due: number;
}

/** How long changes took, in milliseconds of the program's. */
export interface Times {
  changes: number;
  median: number;
  late: number;
  longest: number;
}

/** Knows when each change was acknowledged, and finds out when it was in KV. */
export class Printing {
  readonly #changes = new Map<number, Change[]>();

  note(change: Change): void {
    const changes = this.#changes.get(change.story) ?? [];
    changes.push(change);
    this.#changes.set(change.story, changes);
  }

  /** Of each change, when it was acknowledged or due, and how long it then was until KV held it, or something newer. */
  waits(witness: Witness): { change: Change; from: number; wait: number }[] {
    return [...this.#changes.values()].flatMap((changes) =>
      changes.map((change, index) => {
        const written = witness
          .keysOf(change.story)
          .flatMap((key) => witness.valuesOf(key))
          .filter(({ says, begun }) =>
            changes
              .slice(index)
              .some((later) => says.split(' ').includes(later.says) && begun >= later.asked),
          )
          .flatMap(({ done }) => (done === undefined ? [] : [done]));
        const from = Math.max(change.acknowledged, change.due);
        return { change, from, wait: Math.max(0, Math.min(...written) - from) };
      }),
    );
  }
}

/** Sums up how long changes took. */
export function timesOf(waits: readonly number[]): Times {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { changes: sorted.length, median: at(0.5), late: at(0.99), longest: at(1) };
}

/** How long a change may take while nothing fails that it depends on, in milliseconds of the program's: as `RULES` says. */
const PROMPT = 30_000;

/** How long the changes of a part took; what came too late to be printed in it is of no part. */
export interface PartTimes extends Times {
  name: string;
  isPrompt: boolean;
}

/**
 * Judges how long changes took, and sums it up for each part. What was taken back before it was printed is never printed; that
 * nothing else is missing, the comparison at the end says.
 */
export function judgePrinting({ printing, witness, tally }: Campaign, past: readonly Past[]): PartTimes[] {
  const waits = printing.waits(witness);
  return past.map(({ name, isPrompt, from: began, to }) => {
    const own = waits.filter(
      ({ from, wait }) => from >= began && from + PROMPT <= to && Number.isFinite(wait),
    );
    for (const { change, wait } of isPrompt ? own : []) {
      if (wait <= PROMPT) continue;
      const after = `after ${Math.round(wait / 1000)} seconds`;
      tally.breach('prompt', `${name}: story ${change.story} said ${change.says} ${after}`);
    }
    return { name, isPrompt, ...timesOf(own.map(({ wait }) => wait)) };
  });
}
