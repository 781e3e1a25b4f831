import type { Env } from '../platform/env.ts';
import type { Search } from './search.ts';

/** Returns a stub of the site's only index. */
export const searchOf = (env: Pick<Env, 'SEARCH'>) =>
  env.SEARCH.getByName('main') as unknown as DurableObjectStub<Search>;
