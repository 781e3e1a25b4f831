import { isLoopback } from '../../../lib/public-hosts.ts';

/**
 * Returns the address at which people open the newsroom: on the site's host. On a machine of one's own that is `localhost`, because
 * passkeys do not work at an IP address.
 */
export function newsroomUrl(siteUrl: string): string {
  const url = new URL(siteUrl);
  if (isLoopback(url.hostname) && !url.hostname.endsWith('localhost')) url.hostname = 'localhost';
  return `${url.origin}/newsroom`;
}

/** Returns the address that signs in once. */
export const invitationLink = (siteUrl: string, token: string): string =>
  `${newsroomUrl(siteUrl)}/invitation?token=${token}`;
