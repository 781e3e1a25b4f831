import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { type ChartOptions, drawChart } from '../soak/chart.ts';
import type { Audience } from './audience.ts';
import type { Campaign } from './campaign.ts';
import { FAULTS, type Fault } from './faults.ts';
import type { PhaseResult, PlanResult } from './plan.ts';
import type { PhaseDelays } from './publish-times.ts';
import { RULES, type Rule, type Second } from './tally.ts';
import { FULL_RATE } from './timeline.ts';

/** The results of a campaign, for its report. */
export interface Outcome extends PlanResult {
  seed: number;
  seconds: number;
  stories: number;
  found: number;
  acknowledged: number;
  imported: number;
  renamed: number;
  backups: number;
  delays: PhaseDelays[];
  audience: Audience;
}

const row = (...cells: (string | number)[]) =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)).join(' | ')} |`;

/** The name of each area of the chart, and the count that it shows. */
const ANSWERS: Record<string, keyof Second> = {
  right: 'right',
  'older, within the bound': 'stale',
  'last good copy': 'last good copy',
  '5xx with Retry-After': 'retry',
  'none, killed': 'unanswered',
};

function chartOf({ tally }: Campaign, phases: readonly PhaseResult[]): ChartOptions {
  const series = Object.entries(ANSWERS).map(([name, what]) => ({
    name,
    points: tally.seconds.map((second, x) => ({ x, y: second[what] })),
  }));
  return {
    kind: 'area',
    x: 'seconds',
    y: 'answers a second',
    series,
    marks: phases.map(({ name, began }) => ({ x: Math.round(began), name })),
  };
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

const rowOfTimes = ({ name, isPrompt, changes, median, p99, longest }: PhaseDelays) =>
  row(name, isPrompt ? 'yes' : 'no', changes, seconds(median), seconds(p99), seconds(longest));

/** Formats the totals as Markdown tables. */
export function formatTotals({ tally }: Campaign, outcome: Outcome): string {
  const { counts, audience, stories, found, acknowledged, imported, renamed, backups } = outcome;
  const { kills, jumps, delays } = outcome;
  return [
    '| | |',
    '|---|---|',
    row('requests sent', tally.total('sent')),
    ...Object.entries(ANSWERS).map(([name, what]) => row(`answered: ${name}`, tally.total(what))),
    row('changes acknowledged', acknowledged),
    row('… as lines of an import', imported),
    row('… that renamed a story', renamed),
    row('stories acknowledged', stories),
    row('… found at the end in their last acknowledged version', found),
    row('deliveries accepted by subscribers', audience.deliveries.count),
    row('… that were duplicates', audience.deliveries.duplicates),
    row('deliveries refused by subscribers and repeated', audience.refused),
    row('requests that the hub accepted during faults', audience.requests),
    row('subscribers without the newest document at the end', audience.outdated),
    row('whole backups', backups),
    '',
    '| time from acknowledgement to KV while these fail | must be prompt | changes | median | p99 | longest |',
    '|---|---|---|---|---|---|',
    ...delays.map(rowOfTimes),
    '',
    '| fault | times |',
    '|---|---|',
    ...(Object.keys(FAULTS) as Fault[]).map((fault) => row(FAULTS[fault], counts[fault] ?? 0)),
    row('the clock jumps', jumps),
    row('workerd is killed (`kill -9`) and restarts with what it had stored', kills),
    '',
    '| what must hold | breaches |',
    '|---|---|',
    ...(Object.keys(RULES) as Rule[]).map((rule) =>
      row(RULES[rule], tally.breaches.filter((breach) => breach.rule === rule).length),
    ),
    '',
  ].join('\n');
}

/** Writes report.md and its chart next to this file. */
export function writeReport(campaign: Campaign, outcome: Outcome): void {
  const at = (name: string) => new URL(name, import.meta.url);
  writeFileSync(at('answers.svg'), drawChart(chartOf(campaign, outcome.phases)));
  writeFileSync(
    at('report.md'),
    `# The fault campaign

The built Worker in workerd, under load, while everything around it fails. \`npm run test:faults\` rewrites this report.
This run: ${new Date().toISOString().slice(0, 10)}, seed ${outcome.seed}, ${Math.round(outcome.seconds)} seconds; at its end, the machine's
load was ${loadavg()[2]?.toFixed(1)} on ${cpus().length} cores. The program's clock ran ${campaign.clock.rate} times as fast
as the machine's; with a machine to itself, it runs ${FULL_RATE} times as fast, so a delay of a minute in KV takes six seconds. In two phases it is also wrong by up to 40
seconds.

![Answers a second, by kind, in each phase of the campaign](answers.svg)

${formatTotals(campaign, outcome)}
**Requests sent** are those of readers, publishers and subscribers, and of the comparison at the end. Answers are counted when they
are judged; an answer that breaks a rule counts only as a breach.

**From acknowledgement to KV**: a change is in KV when the value of its story has it or a newer one. Times are by the program's clock.
A change counts in no phase if it was undone before it was written, or if the phase ended less than 30 seconds after it.
On a slow machine, a change is late only if the host could also give 60 answers without the Worker meanwhile.

**The bound** is 65 seconds: a KV read may lag by 60 seconds, and an isolate reuses what it has read for 5 seconds. On Cloudflare,
Workers Cache adds up to 60 seconds; it is not part of this campaign. If a KV read fails, readers get the last good copy, however
old. An archive page is assembled from its list and thirty stories. Readers may get the last good copy of the whole page while a
read of one of them fails; for 65 seconds after one is written; and while the list names a story that KV does not have yet, or
still has as withdrawn or moved, because writing it fails. Only the order of versions is judged then. A delivery is
duplicated if an object or the process ends after a delivery and before it is recorded.

**How answers are judged.** Each version of a story has its own mark, which is in everything made from it. The campaign sees every
write to KV and the marks in it. What a reader sees must match a write, and the time of the request decides which writes are
allowed. An archive page must have the stories of its list, each at least as new as the list says and never older than at
this address before. Deltas are merged into the reader's copy, which must then equal the edition. Isolates do not keep cards and
the sitemap of stories, so the bound applies to them, but not the order. Deliveries must follow the order in which editions were
written. At the end the faults stop, each publisher publishes one more story, twenty minutes pass, due alarms fire and the
scheduled job runs. Then the process is killed once more, and every page, card, former address, feed, archive, sitemap and backup
is compared with the acknowledged changes.
`,
  );
}
