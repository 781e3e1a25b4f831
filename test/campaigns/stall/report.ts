import { cpus, loadavg } from 'node:os';
import type { Measure } from './measure.ts';

const bytes = (count: number) => count.toLocaleString('en');

const row = ({ what, atOnce, requestBytes, answerBytes, statuses, took, cpu, quiet, beside }: Measure) =>
  `| ${[
    what,
    atOnce,
    bytes(requestBytes),
    bytes(answerBytes),
    [...statuses].map(([status, count]) => `${count} × ${status === 0 ? 'closed' : status}`).join(', '),
    took.toFixed(0),
    cpu.toFixed(0),
    quiet.toFixed(1),
    beside.toFixed(1),
    (beside / quiet).toFixed(1),
  ].join(' | ')} |`;

/** Writes what was measured as Markdown. */
export function reportOf(
  measures: readonly Measure[],
  { rounds, isSeparate }: { rounds: number; isSeparate: boolean },
): string {
  return `# The stall campaign

Written by \`REPORT=test/campaigns/stall/report.md ROUNDS=${rounds} npm run test:stall\`. Somebody sends each request, 20 of it at once if a stranger can, while a
reader polls \`/atom.xml\` every 5 ms over one connection; ${rounds} rounds, in each of which the reader polls alone before. Server, reader and attacker are
processes of their own${isSeparate ? '; the server has one processor, its clients the other' : ''}. Times are medians of the rounds, in milliseconds; p99 is that of a round's
polls, of which there are at least forty. The first row is for comparison: it shows what as many readers cost each other, who ask for a feed at the same moment.

When this was measured, the machine had ${cpus().length} processors and a load of ${loadavg()[0]?.toFixed(1)}.

| request | at once | bytes | longest answer | answers | last after | server's CPU | p99 alone | beside | ratio |
|---|---:|---:|---:|---|---:|---:|---:|---:|---:|
${measures.map(row).join('\n')}
`;
}
