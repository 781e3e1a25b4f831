import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { AccessSettings } from '../../settings/settings.ts';

// Cloudflare Access in place of passkeys: each request that it lets through carries a token with the person's e-mail address
// (https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/).
// Loaded only where Access is set up.

/** By how many seconds clocks may be apart. */
const LEEWAY = 60;

/** The keys of each team. jose keeps them for ten minutes, and asks again for one that it does not know. */
const keysOf = new Map<string, JWTVerifyGetKey>();

function keysOfTeam(team: string): JWTVerifyGetKey {
  const known = keysOf.get(team);
  if (known) return known;
  const keys = createRemoteJWKSet(new URL(`https://${team}.cloudflareaccess.com/cdn-cgi/access/certs`));
  keysOf.set(team, keys);
  return keys;
}

/** Whom a token of Access is for, or why it is not accepted. */
type AccessResult = { email: string } | { why: 'expired' | 'invalid' | 'unreachable'; error: string };

/** Verifies a token of Access: signature, issuer, audience, and that it has not expired. */
export async function verifyAccess(token: string, { team, audience }: AccessSettings): Promise<AccessResult> {
  try {
    const { payload } = await jwtVerify(token, keysOfTeam(team), {
      issuer: `https://${team}.cloudflareaccess.com`,
      audience,
      algorithms: ['RS256'],
      clockTolerance: LEEWAY,
      requiredClaims: ['exp', 'iat'],
    });
    return typeof payload.email === 'string' && payload.email !== ''
      ? { email: payload.email }
      : { why: 'invalid', error: 'The token has no e-mail address.' };
  } catch (error) {
    // What jose cannot fetch, it rejects with an error without a class of its own.
    const isTheirs = error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
    const isLate = error instanceof errors.JWKSTimeout;
    const why =
      error instanceof errors.JWTExpired ? 'expired' : isTheirs && !isLate ? 'invalid' : 'unreachable';
    return { why, error: String(error) };
  }
}
