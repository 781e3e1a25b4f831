import type { Env } from '../../platform/env.ts';
import { type Client, clientOf } from '../../platform/object-client.ts';
import { readSettings } from '../../settings/settings.ts';
import { accountsIn } from '../documents/accounts.ts';
import type { Followers, FollowersState } from './followers.ts';

/** Returns the object with the followers of all actors of this site. */
export const followersOf = (env: Pick<Env, 'FOLLOWERS'>) =>
  clientOf<Client<Followers>>(env.FOLLOWERS.getByName('main'));

/** Returns what operators are told of the followers; null if the newsroom has no accounts. */
export const readFollowers = async (env: Env): Promise<FollowersState | null> =>
  accountsIn(readSettings(env).site) ? followersOf(env).state() : null;
