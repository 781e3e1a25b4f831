import { brokenAddressRule, isLoopback } from '../../../../lib/public-hosts.ts';
import type { Settings } from '../../../../settings/settings.ts';
import type { HubsOptions } from './hubs.ts';

/** Returns which hubs this site may call, and whether hubs can reach it: on a machine of one's own, only where loopback is allowed. */
export function hubRules({
  site,
  isLoopbackAllowed,
}: Pick<Settings, 'site' | 'isLoopbackAllowed'>): HubsOptions {
  return {
    isReachable: isLoopbackAllowed || !isLoopback(new URL(site.url).hostname),
    whyNot: (text) => {
      const url = URL.parse(text);
      if (!url) return 'must be an absolute http or https URL';
      return brokenAddressRule(url, { siteUrl: site.url, isLoopbackAllowed });
    },
  };
}
