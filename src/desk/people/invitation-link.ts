import { isLoopback } from '../../lib/public-hosts.ts';

/**
 * Returns the origin at which the newsroom is best opened: the site's. On a machine of one's own that is `localhost`, because
 * passkeys do not work at an IP address.
 */
export function newsroomOrigin(siteUrl: string): string {
  const url = new URL(siteUrl);
  if (isLoopback(url.hostname) && !url.hostname.endsWith('localhost')) url.hostname = 'localhost';
  return url.origin;
}

/** Returns the address that signs in once. */
export const invitationLink = (siteUrl: string, token: string): string =>
  `${newsroomOrigin(siteUrl)}/newsroom/invitation?token=${token}`;
