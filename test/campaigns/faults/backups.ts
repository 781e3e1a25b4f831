import { ask, type Campaign, HEADERS, pause } from './campaign.ts';
import type { ExpectedStory } from './record.ts';

/**
 * A backup must have every story that was acknowledged this long before it, in milliseconds. The program's clock is off by
 * less.
 */
const CLOCK_SLACK = 60_000;
/** A backup of a campaign's stories takes at most this many runs of the scheduled job. */
const MAX_RUNS = 20;

interface Backup {
  name: string;
  stories: number;
}

const listBackups = async (campaign: Campaign): Promise<Backup[]> => {
  const answer = await ask(campaign, '/api/backups', { headers: HEADERS });
  return JSON.parse(answer?.body.toString() ?? '{}').backups;
};

/** Makes one more backup, and checks that every backup has each story once. Returns the number of backups. */
export async function checkBackups(campaign: Campaign, expected: readonly ExpectedStory[]): Promise<number> {
  const say = (what: string) => campaign.tally.breach('backup', what);
  const before = await listBackups(campaign);
  await campaign.command({ do: 'schedule', isNewDay: true });
  for (let run = 1; run < MAX_RUNS && (await listBackups(campaign)).length === before.length; run++) {
    await pause(100);
    await campaign.command({ do: 'schedule' });
  }
  const backups = await listBackups(campaign);
  if (backups.length === before.length) say(`no new backup after ${MAX_RUNS} runs without faults`);
  for (const [age, { name, stories }] of backups.entries()) {
    const answer = await ask(campaign, `/api/backups/${name}`, { headers: HEADERS });
    const lines = answer?.status === 200 ? answer.body.toString().split('\n').filter(Boolean) : [];
    if (answer?.status !== 200) say(`${name} was answered with ${answer?.status}`);
    // A backup also has lines about the newsroom itself, such as the sources that are watched.
    const found = lines
      .map((line): Line => JSON.parse(line))
      .flatMap(({ exported }) => (exported ? [storyOf(exported)] : []));
    const numbers = new Set(found.map(({ number }) => number));
    if (numbers.size < found.length || found.length !== stories) {
      say(`${name} should have ${stories} stories, but has ${found.length} lines about ${numbers.size}`);
    }
    const began = Date.parse(name.replace(/T(\d+)-(\d+)-(\d+)Z/, 'T$1:$2:$3Z'));
    const missing = expected.filter(
      ({ number, acknowledged }) => (age === 0 || acknowledged < began - CLOCK_SLACK) && !numbers.has(number),
    );
    if (missing.length > 0) say(`${name} lacks ${missing.map(({ slug }) => slug)}`);
    // Only the newest backup was made after the last change.
    if (age > 0) continue;
    for (const { number, version, slug } of expected) {
      const story = found.find((each) => each.number === number);
      if (story && !story.headline.endsWith(`v${version}`)) say(`${name} has ${story.headline} for ${slug}`);
    }
  }
  return backups.length;
}

interface Exported {
  revisions: { record: { headline: string } }[];
}

interface Line {
  exported?: Exported;
}

/** Returns the number and the last headline of the story that a line of a backup holds. */
function storyOf({ revisions }: Exported): { number: number; headline: string } {
  const headline = revisions.at(-1)?.record.headline ?? '';
  return { number: Number(/mark(\d+)v/.exec(headline)?.[1]), headline };
}
