import { setTimeout as sleep } from 'node:timers/promises';
import { formatCount } from '../../../cli/format.ts';
import type { DeskStatus } from '../../../newsroom/status/desk/status.ts';
import type { Move } from '../move.ts';

/** Milliseconds between two questions, for how long nothing may happen, and for how long to wait at most. */
const PACE = { between: 1000, still: 60_000, most: 600_000 };

/** Says when readers will get everything. `milliseconds`: how long the server has taken for what it has written; null if it writes no more. */
function describeWait(left: number, written: number, milliseconds: number | null): string {
  const pace =
    milliseconds === null
      ? 'the server has written none in the last minute: on the free plan it goes on the next day'
      : `at its pace about ${formatCount(Math.ceil((left / written) * (milliseconds / 60_000)), 'minute')}`;
  return `The server has still to write ${formatCount(left, 'key')} (${pace}). Until then, some stories and old addresses answer 404 or as before. "npm run story -- status" says when all changes are live.`;
}

/**
 * Waits until the server has written everything that readers get, so that old addresses answer when the move ends. Returns null then, or
 * else a sentence that says how long it takes.
 */
export async function waitUntilLive(
  { api, isDryRun, progress, interruption }: Move,
  pace = PACE,
): Promise<string | null> {
  if (isDryRun || !api) return null;
  const depthNow = async () => (await api.json<DeskStatus>('GET', '/status')).outbox.depth;
  const begun = Date.now();
  const first = await depthNow();
  if (first === 0) return null;
  progress.begin('Writing', first);
  let [left, changed] = [first, Date.now()];
  while (left > 0 && Date.now() - changed < pace.still && Date.now() - begun < pace.most) {
    await sleep(pace.between);
    await interruption.check();
    const now = await depthNow();
    if (now < left) changed = Date.now();
    left = now;
    progress.update(first - left);
  }
  progress.end();
  if (left === 0) return null;
  const isWriting = Date.now() - changed < pace.still && left < first;
  return describeWait(left, first - left, isWriting ? Date.now() - begun : null);
}
