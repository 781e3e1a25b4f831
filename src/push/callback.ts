import { isLoopback, isPublicHost, withoutTrailingDots } from '../lib/public-hosts.ts';
import type { Settings } from '../settings.ts';

/** The ports of web servers. A request to a different port could mislead a service that does not expect HTTP. */
const WEB_PORTS = [80, 443, 8000, 8008, 8080, 8443, 8888];

/** Whether a callback is on the site's host, on any port. On loopback, only the port tells the site from its subscribers. */
const isSiteHost = (url: URL, site: URL) =>
  isLoopback(site.hostname)
    ? url.host === site.host
    : withoutTrailingDots(url.hostname) === withoutTrailingDots(site.hostname);

/**
 * Returns a rule that a callback URL does not satisfy, or undefined if the hub may send requests to it. Without these rules, anyone
 * could make the hub call servers inside a private network.
 */
export function brokenCallbackRule(
  callback: string,
  { site, isLoopbackAllowed }: Pick<Settings, 'site' | 'isLoopbackAllowed'>,
): string | undefined {
  const url = URL.parse(callback);
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an absolute http or https URL';
  if (url.username || url.password) return 'must have no user name or password';
  if (callback.includes('#')) return 'must have no fragment';
  // Measured as stored and sent, because percent-encoding turns one non-ASCII character into up to twelve.
  if (url.href.length > 2000) return 'must have at most 2,000 characters after percent-encoding';
  if ([...url.searchParams.keys()].some((name) => name.startsWith('hub.'))) {
    return 'must have no hub. parameters';
  }
  if (isSiteHost(url, new URL(site.url))) return 'must not be an address of this site';
  if (isLoopbackAllowed && isLoopback(url.hostname)) return undefined;
  if (!isPublicHost(url.hostname)) return 'must be on a host of the public Internet';
  const isWebPort = url.port === '' || WEB_PORTS.includes(Number(url.port));
  return isWebPort ? undefined : `must use one of the ports ${WEB_PORTS.join(', ')}`;
}
