// Names that stand in addresses. What reads an address needs these and no schema.

/**
 * A host as a URL may name it: a domain (in ASCII, as the URL standard gives it, with the dot of the root or without) or an
 * IPv6 address. No label of a domain is empty (RFC 1034 section 3.5), as one is in `..`, which is no name in a path.
 */
const HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])$/;

export const isHost = (hostname: string) => hostname.length <= 253 && HOST.test(hostname);

/** Whether this is a host just as the URL standard serialises it. */
export const isCanonicalHost = (text: string): boolean =>
  isHost(text) && URL.parse(`http://${text}/`)?.hostname === text;

/** How a slug is spelt. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a part of an address is a slug of at most `max` characters; what is none is told no reason. */
export const isSlug = (text: string, max: number) => text.length <= max && SLUG.test(text);
