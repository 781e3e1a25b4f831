import { writeFileSync } from 'node:fs';
import { drawChart } from './chart.ts';
import { HEAP_LIMIT } from './heap.ts';
import { type Finding, median, pointsOf, type Sample } from './verdict.ts';

const sum = (samples: readonly Sample[], what: 'requests' | 'changes' | 'deliveries') =>
  samples.reduce((total, sample) => total + sample[what], 0).toLocaleString('en');

const seriesOf = (samples: readonly Sample[], names: Record<string, Parameters<typeof pointsOf>[1]>) =>
  Object.entries(names).map(([name, what]) => ({
    name,
    points: pointsOf(samples, what).map(({ x, y }) => ({ x: x / 60, y })),
  }));

/** Writes report.md and its charts beside this file. */
export function writeReport(samples: readonly Sample[], findings: readonly Finding[]): void {
  const at = (name: string) => new URL(name, import.meta.url);
  const memory = seriesOf(samples, {
    workerd: 'resident',
    "the Worker's isolate": 'heap',
  });
  const times = seriesOf(samples, {
    p99: 'p99',
    p50: 'p50',
    'p99 without the Worker': 'controlP99',
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

The memory of workerd is taken every ten seconds, as it is; it also runs the emulation of KV, of the queue, of static files and
of the Durable Objects' storage. Every isolate has a heap of at most ${HEAP_LIMIT} MB, as on Cloudflare: one that needs more
ends workerd, and without a limit an isolate lets garbage lie for as long as the machine has room. What still grows is garbage:
when that of all isolates was collected every ten seconds, half an hour stayed at 474 MB (-1.1 %); isolates of the emulation
that have little to do collect it seldom. What the Worker's isolate holds on to, buffers included, is looked at once a minute,
after its own garbage is collected. Growth is that of a line through all points after the first third (Theil and Sen's), from
its beginning to its end. A file that the runtime serves without the Worker tells how slow the machine is at the time.
`,
  );
}
