import type { ApiClient } from '../../../cli/client/api-client.ts';
import { listRedirects, sendRedirects } from '../../../newsroom/redirects/cli/redirects.ts';
import { DRY_RUN, type Move } from '../move.ts';
import type { Outcome } from '../work/acknowledgements.ts';
import type { PlannedRedirect } from '../work/planned-redirects.ts';

/** What came of a redirect: an outcome, and if it is not as planned, what its address shows now. */
interface Answer {
  outcome: Exclude<Outcome, 'sending'>;
  now?: string;
}

/** Keeps what came of a redirect. `before` is what an earlier run, which may have been stopped, has noted of it. */
function keep(
  { work, ledger }: Move,
  { key, address, target, entry }: PlannedRedirect,
  { outcome, now }: Answer,
  before: Outcome | undefined,
): void {
  const isOurs = outcome === 'there' && (before === 'sending' || before === 'new');
  work.acknowledged.set(ledger, 'redirect', key, { hash: target, outcome: isOurs ? 'new' : outcome });
  if (ledger !== DRY_RUN && (outcome === 'new' || isOurs))
    work.brought.add(ledger, { kind: 'redirect', key, name: address, revision: null, detail: target });
  if (now !== undefined)
    work.losses.add('redirects', { place: { entry }, kind: 'redirect', was: address, now });
}

/** Returns what is known of a redirect before it is sent: undefined if the server has nothing at its address. */
function compare(
  { key, target }: PlannedRedirect,
  existing: ReadonlyMap<string, string>,
): Answer | undefined {
  const other = existing.get(key);
  if (other === undefined) return undefined;
  return other === target
    ? { outcome: 'there' }
    : { outcome: 'kept', now: `it leads to ${other} here already` };
}

async function send(api: ApiClient, redirects: readonly PlannedRedirect[]): Promise<Answer[]> {
  const sent = await sendRedirects(
    api,
    redirects.map(({ address, target }) => ({ from: address, to: target })),
  );
  return sent.map((result) =>
    result.ok ? { outcome: result.changed ? 'new' : 'there' } : { outcome: 'refused', now: result.detail },
  );
}

/** Sends the redirects that the server does not have. Addresses that lead elsewhere there stay as they are. */
export async function sendPlannedRedirects(move: Move): Promise<void> {
  const { work, api, isDryRun, progress, interruption, ledger } = move;
  progress.begin('Redirects', work.redirects.count());
  const existing = new Map<string, string>();
  if (api) for await (const { from, to } of listRedirects(api)) existing.set(from, to);
  let done = 0;
  for (const page of work.redirects.pages()) {
    const known = page.map((redirect) => ({
      redirect,
      answer: compare(redirect, existing),
      before: work.acknowledged.find(ledger, 'redirect', redirect.key)?.outcome,
    }));
    const missing = known.filter(({ answer }) => answer === undefined);
    if (isDryRun || !api) for (const each of missing) each.answer = { outcome: 'new' };
    else if (missing.length > 0) {
      work.transaction(() => {
        for (const { redirect } of missing)
          work.acknowledged.set(ledger, 'redirect', redirect.key, {
            hash: redirect.target,
            outcome: 'sending',
          });
      });
      const answers = await send(
        api,
        missing.map(({ redirect }) => redirect),
      );
      for (const [index, each] of missing.entries()) each.answer = answers[index];
    }
    work.transaction(() => {
      for (const { redirect, answer, before } of known)
        keep(move, redirect, answer ?? { outcome: 'refused' }, before);
    });
    done += page.length;
    progress.update(done);
    await interruption.check();
  }
  progress.end();
}
