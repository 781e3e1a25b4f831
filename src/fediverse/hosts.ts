import { brokenAddressRule, isLoopback, withoutTrailingDots } from '../lib/public-hosts.ts';
import type { Settings } from '../settings/settings.ts';
import { accountsIn } from './documents/accounts.ts';

type FediverseSettings = Pick<Settings, 'site' | 'isLoopbackAllowed'>;

/** Whether the newsroom wants nothing to do with a host, or one above it. */
function isBlocked(hostname: string, { site }: FediverseSettings): boolean {
  const name = withoutTrailingDots(hostname);
  const blocked = accountsIn(site)?.blockedHosts ?? [];
  return blocked.some((host) => name === host || name.endsWith(`.${host}`));
}

/** Returns a rule that an address of another server does not satisfy, or undefined if this site may send requests to it. */
export function brokenPeerRule(address: string, settings: FediverseSettings): string | undefined {
  const url = URL.parse(address);
  if (!url) return 'must be an absolute URL';
  const { site, isLoopbackAllowed } = settings;
  const rule = brokenAddressRule(url, { siteUrl: site.url, isLoopbackAllowed });
  if (rule !== undefined) return rule;
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) return 'must be an https URL';
  return isBlocked(url.hostname, settings) ? 'is on a host that this site has blocked' : undefined;
}
