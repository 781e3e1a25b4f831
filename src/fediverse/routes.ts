import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import type { Env } from '../platform/env.ts';
import { allStories, authorInPath, topicInPath } from '../readers/context.ts';
import { handleError, handleMethodNotAllowed, handleNotFound, handleOptions } from '../readers/errors.ts';
import { readSettings } from '../settings/settings.ts';
import { accountsIn } from './documents/accounts.ts';
import {
  actorHandler,
  followersHandler,
  handleWebFinger,
  handleWithdrawalNote,
  outboxHandler,
} from './handlers.ts';

/** Everything that answers other servers of the fediverse, besides the stories' own addresses. */
export const fediverse = new HonoBase<{ Bindings: Env }>({ router: new RegExpRouter() });

// Without accounts, nothing is here.
fediverse.use(async (c, next) => (accountsIn(readSettings(c.env).site) ? next() : handleNotFound(c)));

fediverse.get('/.well-known/webfinger', handleWebFinger);
for (const [actor, findScope] of [
  ['/actor', allStories],
  ['/actor/authors/:author', authorInPath],
  ['/actor/topics/:topic', topicInPath],
] as const) {
  fediverse.get(actor, actorHandler(findScope));
  fediverse.get(`${actor}/outbox`, outboxHandler(findScope));
  fediverse.get(`${actor}/followers`, followersHandler(findScope));
}
fediverse.get('/actor/withdrawals/:slug/:at', handleWithdrawalNote);

fediverse.notFound((c) => {
  if (c.req.method === 'OPTIONS') return handleOptions();
  return c.req.method === 'GET' || c.req.method === 'HEAD' ? handleNotFound(c) : handleMethodNotAllowed(c);
});
fediverse.onError(handleError);
