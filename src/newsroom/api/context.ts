import type { Context } from 'hono';
import type { Env } from '../../platform/env.ts';
import type { Actor } from '../people/desk/roles.ts';

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
