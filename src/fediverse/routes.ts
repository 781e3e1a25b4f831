import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import type { Env } from '../platform/env.ts';
import type { ScopeFinder } from '../readers/context.ts';
import { handleError, handleMethodNotAllowed, handleOptions } from '../readers/errors.ts';
import { handleUnknownPath } from '../readers/redirect.ts';
import { readSettings } from '../settings/settings.ts';
import { parseScope } from '../site/edition/scope.ts';
import { accountsIn } from './documents/accounts.ts';
import {
  actorHandler,
  followersHandler,
  handleWebFinger,
  handleWithdrawalNote,
  outboxHandler,
} from './handlers.ts';
import { QUOTES_PATH } from './inbox/answers.ts';
import { handleQuoteAuthorization } from './inbox/quotes.ts';
import { receiveActivity } from './inbox/receive.ts';

/** Everything that answers other servers of the fediverse, besides the stories' own addresses. */
export const fediverse = new HonoBase<{ Bindings: Env }>({ router: new RegExpRouter() });

// Without accounts, nothing is here but what an old site may have had at these addresses.
fediverse.use(async (c, next) => (accountsIn(readSettings(c.env).site) ? next() : handleUnknownPath(c)));

fediverse.get('/.well-known/webfinger', handleWebFinger);
// Not the finders of `readers/context.ts`, which then would be a module of their own for every isolate of readers.
for (const [actor, findScope] of [
  ['/actor', () => 'all'],
  ['/actor/authors/:author', (c) => parseScope(`author:${c.req.param('author')}`)],
  ['/actor/topics/:topic', (c) => parseScope(`topic:${c.req.param('topic')}`)],
] as const satisfies readonly (readonly [string, ScopeFinder])[]) {
  fediverse.get(actor, actorHandler(findScope));
  fediverse.get(`${actor}/outbox`, outboxHandler(findScope));
  fediverse.get(`${actor}/followers`, followersHandler(findScope));
  fediverse.post(`${actor}/inbox`, receiveActivity);
}
fediverse.get('/actor/withdrawals/:slug/:at', handleWithdrawalNote);
fediverse.get(QUOTES_PATH, handleQuoteAuthorization);

fediverse.notFound((c) => {
  if (c.req.method === 'OPTIONS') return handleOptions();
  return c.req.method === 'GET' || c.req.method === 'HEAD' ? handleUnknownPath(c) : handleMethodNotAllowed(c);
});
fediverse.onError(handleError);
