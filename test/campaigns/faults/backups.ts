import { ask, type Campaign, HEADERS, pause } from './campaign.ts';
import type { Told } from './record.ts';

/** How long before a backup a story was acknowledged that must be in it, in milliseconds: clocks are off by less. */
const BEFORE = 60_000;
/** Runs of the scheduled job that a backup of a campaign takes at most. */
const RUNS = 20;

interface Backup {
  name: string;
  stories: number;
}

const listed = async (campaign: Campaign): Promise<Backup[]> => {
  const answer = await ask(campaign, '/api/backups', { headers: HEADERS });
  return JSON.parse(answer?.body.toString() ?? '{}').backups;
};

/** Looks at every backup that there is, and at one more: each story is in it, once. Gives how many there are. */
export async function checkBackups(campaign: Campaign, told: readonly Told[]): Promise<number> {
  const say = (what: string) => campaign.tally.breach('backup', what);
  const before = await listed(campaign);
  await campaign.order({ do: 'schedule', isNewDay: true });
  for (let run = 1; run < RUNS && (await listed(campaign)).length === before.length; run++) {
    await pause(100);
    await campaign.order({ do: 'schedule' });
  }
  const backups = await listed(campaign);
  if (backups.length === before.length) say(`there is no backup after ${RUNS} runs without faults`);
  for (const [age, { name, stories }] of backups.entries()) {
    const answer = await ask(campaign, `/api/backups/${name}`, { headers: HEADERS });
    const lines = answer?.status === 200 ? answer.body.toString().split('\n').filter(Boolean) : [];
    if (answer?.status !== 200) say(`${name} is answered ${answer?.status}`);
    const held = lines.map((line) => storyOf(JSON.parse(line)));
    const numbers = new Set(held.map(({ number }) => number));
    if (numbers.size < held.length || held.length !== stories) {
      say(`${name} should have ${stories} stories, and has ${held.length} of ${numbers.size}`);
    }
    const began = Date.parse(name.replace(/T(\d+)-(\d+)-(\d+)Z/, 'T$1:$2:$3Z'));
    const missing = told.filter(
      ({ number, acknowledged }) => (age === 0 || acknowledged < began - BEFORE) && !numbers.has(number),
    );
    if (missing.length > 0) say(`${name} lacks ${missing.map(({ slug }) => slug)}`);
    // The newest one was made when nothing changed any more.
    if (age > 0) continue;
    for (const { number, version, slug } of told) {
      const found = held.find((each) => each.number === number);
      if (found && !found.headline.endsWith(`v${version}`)) say(`${name} has ${found.headline} of ${slug}`);
    }
  }
  return backups.length;
}

interface Line {
  exported: { revisions: { record: { headline: string } }[] };
}

/** Which story a line of a backup is, and its last headline. */
function storyOf({ exported }: Line): { number: number; headline: string } {
  const headline = exported.revisions.at(-1)?.record.headline ?? '';
  return { number: Number(/mark(\d+)v/.exec(headline)?.[1]), headline };
}
