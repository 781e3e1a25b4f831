import type { Context } from 'hono';
import { parseScope, type Scope } from '../edition/scope.ts';
import type { Env } from '../env.ts';

// What handlers of readers' requests are given, and the scope that an address names.

export type EdgeContext = Context<{ Bindings: Env }>;
export type EdgeHandler = (c: EdgeContext) => Response | Promise<Response>;

/** Finds the scope that a request's address names; `undefined` if there can be no such scope. */
export type ScopeFinder = (c: EdgeContext) => Scope | undefined;

export const allStories: ScopeFinder = () => 'all';

export const topicInPath: ScopeFinder = (c) => parseScope(`topic:${c.req.param('topic')}`);

export const sourceInPath: ScopeFinder = (c) => parseScope(`source:${c.req.param('domain')}`);
