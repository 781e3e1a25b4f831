import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Audience } from './audience.ts';
import { checkBackups } from './backups.ts';
import { type Campaign, openCampaign } from './campaign.ts';
import { compare } from './comparison.ts';
import { FAULTS, type Fault } from './faults.ts';
import { carryOut } from './plan.ts';
import { judgePrinting } from './printing.ts';
import { Publisher } from './publisher.ts';
import { Reader } from './reader.ts';
import { recover } from './recovery.ts';
import { totals, writeReport } from './report.ts';
import { RULES, type Rule } from './tally.ts';

// The built Worker under load while everything around it fails, by a plan that the seed decides.

/** Another seed is another campaign. */
const SEED = Number(process.env.SEED ?? 1);
const SECONDS = Number(process.env.SECONDS ?? 210);
/** Shorter than this, it is a slice, of which there is no report, and in which some faults may not happen. */
const isWhole = SECONDS >= 180;
const PUBLISHERS = 4;
const READERS = 8;
/** Boundaries at which some fault is sure to happen in a slice, too: alarms and cards may be too few. */
const SURE = ['backup', 'object', 'queue', 'rate', 'read', 'write'];
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
      .flatMap(({ told }) => told)
      .toSorted((a, b) => a.number - b.number)
      .flatMap(({ former, slug }) => [...former, slug]);
  const readers = Array.from({ length: READERS }, (_, index) => new Reader(campaign, SEED + 200 + index));
  const work = [
    ...publishers.map((each) => each.work()),
    ...readers.map((each) => each.work(slugs)),
    audience.work(SEED + 2),
  ];
  audience.isFaulty = true;
  const carried = await carryOut(campaign, { seed: SEED, seconds: SECONDS, topics: audience.topics });
  audience.isFaulty = false;
  campaign.isOver = true;
  await Promise.all(work);
  const clockOffset = await recover(campaign, audience, async () => {
    await audience.conclude();
    await publishOneEach();
  });
  audience.judge();
  // From what is stored alone. The clock does not go back, or stories that have appeared would be of the future.
  await campaign.kill();
  await campaign.order({ do: 'steer', odds: {}, seed: 0, clockOffset });
  const told = publishers.flatMap((each) => each.told);
  const found = await compare(campaign, told);
  const backups = await checkBackups(campaign, told);
  const times = judgePrinting(campaign, carried.past);
  audience.close();
  const sumOf = (what: 'acknowledged' | 'imported' | 'renamed') =>
    publishers.reduce((sum, each) => sum + each[what], 0);
  const [acknowledged, imported, renamed] = [sumOf('acknowledged'), sumOf('imported'), sumOf('renamed')];
  const counted = { stories: told.length, found, acknowledged, imported, renamed, backups, times };
  return { ...carried, ...counted, seed: SEED, seconds: SECONDS, audience };
}

before(async () => {
  console.log(`SEED=${SEED} SECONDS=${SECONDS}`);
  campaign = await openCampaign();
  result = await run();
  console.log(totals(campaign, result));
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

test('there was something that failed, and somebody to notice', () => {
  const { counts, kills, jumps, stories, audience, backups } = result;
  const happened = new Set(Object.keys(counts).flatMap((fault) => [fault, fault.split('-')[0]]));
  const missing = (isWhole ? ALL : SURE).filter((fault) => !happened.has(fault));
  assert.deepEqual(missing, [], 'faults that did not happen');
  assert.ok(kills > 0 && jumps > 0 && stories > 0 && audience.deliveries.count > 0 && backups > 0);
});
