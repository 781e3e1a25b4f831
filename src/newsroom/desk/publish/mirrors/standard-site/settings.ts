import { brokenAddressRule, isLoopback } from '../../../../../lib/public-hosts.ts';
import type { Env } from '../../../../../platform/env.ts';
import { readSettings } from '../../../../../settings/settings.ts';

/** The server of most accounts. */
const BLUESKY = 'https://bsky.social';

/** An account on ATProto, and how to sign in to it. */
export interface AccountSettings {
  handle: string;
  password: string;
  /** The origin of the account's server. */
  service: string;
}

export type AccountEnv = Pick<Env, 'ATPROTO_HANDLE' | 'ATPROTO_APP_PASSWORD' | 'ATPROTO_SERVICE'> &
  Parameters<typeof readSettings>[0];

/** The error if the account's settings are wrong. Its message never contains the password. */
export class BrokenAccountSettings extends Error {}

/** Returns a handle as servers know it: in lower case, without the `@` and the invisible characters that people paste with it. */
export const normalHandle = (handle = ''): string =>
  handle
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(/^@/, '')
    .toLowerCase();

function readService(text: string, env: AccountEnv): string {
  const { site, isLoopbackAllowed } = readSettings(env);
  const url = URL.parse(text);
  const rule = url
    ? brokenAddressRule(url, { siteUrl: site.url, isLoopbackAllowed })
    : 'must be an absolute https URL';
  const isSafe = url?.protocol === 'https:' || (url !== null && isLoopback(url.hostname));
  // The address is shown only once it is known to have no password in it.
  if (!url || rule !== undefined || !isSafe)
    throw new BrokenAccountSettings(`ATPROTO_SERVICE ${rule ?? 'must be an https URL'}, like ${BLUESKY}.`);
  return url.origin;
}

/** Whether a site runs on this machine. What it writes into an account that others see would replace the records of the true site. */
const isLocal = (env: AccountEnv) => isLoopback(new URL(readSettings(env).site.url).hostname);

/**
 * Returns the account; undefined if there is none, or if this site runs on this machine and the account's server does not. Throws
 * `BrokenAccountSettings` if handle or password is missing, or if its server's address is wrong.
 */
export function readAccount(env: AccountEnv): AccountSettings | undefined {
  const { ATPROTO_HANDLE, ATPROTO_APP_PASSWORD = '', ATPROTO_SERVICE = '' } = env;
  const handle = normalHandle(ATPROTO_HANDLE);
  const password = ATPROTO_APP_PASSWORD.trim();
  const service = ATPROTO_SERVICE.trim() || BLUESKY;
  const isServiceLocal = isLoopback(URL.parse(service)?.hostname ?? '');
  if ((handle === '' && password === '') || (isLocal(env) && !isServiceLocal)) return undefined;
  if (password === '')
    throw new BrokenAccountSettings(
      'ATPROTO_HANDLE is set, but the secret ATPROTO_APP_PASSWORD is not: `npx wrangler secret put ATPROTO_APP_PASSWORD`.',
    );
  if (handle === '')
    throw new BrokenAccountSettings(
      'The secret ATPROTO_APP_PASSWORD is set, but ATPROTO_HANDLE is not: name the account in wrangler.toml.',
    );
  return { handle, password, service: readService(service, env) };
}
