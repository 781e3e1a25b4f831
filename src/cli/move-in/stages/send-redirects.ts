import { pathOfKey } from '../../../redirects/address.ts';
import { whatAnswers } from '../../../redirects/own-addresses.ts';
import { listRedirects, sendRedirects } from '../../client/redirects.ts';
import type { Move } from '../move.ts';
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
  if (now !== undefined)
    work.losses.add('redirects', { place: { entry }, kind: 'redirect', was: address, now });
}

/** Finds out what sending would do, and changes nothing. */
function foresee({ key, target }: PlannedRedirect, existing: ReadonlyMap<string, string>): Answer {
  const other = existing.get(key);
  if (other === target) return { outcome: 'there' };
  if (other !== undefined) return { outcome: 'refused', now: `it leads to ${other} already` };
  const shown = key === pathOfKey(key) ? whatAnswers(key) : undefined;
  return shown === undefined ? { outcome: 'new' } : { outcome: 'refused', now: `${shown} of this site` };
}

/** Sends the redirects. Addresses that lead elsewhere on the server already stay as they are. */
export async function sendPlannedRedirects(move: Move): Promise<void> {
  const { work, api, isDryRun, progress, interruption, ledger } = move;
  progress.begin('Redirects', work.redirects.count());
  const existing = new Map<string, string>();
  if (api && isDryRun) for await (const { from, to } of listRedirects(api)) existing.set(from, to);
  let done = 0;
  for (const page of work.redirects.pages()) {
    let answers: Answer[];
    const before = page.map(({ key }) => work.acknowledged.find(ledger, 'redirect', key)?.outcome);
    if (isDryRun || !api) answers = page.map((each) => foresee(each, existing));
    else {
      work.transaction(() => {
        for (const [index, { key, target }] of page.entries()) {
          if (before[index] !== undefined) continue;
          work.acknowledged.set(ledger, 'redirect', key, { hash: target, outcome: 'sending' });
        }
      });
      const sent = await sendRedirects(
        api,
        page.map(({ address, target }) => ({ from: address, to: target })),
      );
      answers = sent.map(({ ok, changed = false, detail = 'refused by the server' }) =>
        ok ? { outcome: changed ? 'new' : 'there' } : { outcome: 'refused', now: detail },
      );
    }
    work.transaction(() => {
      for (const [index, redirect] of page.entries())
        keep(move, redirect, answers[index] ?? { outcome: 'refused' }, before[index]);
    });
    done += page.length;
    progress.update(done);
    await interruption.check();
  }
  progress.end();
}
