import type { Env } from '../platform/env.ts';
import { type Client, clientOf } from '../platform/object-client.ts';
import type { Search } from './search.ts';

/** Returns a stub of the site's only index. */
export const searchOf = (env: Pick<Env, 'SEARCH'>) => clientOf<Client<Search>>(env.SEARCH.getByName('main'));
