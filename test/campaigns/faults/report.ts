import { writeFileSync } from 'node:fs';
import { type ChartOptions, drawChart } from '../soak/chart.ts';
import type { Audience } from './audience.ts';
import type { Campaign } from './campaign.ts';
import { FAULTS, type Fault } from './faults.ts';
import type { Carried, Past } from './plan.ts';
import type { PartTimes } from './printing.ts';
import { RULES, type Rule, type Second } from './tally.ts';
import { RATE } from './timeline.ts';

/** What there is to tell of a campaign. */
export interface Outcome extends Carried {
  seed: number;
  seconds: number;
  stories: number;
  found: number;
  acknowledged: number;
  imported: number;
  renamed: number;
  backups: number;
  times: PartTimes[];
  audience: Audience;
}

const row = (...cells: (string | number)[]) =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)).join(' | ')} |`;

/** The chart's areas, and what each counts. */
const ANSWERS: Record<string, keyof Second> = {
  right: 'right',
  'older, within the bound': 'stale',
  'last good copy': 'last good copy',
  '5xx with Retry-After': 'retry',
  'none, killed': 'unanswered',
};

function chartOf({ tally }: Campaign, past: readonly Past[]): ChartOptions {
  const series = Object.entries(ANSWERS).map(([name, what]) => ({
    name,
    points: tally.seconds.map((second, x) => ({ x, y: second[what] })),
  }));
  return {
    kind: 'area',
    x: 'seconds',
    y: 'answers a second',
    series,
    marks: past.map(({ name, began }) => ({ x: Math.round(began), name })),
  };
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

const rowOfTimes = ({ name, isPrompt, changes, median, late, longest }: PartTimes) =>
  row(name, isPrompt ? 'yes' : 'no', changes, seconds(median), seconds(late), seconds(longest));

/** The totals, as tables. */
export function totals({ tally }: Campaign, outcome: Outcome): string {
  const { counts, audience, stories, found, acknowledged, imported, renamed, backups } = outcome;
  const { kills, jumps, times } = outcome;
  return [
    '| | |',
    '|---|---|',
    row('requests sent', tally.total('sent')),
    ...Object.entries(ANSWERS).map(([name, what]) => row(`answered: ${name}`, tally.total(what))),
    row('changes acknowledged', acknowledged),
    row('… of them lines of an import', imported),
    row('… of them renames', renamed),
    row('stories acknowledged', stories),
    row('… of them found as they were acknowledged last', found),
    row('deliveries taken by subscribers', audience.deliveries.count),
    row('… of them doubled', audience.deliveries.doubled),
    row('… refused by subscribers, and made again', audience.refused),
    row('requests that the hub took while things failed', audience.requests),
    row('subscribers without the newest document at the end', audience.lost),
    row('whole backups', backups),
    '',
    '| from acknowledgement to KV, while these fail | must be prompt | changes | median | p99 | longest |',
    '|---|---|---|---|---|---|',
    ...times.map(rowOfTimes),
    '',
    '| fault | times |',
    '|---|---|',
    ...(Object.keys(FAULTS) as Fault[]).map((fault) => row(FAULTS[fault], counts[fault] ?? 0)),
    row('the clock jumps', jumps),
    row('workerd is killed (`kill -9`) and started on what it had stored', kills),
    '',
    '| what must hold | breaches |',
    '|---|---|',
    ...(Object.keys(RULES) as Rule[]).map((rule) =>
      row(RULES[rule], tally.breaches.filter((breach) => breach.rule === rule).length),
    ),
    '',
  ].join('\n');
}

/** Writes report.md and its chart beside this file. */
export function writeReport(campaign: Campaign, outcome: Outcome): void {
  const at = (name: string) => new URL(name, import.meta.url);
  writeFileSync(at('answers.svg'), drawChart(chartOf(campaign, outcome.past)));
  writeFileSync(
    at('report.md'),
    `# The fault campaign

The built Worker in workerd, under load, while everything around it fails. \`npm run test:faults\` writes this report anew;
this one is of ${new Date().toISOString().slice(0, 10)}, seed ${outcome.seed}, ${outcome.seconds} seconds. The program's clock goes ${RATE} times as fast as the
machine's, so that a minute's delay of KV takes six seconds, and is up to 40 seconds off in the last two parts.

![Answers a second, by what they were, in each part of the campaign](answers.svg)

${totals(campaign, outcome)}
**What was sent** is every request of readers, authors, subscribers and of the comparison at the end. Answers are counted where they
were judged; one that breaks a rule is counted there alone.

**How soon**: a change is in KV when its story's key says it, or something newer; times are the program's. A change that was taken
back before it was printed, and one so late in a part that 30 seconds do not lie in it, are of no part.

**The bound** is 65 seconds: KV gives what was there up to 60 seconds ago, and an isolate answers from what it has read for 5
seconds. Workers Cache, which stands before the Worker on Cloudflare and not here, adds up to 60. Where a read of KV fails, the
answer is the last good copy, however old. A page of an archive is made of its list and of thirty stories. The whole page may be
the last good copy while a read of one of them fails, while one was written less than 65 seconds ago, and while the list names a
story that KV does not have yet, or has as withdrawn or moved still, as writing it fails; what is on the page is then judged by
the order alone. A delivery is doubled where an object or the process ended between a delivery and the note of it.

**How it is judged.** Each version of a story has a mark of its own, which is in all that is made of it. The campaign sees every
write to KV, with the marks in it; what a reader sees must be one of these writes, and which ones is a matter of when it was
asked. A page of an archive has the stories that its list has, each no older than the list says and than it was at this address;
what a delta tells is merged into the reader's copy, which then has to be the edition. Cards and the sitemap of stories, which no
isolate keeps, are held to the bound and to no order. Deliveries are compared with the order in which editions were printed. At
the end nothing fails any more, each author publishes a last story, twenty minutes pass, alarms that are set go off and the
scheduled job runs, the process is killed once more, and every page, card, former address, feed, archive, sitemap and backup is
compared with what was acknowledged.
`,
  );
}
