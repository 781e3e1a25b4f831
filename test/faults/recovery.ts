import type { Audience } from './audience.ts';
import { ask, type Campaign, HEADERS, pause } from './campaign.ts';
import { markOf, marksIn } from './faults.ts';
import type { Told } from './publisher.ts';
import { SCOPES } from './reader.ts';

/** How long everything may take to come right, in milliseconds of the machine; a slow one needs some of it. */
const PATIENCE = 180_000;
/** Program time that passes when nothing fails any more, in milliseconds: lost messages are looked for after 15 minutes. */
const PASSES = 1_200_000;

/**
 * Lets time pass without faults until everything has been printed and delivered; says what has not. Gives how far the program's
 * clock is ahead by then, in milliseconds.
 */
export async function recover(campaign: Campaign, audience: Audience): Promise<number> {
  const deadline = Date.now() + PATIENCE;
  for (let passed = PASSES; ; passed += PASSES) {
    await campaign.order({ do: 'steer', odds: {}, seed: 0, clockOffset: passed });
    // Only what the program has set goes off: what it has to be woken for, the scheduled job does, as it does in earnest.
    await campaign.order({ do: 'alarms', topics: audience.topics });
    await campaign.order({ do: 'schedule' });
    await pause(2000);
    const depth = await waiting(campaign);
    const behind = depth === 0 ? await audience.behind() : [];
    if (depth === 0 && behind.length === 0) return passed;
    if (Date.now() > deadline) {
      audience.lost = behind.length;
      if (depth > 0) campaign.tally.breach('kept', `${depth} keys are still to be printed`);
      for (const who of behind)
        campaign.tally.breach('delivered', `${who} does not have the newest document`);
      return passed;
    }
  }
}

/** Keys that are still to be printed. */
async function waiting(campaign: Campaign): Promise<number> {
  const answer = await ask(campaign, '/api/status', { headers: HEADERS });
  const { outbox } = JSON.parse(answer?.body.toString() ?? '{}');
  return outbox.depth + outbox.cards;
}

/** Compares the site with what was acknowledged: every page, every feed, every archive. Gives how many stories it found. */
export async function compare(campaign: Campaign, told: readonly Told[]): Promise<number> {
  const { tally } = campaign;
  let found = 0;
  for (const story of told) {
    const answer = await ask(campaign, `/stories/${story.slug}`);
    const mark = markOf(story.number, story.version);
    const isThere = story.isWithdrawn
      ? answer?.status === 410
      : answer?.status === 200 && marksIn(answer.body.toString()).split(' ').includes(mark);
    if (isThere) found++;
    else
      tally.breach(
        'kept',
        `${story.slug} should be ${story.isWithdrawn ? 'withdrawn' : mark}: ${answer?.status}`,
      );
  }
  for (const [scope, path] of Object.entries(SCOPES)) {
    const shown = told.filter(
      ({ isWithdrawn, topic, source }) =>
        !isWithdrawn && (scope === 'all' || scope === `topic:${topic}` || scope === `source:${source}`),
    );
    const expected = shown.map(({ number, version }) => markOf(number, version)).toSorted();
    for (const format of ['atom.xml', 'rss.xml', 'feed.json']) {
      const walked = (await walk(campaign, `${path}/${format}`)).toSorted();
      if (walked.join() !== expected.join()) {
        const missing = expected.filter((mark) => !walked.includes(mark));
        const odd = walked.filter((mark, index) => !expected.includes(mark) || walked[index - 1] === mark);
        tally.breach('kept', `${path}/${format} and its archive lack ${missing}, and should not have ${odd}`);
      }
    }
  }
  return found;
}

/** The marks of a feed and of the pages of its archive, as a reader meets them who walks back. */
async function walk(campaign: Campaign, path: string): Promise<string[]> {
  const marks: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await ask(campaign, next);
    if (answer?.status !== 200) {
      campaign.tally.breach('kept', `${next}, which a feed leads to, is answered ${answer?.status}`);
      return marks;
    }
    const text = answer.body.toString();
    marks.push(...marksIn(text).split(' ').filter(Boolean));
    const [, older] = /<([^>]+)>; rel="prev-archive"/.exec(answer.headers.get('Link') ?? '') ?? [];
    next = older && new URL(older).pathname;
  }
  return marks;
}
