import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Audience } from './audience.ts';
import { checkBackups } from './backups.ts';
import { type Campaign, openCampaign } from './campaign.ts';
import { compareWithAcknowledged } from './comparison.ts';
import { FAULTS, type Fault } from './faults.ts';
import { runPlan } from './plan.ts';
import { judgeDelays } from './publish-times.ts';
import { Publisher } from './publisher.ts';
import { Pulse } from './pulse.ts';
import { Reader } from './reader.ts';
import { recover } from './recovery.ts';
import { formatTotals, writeReport } from './report.ts';
import { RULES, type Rule } from './tally.ts';
import { FULL_RATE } from './timeline.ts';

// Runs the built Worker under load while everything around it fails. The seed determines the plan.

const SEED = Number(process.env.SEED ?? 1);
/** With a machine to itself. If the program's clock runs slower, the campaign takes longer. */
const SECONDS = Number(process.env.SECONDS ?? 210);
/** A shorter run is a slice: it writes no report, and some faults may not happen in it. */
const isWhole = SECONDS >= 180;
const PUBLISHERS = 4;
const READERS = 8;
/** Boundaries at which even a slice must see a fault. Not alarms and cards: a slice may have too few of them. */
const BOUNDARIES_OF_SLICE = ['backup', 'object', 'queue', 'rate', 'read', 'write'];
const ALL = Object.keys(FAULTS) as Fault[];

let campaign: Campaign;
let result: Awaited<ReturnType<typeof run>>;

async function run() {
  const publishers = Array.from(
    { length: PUBLISHERS },
    (_, index) => new Publisher(campaign, SEED + 100 + index, index, PUBLISHERS),
  );
  const publishOneEach = () => Promise.all(publishers.map((each) => each.publishOne()));
  await publishOneEach();
  const audience = await Audience.open(campaign, SEED + 1);
  const slugs = () =>
    publishers
      .flatMap(({ stories }) => stories)
      .toSorted((a, b) => a.number - b.number)
      .flatMap(({ former, slug }) => [...former, slug]);
  const readers = Array.from({ length: READERS }, (_, index) => new Reader(campaign, SEED + 200 + index));
  const pulse = new Pulse();
  const work = [
    pulse.run(campaign),
    ...publishers.map((each) => each.run()),
    ...readers.map((each) => each.run(slugs)),
    audience.run(SEED + 2),
  ];
  audience.isFaulty = true;
  const seconds = (SECONDS * FULL_RATE) / campaign.clock.rate;
  const planResult = await runPlan(campaign, { seed: SEED, seconds, topics: audience.topics });
  audience.isFaulty = false;
  campaign.isOver = true;
  await Promise.all(work);
  const clockOffset = await recover(campaign, audience, async () => {
    await audience.conclude();
    await publishOneEach();
  });
  audience.judge();
  // A new process has nothing but what is stored. It keeps the clock's offset; otherwise published stories would lie in the future.
  await campaign.kill();
  await campaign.command({ do: 'steer', odds: {}, seed: 0, clockOffset });
  const stories = publishers.flatMap((each) => each.stories);
  const found = await compareWithAcknowledged(campaign, stories);
  const backups = await checkBackups(campaign, stories);
  const delays = judgeDelays(campaign, planResult.phases, pulse);
  audience.close();
  const sumOf = (what: 'acknowledged' | 'imported' | 'renamed') =>
    publishers.reduce((sum, each) => sum + each[what], 0);
  const [acknowledged, imported, renamed] = [sumOf('acknowledged'), sumOf('imported'), sumOf('renamed')];
  const counts = { stories: stories.length, found, acknowledged, imported, renamed, backups, delays };
  return { ...planResult, ...counts, seed: SEED, seconds, audience };
}

before(async () => {
  campaign = await openCampaign();
  console.log(`SEED=${SEED} SECONDS=${SECONDS} RATE=${campaign.clock.rate}`);
  result = await run();
  console.log(formatTotals(campaign, result));
  if (isWhole) writeReport(campaign, result);
});

after(async () => {
  await campaign.runtime.stop();
});

for (const rule of Object.keys(RULES) as Rule[]) {
  test(RULES[rule], () => {
    const breaches = campaign.tally.breaches.filter((breach) => breach.rule === rule);
    assert.deepEqual(
      breaches.slice(0, 5).map(({ what }) => what),
      [],
      `${breaches.length} breaches`,
    );
  });
}

test('the faults happened, and there were stories, deliveries and backups to suffer from them', () => {
  const { counts, kills, jumps, stories, audience, backups } = result;
  const happened = new Set(Object.keys(counts).flatMap((fault) => [fault, fault.split('-')[0]]));
  const missing = (isWhole ? ALL : BOUNDARIES_OF_SLICE).filter((fault) => !happened.has(fault));
  assert.deepEqual(missing, [], 'faults that did not happen');
  assert.ok(kills > 0 && jumps > 0 && stories > 0 && audience.deliveries.count > 0 && backups > 0);
});
