import type { Env } from '../env.ts';
import type { Desk } from './desk.ts';

/** The one Desk of the site. */
export const deskOf = (env: Pick<Env, 'DESK'>) =>
  env.DESK.getByName('main') as unknown as DurableObjectStub<Desk>;
