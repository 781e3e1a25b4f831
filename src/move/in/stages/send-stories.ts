import { type ApiClient, jsonBody, ServerError } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import type { Change } from '../../../newsroom/stories/api/schemas.ts';
import { serializeAuthored } from '../../../newsroom/stories/cli/difference.ts';
import type { ImportResult } from '../../../newsroom/transfer/api/schemas.ts';
import { sendBatch } from '../../../newsroom/transfer/cli/import.ts';
import { formatFault } from '../../../site/story/parse/fault.ts';
import { parseStoryJson } from '../../../site/story/parse/parse.ts';
import type { Story } from '../../../site/story/story.ts';
import { DRY_RUN, type Move } from '../move.ts';
import { REVIEW_ADVICE } from '../review-policy.ts';
import type { Acknowledgement } from '../work/acknowledgements.ts';
import { UNDONE, undoneKey } from '../work/brought.ts';
import type { StoredPlan } from '../work/plans.ts';
import type { RemoteStory } from '../work/remote-stories.ts';
import { PUBLIC, publicKey } from './find-still-public.ts';

/** How many stories, and about how many characters of them, one request has. */
const [MAX_STORIES, MAX_CHARACTERS] = [100, 2_000_000];

const CHANGED_HERE = 'as it is here: it was changed or withdrawn since it moved in';
const RENAMED_THERE = 'as it moved in: it would have another address here now';

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
  const isThere = ['new', 'there', 'updated'].includes(result.outcome);
  if (ledger !== DRY_RUN && result.outcome === 'new')
    work.brought.add(ledger, {
      kind: 'story',
      key,
      name: slug ?? '',
      revision: result.revision,
      detail: null,
    });
  if (ledger !== DRY_RUN && result.outcome === 'updated')
    work.brought.revise(ledger, 'story', key, result.revision);
  if (isThere && ledger !== DRY_RUN) work.index.put(PUBLIC, publicKey(ledger, key), slug);
  work.losses.forget('send', key);
  if (kept === undefined) return;
  const place = { entry: `"${record.headline}"` };
  const kind = result.outcome === 'kept' ? 'kept' : 'refused';
  work.losses.add('send', { place, kind, was: `the story ${slug}`, now: kept }, key);
}

/**
 * Decides by what the server has acknowledged and lists now whether a story has to be sent, or replaces what an earlier run has sent.
 * Nobody here has changed a story that is at the revision that the server answered then.
 */
function nextStep(move: Move, plan: Recorded): 'send' | 'replace' | 'restore' | 'none' {
  const known = move.work.acknowledged.find(move.server, 'story', plan.key);
  const remote = remoteOf(move, plan);
  const undone = move.work.index.get<number>(UNDONE, undoneKey(move.server, 'story', plan.key));
  if (!known && remote?.status === 'withdrawn' && remote.revision === undone) return 'restore';
  // Without a story there, the server has begun anew.
  if (!known || !remote) return 'send';
  const isAsSent = remote.revision === known.revision && remote.status !== 'withdrawn';
  if (known.outcome === 'sending' || known.outcome === 'refused') return isAsSent ? 'replace' : 'send';
  const { revision } = known;
  const keep = (why: string) =>
    settle(move, { ...plan, hash: known.hash }, { outcome: 'kept', revision }, why);
  if (!isAsSent) keep(CHANGED_HERE);
  else if (known.hash === plan.hash)
    // What was kept because the old site had changed it may be there again as it was.
    settle(move, plan, { outcome: known.outcome === 'kept' ? 'there' : known.outcome, revision });
  else if (remote.slug === plan.record.slug) return 'replace';
  else keep(RENAMED_THERE);
  return 'none';
}

const whyRefused = ({ detail, faults = [] }: Extract<ImportResult, { ok: false }>) =>
  [`left out. ${detail}`, ...faults.map((fault) => formatFault(fault))].join(' ');

/** What came of a story that the server has, now that it is the same: an earlier run may have sent it, as `known` says. */
function outcomeOf(isChanged: boolean, known: Acknowledgement | undefined): 'new' | 'there' | 'updated' {
  const wasSent = known?.outcome === 'sending';
  if (wasSent && known.revision !== null) return 'updated';
  return isChanged || wasSent ? 'new' : 'there';
}

/** Keeps what the server answered of a story. `known` is what was kept of it before. */
function keepAnswer(
  move: Move,
  plan: Recorded,
  result: ImportResult,
  known: Acknowledgement | undefined,
): void {
  if (result.ok) {
    const revision = 'revision' in result ? result.revision : null;
    settle(move, plan, { outcome: outcomeOf(result.changed, known), revision });
  } else if (result.why === 'stale' || result.why === 'withdrawn')
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
  if (results.some((result) => !result.ok && result.why === 'review')) throw new CommandError(REVIEW_ADVICE);
  work.transaction(() => {
    for (const [index, result] of results.entries()) {
      const plan = batch[index];
      if (plan) keepAnswer(move, plan, result, known[index]);
    }
  });
}

/** Brings a story again that an undo has withdrawn, and nobody has touched since. */
async function restore(move: Move, plan: Recorded): Promise<void> {
  const remote = remoteOf(move, plan);
  if (move.isDryRun || !move.api || !remote)
    return settle(move, plan, { outcome: 'new', revision: remote?.revision ?? null });
  const path = `/stories/${remote.slug}`;
  const restored = await move.api.json<Change>('POST', `${path}/restore`, {
    headers: { 'If-Match': `"${remote.revision}"` },
  });
  const { revision } = restored;
  move.work.transaction(() => {
    // Not as it is sent now: if the process is killed here, the next run replaces it.
    settle(move, { ...plan, hash: '' }, { outcome: 'new', revision });
    move.work.remote.add({ ...remote, status: 'published', revision });
  });
  await replace(move, plan, 'new');
}

/** Replaces a story that nobody has changed here, such as by one with the pictures that were missing. */
async function replace(move: Move, plan: Recorded, outcome: 'new' | 'updated' = 'updated'): Promise<void> {
  const { work, api, server } = move;
  const revision = remoteOf(move, plan)?.revision ?? null;
  if (move.isDryRun || !api) return settle(move, plan, { outcome, revision });
  const { key, hash, slug, record } = plan;
  work.acknowledged.set(server, 'story', key, { hash, outcome: 'sending', revision });
  try {
    const init = jsonBody(record, { 'If-Match': `"${revision}"` });
    const answer = await api.json<Change>('PUT', `/stories/${slug}`, init);
    settle(move, plan, { outcome, revision: answer.revision });
  } catch (error) {
    const status = error instanceof ServerError ? error.problem?.status : undefined;
    if (status === 412) settle(move, plan, { outcome: 'kept', revision: null }, CHANGED_HERE);
    else if (status === 409 || status === 422)
      settle(move, plan, { outcome: 'refused', revision }, `left out. ${(error as Error).message}`);
    else throw error;
  }
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

/**
 * Sends the stories that the server does not have, oldest first, and replaces those that an earlier run has sent and that are otherwise
 * now. One that was changed on the server stays as it is.
 */
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
    const step = nextStep(move, recorded);
    if (step === 'none') continue;
    if (step === 'replace' || step === 'restore') {
      await (step === 'replace' ? replace : restore)(move, recorded);
      progress.update(done);
      await interruption.check();
      continue;
    }
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
