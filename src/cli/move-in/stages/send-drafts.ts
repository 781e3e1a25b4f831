import { createHash } from 'node:crypto';
import { type ApiClient, ignoreNotFound, ServerError } from '../../client/api-client.ts';
import { createDraft, type Draft, fetchDraft } from '../../drafts/remote-draft.ts';
import type { Move } from '../move.ts';
import type { Outcome } from '../work/acknowledgements.ts';
import type { StoredPlan } from '../work/plans.ts';

/** Returns the id of a draft, which depends on its post alone: so that a server has it once, however often it moves in. */
export const draftId = (oldUrl: string | null, key: string): string =>
  createHash('sha256').update(`move-in ${oldUrl} ${key}`).digest('hex').slice(0, 32);

/** Returns what the server has of a draft: nothing, the same, or something else, because somebody has changed it. */
async function findOutcome(
  api: ApiClient,
  id: string,
  text: string,
): Promise<Extract<Outcome, 'new' | 'there' | 'kept'>> {
  const found = await api.json<Draft>('GET', `/drafts/${id}`).catch(ignoreNotFound);
  if (!found) return 'new';
  const isSame = found.version === 1 && found.state === 'draft' && found.discarded === null;
  return isSame && (await fetchDraft(api, id)).text === text ? 'there' : 'kept';
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

async function sendDraft(move: Move, oldUrl: string | null, plan: StoredPlan): Promise<void> {
  const { work, api, ledger, isDryRun } = move;
  const { key, hash, slug, body } = plan;
  const [id, text, name] = [draftId(oldUrl, key), body ?? '', slug ?? ''];
  const known = work.acknowledged.find(ledger, 'draft', key);
  const found = api ? await findOutcome(api, id, text) : 'new';
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
    return keep(isOurs ? 'new' : 'there');
  }
  if (isDryRun || !api) return keep('new');
  keep('sending');
  const refusal = await begin(api, { id, name, text });
  if (refusal === undefined) keep('new');
  else keep('refused', `nothing. ${refusal}`);
}

/** Sends the drafts that the newsroom does not have. One on which somebody has worked stays as it is. */
export async function sendDrafts(move: Move, oldUrl: string | null): Promise<void> {
  const { work, progress, interruption } = move;
  progress.begin('Drafts', work.plans.count('draft'));
  let done = 0;
  for (const plan of work.plans.all('draft')) {
    await sendDraft(move, oldUrl, plan);
    progress.update(++done);
    await interruption.check();
  }
  progress.end();
}
