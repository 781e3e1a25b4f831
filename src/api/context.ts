import type { Context } from 'hono';
import type { Actor } from '../desk/people/roles.ts';
import type { Env } from '../env.ts';

/** The bindings of the API, and what a request has once its token is known. */
export interface ApiEnv {
  Bindings: Env;
  Variables: {
    actor: Actor;
    /** Whether the request may be repeated: nothing is done twice. */
    isRepeatable?: boolean;
  };
}

export type ApiContext = Context<ApiEnv>;
