import type { Env } from '../../platform/env.ts';
import { isWithinRate } from '../../platform/rate-limit.ts';
import { type Actor, type Capability, may, ROLES, whyNotRole } from '../people/desk/roles.ts';
import { ProblemError } from './problem.ts';
import { type MisspeltToken, parseTokens, type Token } from './tokens.ts';

const digest = (text: string) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));

/** Finds a token. Compares the digests of all tokens, each in constant time, so that timing reveals nothing. */
async function findToken<T extends Token | MisspeltToken>(
  presented: string,
  tokens: readonly T[],
): Promise<T | undefined> {
  const hash = await digest(presented);
  let found: T | undefined;
  for (const each of tokens) {
    if (crypto.subtle.timingSafeEqual(hash, await digest(each.token))) found = each;
  }
  return found;
}

/** Returns who sends the request, by its token. Throws 403 if no token is set, or if its role is misspelt, and 401 if the request has no valid token. */
export async function authenticate(request: Request, env: Pick<Env, 'PUBLISH_TOKEN'>): Promise<Actor> {
  const tokens = parseTokens(env.PUBLISH_TOKEN ?? '').filter(({ token }) => token !== '');
  if (tokens.length === 0) {
    throw new ProblemError(
      403,
      'No token is set, so publishing is disabled. Set the secret PUBLISH_TOKEN to name:token, for example with `npx wrangler secret put PUBLISH_TOKEN`.',
    );
  }
  const [, presented] = /^Bearer +([\x21-\x7E]+)$/i.exec(request.headers.get('Authorization') ?? '') ?? [];
  const found = presented === undefined ? undefined : await findToken(presented, tokens);
  if (found?.role === null) {
    throw new ProblemError(
      403,
      `PUBLISH_TOKEN gives the token of "${found.name}" the role "${found.word}", which is none. The roles are ${ROLES.join(', ')}; set the secret again with one of them, or without a role for a token that may do everything.`,
    );
  }
  if (found) return { name: found.name, role: found.role, person: null };
  const isSent = /^Bearer +\S/i.test(request.headers.get('Authorization') ?? '');
  const why =
    presented !== undefined
      ? 'The server does not know this token.'
      : isSent
        ? 'The token has a space or a character outside ASCII, which no header can carry. Choose another.'
        : 'The request has no token.';
  throw new ProblemError(
    401,
    `${why} Send it as "Authorization: Bearer <token>".`,
    {},
    {
      'WWW-Authenticate': presented === undefined ? 'Bearer' : 'Bearer error="invalid_token"',
    },
  );
}

/** Throws 403 if the role of whoever sends the request is not enough. */
export function requireCapability(actor: Actor, capability: Capability): void {
  if (!may(actor.role, capability)) throw new ProblemError(403, whyNotRole(actor, capability).detail);
}

/** Throws 429 if a network sends too many requests. Runs before the token is checked. If the limiter fails, lets requests pass. */
export async function limitRate(request: Request, env: Pick<Env, 'API_RATE'>): Promise<void> {
  if (!(await isWithinRate(env.API_RATE, request))) {
    throw new ProblemError(
      429,
      'Too many requests from this address. Try again in a minute.',
      {},
      { 'Retry-After': '60' },
    );
  }
}
