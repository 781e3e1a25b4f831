import { formatFault } from '../../../story/parse/fault.ts';
import { parseStoryJson } from '../../../story/parse/parse.ts';
import type { Story } from '../../../story/story.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { type LineResult, sendBatch } from '../../client/import.ts';
import { CommandError } from '../../command-error.ts';
import { serializeAuthored } from '../../stories/difference.ts';
import { DRY_RUN, type Move } from '../move.ts';
import { REVIEW_ADVICE } from '../review-policy.ts';
import type { Acknowledgement } from '../work/acknowledgements.ts';
import type { StoredPlan } from '../work/plans.ts';
import type { RemoteStory } from '../work/remote-stories.ts';
import { PUBLIC, publicKey } from './find-still-public.ts';

/** How many stories, and about how many characters of them, one request has. */
const [MAX_STORIES, MAX_CHARACTERS] = [100, 2_000_000];

const CHANGED_HERE = 'as it is here: it was changed or withdrawn since it moved in';
const CHANGED_THERE = 'as it moved in: the old site has it otherwise since then';

interface Recorded extends StoredPlan {
  record: Story;
  body: string;
}

/** Finds the story of a plan on the server, as it was listed. */
const remoteOf = ({ work }: Move, { record }: Recorded): RemoteStory | undefined =>
  (record.identifier ? work.remote.byIdentifier(record.identifier) : undefined) ??
  work.remote.bySlug(record.slug);

/** Keeps what came of a story, and says so in the report if it is not as it was sent. */
function settle(move: Move, plan: Recorded, result: Omit<Acknowledgement, 'hash'>, kept?: string): void {
  const { work, ledger } = move;
  const { key, hash, slug, record } = plan;
  work.acknowledged.set(ledger, 'story', key, { hash, ...result });
  const isThere = result.outcome === 'new' || result.outcome === 'there';
  if (isThere && ledger !== DRY_RUN) work.index.put(PUBLIC, publicKey(ledger, key), slug);
  work.losses.forget('send', key);
  if (kept === undefined) return;
  const place = { entry: `"${record.headline}"` };
  const kind = result.outcome === 'kept' ? 'kept' : 'refused';
  work.losses.add('send', { place, kind, was: `the story ${slug}`, now: kept }, key);
}

/** Decides by what the server has acknowledged and lists now. Returns whether the story has to be sent. */
function isToSend(move: Move, plan: Recorded): boolean {
  const known = move.work.acknowledged.find(move.server, 'story', plan.key);
  if (!known || known.outcome === 'sending' || known.outcome === 'refused') return true;
  const remote = remoteOf(move, plan);
  // The server has begun anew.
  if (!remote) return true;
  const isAsSent = remote.revision === known.revision && remote.status !== 'withdrawn';
  // What was kept because the old site had changed it may be there again as it was.
  const same = known.outcome === 'kept' ? 'there' : known.outcome;
  const outcome = isAsSent && known.hash === plan.hash ? same : 'kept';
  const kept = outcome !== 'kept' ? undefined : isAsSent ? CHANGED_THERE : CHANGED_HERE;
  settle(move, { ...plan, hash: known.hash }, { outcome, revision: known.revision }, kept);
  return false;
}

const whyRefused = ({ detail = '', faults = [] }: LineResult) =>
  [`left out. ${detail}`, ...faults.map((fault) => formatFault(fault))].join(' ');

/** Keeps what the server answered of a story. `wasSent` tells whether an earlier run may have sent it already. */
function keepAnswer(move: Move, plan: Recorded, result: LineResult, wasSent: boolean): void {
  const { revision = null } = result;
  if (result.ok) settle(move, plan, { outcome: result.changed || wasSent ? 'new' : 'there', revision });
  else if (result.why === 'stale' || result.why === 'withdrawn')
    settle(move, plan, { outcome: 'kept', revision: null }, CHANGED_HERE);
  else settle(move, plan, { outcome: 'refused', revision: null }, whyRefused(result));
}

async function send(move: Move, api: ApiClient, batch: readonly Recorded[]): Promise<void> {
  const { work, ledger } = move;
  const known = batch.map(({ key }) => work.acknowledged.find(ledger, 'story', key));
  // If the process is killed before the answer is kept, the next run knows why the server has these stories.
  work.transaction(() => {
    for (const { key, hash } of batch)
      work.acknowledged.set(ledger, 'story', key, { hash, outcome: 'sending' });
  });
  const results = await sendBatch(
    api,
    batch.map(({ body }) => body),
    false,
  );
  // data/site.json here may not be that of the server.
  if (results.some(({ why }) => why === 'review')) throw new CommandError(REVIEW_ADVICE);
  work.transaction(() => {
    for (const [index, result] of results.entries()) {
      const plan = batch[index];
      if (plan) keepAnswer(move, plan, result, known[index]?.outcome === 'sending');
    }
  });
}

/** Finds out what sending a story would do, and changes nothing. */
async function foresee(move: Move, plan: Recorded): Promise<void> {
  const remote = remoteOf(move, plan);
  if (!remote || !move.api) return settle(move, plan, { outcome: 'new', revision: null });
  const { revision } = remote;
  const found = await move.api.findStory(remote.slug);
  const parsed = parseStoryJson(plan.body);
  const isSame =
    remote.status !== 'withdrawn' &&
    found !== undefined &&
    parsed.ok &&
    serializeAuthored(found.record) === serializeAuthored(parsed.value);
  if (isSame) settle(move, plan, { outcome: 'there', revision });
  else settle(move, plan, { outcome: 'kept', revision }, CHANGED_HERE);
}

/** Sends the stories that the server does not have, oldest first. One that was changed there stays as it is. */
export async function sendStories(move: Move): Promise<void> {
  const { work, api, isDryRun, progress, interruption } = move;
  progress.begin('Stories', work.plans.count('story'));
  let done = 0;
  let batch: Recorded[] = [];
  let characters = 0;
  const flush = async () => {
    if (batch.length > 0 && api) await send(move, api, batch);
    batch = [];
    characters = 0;
    progress.update(done);
    await interruption.check();
  };
  for (const { body, ...plan } of work.plans.all('story')) {
    done++;
    const recorded = { ...plan, body: body ?? '', record: JSON.parse(body ?? '') as Story };
    if (!isToSend(move, recorded)) continue;
    if (isDryRun) {
      await foresee(move, recorded);
      continue;
    }
    batch.push(recorded);
    characters += recorded.body.length;
    if (batch.length === MAX_STORIES || characters > MAX_CHARACTERS) await flush();
  }
  await flush();
  progress.end();
}
