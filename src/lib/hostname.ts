/**
 * Matches a host as a URL may name it: a domain in ASCII, with or without the root's trailing dot, or an IPv6 address in
 * brackets. No label of a domain is empty (RFC 1034 section 3.5), so `..` is not a host, and hosts are safe in the path of a
 * URL.
 */
const HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])$/;

/** Whether a URL can name this host. */
export const isHost = (hostname: string) => hostname.length <= 253 && HOST.test(hostname);

/** Whether the text is a host exactly as the URL standard serialises it. */
export const isCanonicalHost = (text: string): boolean =>
  isHost(text) && URL.parse(`http://${text}/`)?.hostname === text;
