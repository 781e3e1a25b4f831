import { createHash } from 'node:crypto';
import { type ApiClient, ignoreNotFound, ServerError } from '../../../cli/client/api-client.ts';
import { createDraft, type Draft, fetchDraft, saveDraft } from '../../../newsroom/drafts/cli/remote-draft.ts';
import type { Move } from '../move.ts';
import type { Outcome } from '../work/acknowledgements.ts';
import { UNDONE, undoneKey } from '../work/brought.ts';
import type { StoredPlan } from '../work/plans.ts';

/** How many drafts are sent at once, and how many of each kind a server lists. */
const [AT_ONCE, MAX_LISTED] = [8, 1000];

/** Returns the id of a draft, which depends on its post alone: so that a server has it once, however often it moves in. */
export const draftId = (oldUrl: string | null, key: string): string =>
  createHash('sha256').update(`move-in ${oldUrl} ${key}`).digest('hex').slice(0, 32);

/** The drafts of the server, by their ids; whether these are all that it has. */
interface Known {
  drafts: ReadonlyMap<string, Draft>;
  isComplete: boolean;
}

/** Lists the drafts of the server, and those that were discarded. It lists at most 1,000 of each. */
async function listKnown(api: ApiClient): Promise<Known> {
  const lists = await Promise.all(
    ['', '?discarded=true'].map(
      async (query) => (await api.json<{ drafts: Draft[] }>('GET', `/drafts${query}`)).drafts,
    ),
  );
  return {
    drafts: new Map(lists.flat().map((draft) => [draft.id, draft])),
    isComplete: lists.every(({ length }) => length < MAX_LISTED),
  };
}

/** Returns what the server has of a draft: nothing, the same, or something else, because somebody has worked on it. */
async function findOutcome(
  api: ApiClient,
  { drafts, isComplete }: Known,
  draft: { id: string; text: string; isTextKnown: boolean; version: number; isUndone: boolean },
): Promise<Extract<Outcome, 'new' | 'there' | 'kept'> | 'discarded'> {
  const { id, text, isTextKnown, version, isUndone } = draft;
  const found =
    drafts.get(id) ??
    (isComplete ? undefined : await api.json<Draft>('GET', `/drafts/${id}`).catch(ignoreNotFound));
  if (!found) return 'new';
  if (isUndone && found.discarded !== null && found.version === version) return 'discarded';
  if (found.version > version || found.state !== 'draft' || found.discarded !== null) return 'kept';
  return isTextKnown || (await fetchDraft(api, id)).text === text ? 'there' : 'kept';
}

/** Brings a draft again that an undo has discarded. Returns its version. */
async function restore(api: ApiClient, id: string, text: string): Promise<number> {
  await api.request('POST', `/drafts/${id}/restore`);
  const old = await fetchDraft(api, id);
  return old.text === text ? old.version : (await saveDraft(api, { ...old, text })).version;
}

/** Begins a draft. Returns why the server refuses it. */
async function begin(
  api: ApiClient,
  draft: { id: string; name: string; text: string },
): Promise<string | undefined> {
  try {
    await createDraft(api, { ...draft, base: null });
    return undefined;
  } catch (error) {
    if (error instanceof ServerError && error.problem && error.problem.status < 500) return error.message;
    throw error;
  }
}

async function sendDraft(move: Move, server: Known, oldUrl: string | null, plan: StoredPlan): Promise<void> {
  const { work, api, ledger, isDryRun } = move;
  const { key, hash, slug, body } = plan;
  const [id, text, name] = [draftId(oldUrl, key), body ?? '', slug ?? ''];
  const known = work.acknowledged.find(ledger, 'draft', key);
  const isTextKnown = known?.hash === hash;
  const undone = work.index.get<number>(UNDONE, undoneKey(move.server, 'draft', key));
  const version = work.brought.find(move.server, 'draft', key)?.revision ?? undone ?? 1;
  const isUndone = undone !== undefined && known === undefined;
  const found = api ? await findOutcome(api, server, { id, text, isTextKnown, version, isUndone }) : 'new';
  const noteBrought = (revision: number) =>
    work.brought.add(ledger, { kind: 'draft', key, name: id, revision, detail: null });
  const keep = (outcome: Outcome, now?: string) =>
    work.transaction(() => {
      work.acknowledged.set(ledger, 'draft', key, { hash, outcome });
      work.losses.forget('send', key);
      if (now === undefined) return;
      const kind = outcome === 'kept' ? 'kept' : 'refused';
      work.losses.add('send', { place: {}, kind, was: `the draft ${name}`, now }, key);
    });
  if (found === 'kept')
    return keep('kept', 'as it is in the newsroom: somebody has worked on it since it moved in');
  if (found === 'there') {
    const isOurs = known?.outcome === 'sending' || known?.outcome === 'new';
    if (isOurs && !isDryRun) noteBrought(version);
    return keep(isOurs ? 'new' : 'there');
  }
  if (isDryRun || !api) return keep('new');
  if (found === 'discarded') {
    noteBrought(await restore(api, id, text));
    return keep('new');
  }
  keep('sending');
  const refusal = await begin(api, { id, name, text });
  if (refusal === undefined) {
    noteBrought(1);
    keep('new');
  } else keep('refused', `left out. ${refusal}`);
}

/** Sends the drafts that the newsroom does not have, a few at once. One on which somebody has worked stays as it is. */
export async function sendDrafts(move: Move, oldUrl: string | null): Promise<void> {
  const { work, api, progress, interruption } = move;
  progress.begin('Drafts', work.plans.count('draft'));
  const known = api ? await listKnown(api) : { drafts: new Map(), isComplete: true };
  let done = 0;
  let batch: StoredPlan[] = [];
  const flush = async () => {
    await Promise.all(batch.map((plan) => sendDraft(move, known, oldUrl, plan)));
    done += batch.length;
    batch = [];
    progress.update(done);
    await interruption.check();
  };
  for (const plan of work.plans.all('draft')) {
    batch.push(plan);
    if (batch.length === AT_ONCE) await flush();
  }
  await flush();
  progress.end();
}
