import type { Env } from '../../platform/env.ts';
import { readSettings } from '../../settings/settings.ts';
import { accountsIn, ownAccount } from '../documents/accounts.ts';
import { moveActivity } from '../documents/activities.ts';
import { printActivity } from '../documents/activity-streams.ts';
import { followersOf } from '../followers/followers-stub.ts';

/** Tells the followers of the newsroom's own account where it has moved to, if it has: once, because the activity has the same id each time, and only when there is somebody to tell. */
export async function announceMove(env: Env): Promise<void> {
  const { site } = readSettings(env);
  const movedTo = accountsIn(site)?.movedTo ?? null;
  if (movedTo === null) return;
  const { id } = ownAccount(site);
  const followers = followersOf(env);
  if ((await followers.count(id)) === 0) return;
  const move = moveActivity(ownAccount(site), movedTo);
  const body = printActivity(move);
  const sent = { address: move.id, kind: 'move', story: null, sender: id, audience: [id], body } as const;
  await followers.add([sent], Date.now());
}
