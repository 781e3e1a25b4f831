import { writeFileSync } from 'node:fs';
import { drawChart } from './chart.ts';
import { type Finding, median, type Sample } from './verdict.ts';

const sum = (samples: readonly Sample[], what: 'requests' | 'changes' | 'deliveries') =>
  samples.reduce((total, sample) => total + sample[what], 0).toLocaleString('en');

const seriesOf = (samples: readonly Sample[], names: Record<string, (sample: Sample) => number>) =>
  Object.entries(names).map(([name, of]) => ({
    name,
    points: samples.map((sample) => ({ x: sample.at / 60, y: of(sample) })),
  }));

/** Writes report.md and its charts beside this file. */
export function writeReport(samples: readonly Sample[], findings: readonly Finding[]): void {
  const at = (name: string) => new URL(name, import.meta.url);
  const memory = seriesOf(samples, {
    workerd: ({ resident }) => resident,
    "the Worker's isolate": ({ heap }) => heap,
  });
  const times = seriesOf(samples, {
    p99: ({ p99 }) => p99,
    p50: ({ p50 }) => p50,
    'p99 without the Worker': ({ controlP99 }) => controlP99,
  });
  writeFileSync(at('memory.svg'), drawChart({ kind: 'line', x: 'minutes', y: 'MB', series: memory }));
  writeFileSync(
    at('times.svg'),
    drawChart({ kind: 'line', x: 'minutes', y: 'milliseconds', series: times, isLogarithmic: true }),
  );
  const minutes = Math.round((samples.at(-1)?.at ?? 0) / 60);
  writeFileSync(
    at('report.md'),
    `# The soak

${minutes} minutes of mixed traffic on the built Worker in workerd: readers who poll with validators and without, readers of pages,
an author, subscribers. \`npm run soak\` writes this report anew; this one is of ${new Date().toISOString().slice(0, 10)}, and
its machine was shared with other work.

${sum(samples, 'requests')} requests, ${sum(samples, 'changes')} changes, ${sum(samples, 'deliveries')} deliveries; p50 ${median(samples.map(({ p50 }) => p50)).toFixed(1)} ms, p99 ${median(samples.map(({ p99 }) => p99)).toFixed(0)} ms (medians of ten seconds each).

| what | measured | must be | |
|---|---|---|---|
${findings.map(({ what, measured, must, isMet }) => `| ${what} | ${measured} | ${must} | ${isMet ? 'met' : '**not met**'} |`).join('\n')}

![Memory of workerd, and what the isolate holds on to](memory.svg)

![How long answers took](times.svg)

Every ten seconds the garbage of all isolates is collected, and what is left is measured: what the Worker's isolate holds on to,
buffers included, and all of workerd, which also runs the emulation of KV, of the queue, of static files and of the Durable
Objects' storage. Where the garbage of the Worker's isolate alone was collected, workerd reached 1.3 GB in half an hour and still
grew by 14 % after the first third: nothing limits the heaps of the other isolates here, so that their garbage lies for as long
as there is room. How much of it lies is not judged. Growth is that of a line through all points after the first
third (Theil and Sen's), from its beginning to its end. A file that the runtime serves without the Worker tells how slow the
machine is at the time.
`,
  );
}
