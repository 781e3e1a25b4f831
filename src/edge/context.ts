import type { Context } from 'hono';
import { isNamed, parseScope, type Scope } from '../edition/scope.ts';
import type { Env } from '../env.ts';
import { readSettings } from '../settings.ts';

// The types of the handlers that answer readers, and the functions that find the scope in an address.

export type EdgeContext = Context<{ Bindings: Env }>;
export type EdgeHandler = (c: EdgeContext) => Response | Promise<Response>;

/** Returns the scope that the address of a request names; `undefined` if its name is not valid. */
export type ScopeFinder = (c: EdgeContext) => Scope | undefined;

export const allStories: ScopeFinder = () => 'all';

export const topicInPath: ScopeFinder = (c) => parseScope(`topic:${c.req.param('topic')}`);

/** Finds an author of data/site.json. Whoever has left that list, or has another slug there now, is nobody. */
export const authorInPath: ScopeFinder = (c) => {
  const scope = parseScope(`author:${c.req.param('author')}`);
  return scope && isNamed(readSettings(c.env).site, scope) ? scope : undefined;
};

export const sourceInPath: ScopeFinder = (c) => parseScope(`source:${c.req.param('domain')}`);
