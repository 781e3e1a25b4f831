import { brokenAddressRule } from '../lib/public-hosts.ts';
import type { Settings } from '../settings/settings.ts';

/** Returns a rule that a callback URL does not satisfy, or undefined if the hub may send requests to it. */
export function brokenCallbackRule(
  callback: string,
  { site, isLoopbackAllowed }: Pick<Settings, 'site' | 'isLoopbackAllowed'>,
): string | undefined {
  const url = URL.parse(callback);
  if (!url) return 'must be an absolute http or https URL';
  const rule = brokenAddressRule(url, { siteUrl: site.url, isLoopbackAllowed });
  if (rule !== undefined) return rule;
  if (callback.includes('#')) return 'must have no fragment';
  return [...url.searchParams.keys()].some((name) => name.startsWith('hub.'))
    ? 'must have no hub. parameters'
    : undefined;
}
