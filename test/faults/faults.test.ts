import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Audience } from './audience.ts';
import { type Campaign, openCampaign } from './campaign.ts';
import { carryOut } from './plan.ts';
import { Publisher } from './publisher.ts';
import { Reader } from './reader.ts';
import { compare, recover } from './recovery.ts';
import { totals, writeReport } from './report.ts';
import { RULES, type Rule } from './tally.ts';

// The built Worker under load while everything around it fails, by a plan that the seed decides.

/** Another seed is another campaign. */
const SEED = Number(process.env.SEED ?? 1);
const SECONDS = Number(process.env.SECONDS ?? 210);
/** Shorter than this, it is a slice, of which there is no report, and in which some fault may not have happened. */
const isWhole = SECONDS >= 180;
const BOUNDARIES = ['alarm', 'object', 'queue', 'read', 'write'];
const PUBLISHERS = 4;
const READERS = 8;

let campaign: Campaign;
let result: Awaited<ReturnType<typeof run>>;

async function run() {
  const publishers = Array.from(
    { length: PUBLISHERS },
    (_, index) => new Publisher(campaign, SEED + 100 + index, index, PUBLISHERS),
  );
  await Promise.all(publishers.map((each) => each.begin()));
  const audience = await Audience.open(campaign, SEED + 1);
  const newest = () => Math.max(0, ...publishers.flatMap(({ told }) => told.map(({ number }) => number)));
  const readers = Array.from({ length: READERS }, (_, index) => new Reader(campaign, SEED + 200 + index));
  const work = [...publishers.map((each) => each.work()), ...readers.map((each) => each.work(newest))];
  audience.isFaulty = true;
  const carried = await carryOut(campaign, { seed: SEED, seconds: SECONDS, topics: audience.topics });
  audience.isFaulty = false;
  campaign.isOver = true;
  await Promise.all(work);
  const clockOffset = await recover(campaign, audience);
  // From what is stored alone. The clock does not go back, or stories that have appeared would be of the future.
  await campaign.kill();
  await campaign.order({ do: 'steer', odds: {}, seed: 0, clockOffset });
  const told = publishers.flatMap((each) => each.told);
  const found = await compare(campaign, told);
  const acknowledged = publishers.reduce((sum, each) => sum + each.acknowledged, 0);
  audience.close();
  return { ...carried, seed: SEED, seconds: SECONDS, audience, stories: told.length, found, acknowledged };
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
  const { counts, kills, stories, audience } = result;
  const failed = new Set(Object.keys(counts).map((fault) => fault.split('-')[0]));
  assert.ok(failed.size > 0 && kills > 0 && stories > 0 && audience.deliveries > 0);
  // A slice is too short for each of them to be sure to happen.
  if (isWhole) assert.deepEqual([...failed].toSorted(), BOUNDARIES);
});
