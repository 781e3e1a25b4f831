import type { Env } from '../env.ts';
import type { Desk } from './desk.ts';

/** Returns a stub of the site's only Desk. */
export const deskOf = (env: Pick<Env, 'DESK'>) =>
  env.DESK.getByName('main') as unknown as DurableObjectStub<Desk>;
