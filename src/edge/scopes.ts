import type { Context } from 'hono';
import { parseScope, type Scope } from '../edition/scope.ts';
import type { Env } from '../env.ts';

export type EdgeContext = Context<{ Bindings: Env }>;
export type EdgeHandler = (c: EdgeContext) => Response | Promise<Response>;

/** Which scope a request is about; `undefined` where its address can be none. */
export type ScopeOf = (c: EdgeContext) => Scope | undefined;

export const everything: ScopeOf = () => 'all';

export const topic: ScopeOf = (c) => parseScope(`topic:${c.req.param('topic')}`);

export const source: ScopeOf = (c) => parseScope(`source:${c.req.param('domain')}`);
