import type { Env } from '../../platform/env.ts';
import { type Client, clientOf } from '../../platform/object-client.ts';
import type { Followers } from './followers.ts';

/** Returns the object with the followers of all actors of this site. */
export const followersOf = (env: Pick<Env, 'FOLLOWERS'>) =>
  clientOf<Client<Followers>>(env.FOLLOWERS.getByName('main'));
