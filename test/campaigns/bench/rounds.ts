import type { Runtime } from './runtime.ts';

/** The median, minimum and maximum of measured values. */
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

/** Divides two series round by round. */
export const ratio = (values: readonly number[], others: readonly number[]): Spread =>
  spreadOf(values.map((value, round) => value / (others[round] as number)));

/** Measures each subject once per round, so that a slow minute of the machine is slow for all subjects. */
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

/** How many documents or stories were processed in a round. `cpu` is workerd's CPU time for each, in milliseconds. */
export interface Throughput {
  perSecond: number;
  cpu: number;
  count: number;
}

/** Measures work that returns how many documents or stories it processed. */
export async function measureThroughput(
  runtime: Pick<Runtime, 'cpu'>,
  work: () => Promise<number>,
): Promise<Throughput> {
  const [cpu, began] = [runtime.cpu(), performance.now()];
  const count = await work();
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: count / seconds, cpu: (runtime.cpu() - cpu) / count, count };
}
