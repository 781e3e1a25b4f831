import type { Runtime } from './runtime.ts';

/** The middle of some measured values, and their least and greatest. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] as number;
  const half = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
  return { median, least: at(0), most: at(sorted.length - 1) };
}

/** The quotients of two series that were measured in the same rounds. */
export const ratio = (values: readonly number[], others: readonly number[]): Spread =>
  spreadOf(values.map((value, round) => value / (others[round] as number)));

/** Measures each subject once a round, one after the other, so that a slow minute of the machine is slow for all. */
export async function interleave<Subject extends string, Measured>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject, round: number) => Promise<Measured> | Measured,
): Promise<Record<Subject, Measured[]>> {
  const series = Object.fromEntries(subjects.map((subject) => [subject, []])) as unknown as Record<
    Subject,
    Measured[]
  >;
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) series[subject].push(await measure(subject, round));
  }
  return series;
}

/** Documents, or stories, that went through in a round, and what one took: CPU of workerd in milliseconds. */
export interface Passed {
  perSecond: number;
  cpu: number;
  count: number;
}

/** Does what gives the number of documents, or stories, that went through. */
export async function pass(runtime: Pick<Runtime, 'cpu'>, work: () => Promise<number>): Promise<Passed> {
  const [cpu, began] = [runtime.cpu(), performance.now()];
  const count = await work();
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: count / seconds, cpu: (runtime.cpu() - cpu) / count, count };
}
