import type { Context } from 'hono';
import type { Env } from '../platform/env.ts';
import { parseScope, type Scope, seriesScope } from '../site/edition/scope.ts';

// The types of the handlers that answer readers, and the functions that find the scope in an address.

export type EdgeContext = Context<{ Bindings: Env }>;
export type EdgeHandler = (c: EdgeContext) => Response | Promise<Response>;

/** Returns the scope that the address of a request names; `undefined` if its name is not valid. */
export type ScopeFinder = (c: EdgeContext) => Scope | undefined;

export const allStories: ScopeFinder = () => 'all';

export const topicInPath: ScopeFinder = (c) => parseScope(`topic:${c.req.param('topic')}`);

export const authorInPath: ScopeFinder = (c) => parseScope(`author:${c.req.param('author')}`);

export const languageInPath: ScopeFinder = (c) => parseScope(`language:${c.req.param('language')}`);

export const seriesInPath: ScopeFinder = (c) => parseScope(seriesScope(c.req.param('series') ?? ''));

export const sourceInPath: ScopeFinder = (c) => parseScope(`source:${c.req.param('domain')}`);
