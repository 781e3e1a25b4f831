import { writeFileSync } from 'node:fs';
import { type ChartOptions, drawChart } from '../soak/chart.ts';
import type { Audience } from './audience.ts';
import type { Campaign } from './campaign.ts';
import { type Counts, FAULTS, type Fault } from './faults.ts';
import type { Past } from './plan.ts';
import { RULES, type Rule, type Second } from './tally.ts';
import { RATE } from './timeline.ts';

/** What there is to tell of a campaign. */
export interface Outcome {
  seed: number;
  seconds: number;
  counts: Counts;
  past: Past[];
  kills: number;
  evictions: number;
  stories: number;
  found: number;
  acknowledged: number;
  audience: Pick<Audience, 'deliveries' | 'doubled' | 'refused' | 'lost'>;
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

/** The totals, as tables. */
export function totals({ tally }: Campaign, outcome: Outcome): string {
  const { counts, audience, stories, found, acknowledged, kills, evictions } = outcome;
  const answers = Object.values(ANSWERS).reduce((sum, what) => sum + tally.total(what), 0);
  return [
    '| | |',
    '|---|---|',
    row('requests sent', answers),
    ...Object.entries(ANSWERS).map(([name, what]) => row(`answered: ${name}`, tally.total(what))),
    row('changes acknowledged', acknowledged),
    row('stories acknowledged', stories),
    row('… of them found as they were acknowledged last', found),
    row('deliveries taken by subscribers', audience.deliveries),
    row('… of them doubled', audience.doubled),
    row('… refused by subscribers, and made again', audience.refused),
    row('subscribers without the newest document at the end', audience.lost),
    '',
    '| fault | times |',
    '|---|---|',
    ...(Object.keys(FAULTS) as Fault[]).map((fault) => row(FAULTS[fault], counts[fault] ?? 0)),
    row('a Durable Object is evicted', evictions),
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
**The bound** is 65 seconds: KV gives what was there up to 60 seconds ago, and an isolate answers from what it has read for 5
seconds. Workers Cache, which stands before the Worker on Cloudflare and not here, adds up to 60. Where a read of KV fails, the
answer is the last good copy, however old; so it is where one of the thirty stories on a page of the archive is missing or
behind what the page says. A delivery is doubled where an object or the process ended between a delivery and
the note of it.

**How it is judged.** Each version of a story has a mark of its own, which is in all that is made of it. The campaign sees every
write to KV, with the marks in it; what a reader sees must be one of these writes, and which ones is a matter of when it was
asked. At the end nothing fails any more, twenty minutes pass, the process is killed once more, and every page, feed and
archive is compared with what was acknowledged.
`,
  );
}
