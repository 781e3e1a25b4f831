/**
 * The address of a site whose export does not say it. Nothing answers there (RFC 6761, section 6.4), but what has a path under it can
 * be found again.
 */
export const UNKNOWN_SITE = 'https://old-site.invalid/';

/** Returns the address of a site as it is to be used, with a slash at its end; null if it is none. */
export function siteAddress(address: string | null | undefined): string | null {
  if (!address) return null;
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  url.search = '';
  url.hash = '';
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** Returns an address within the site, by its path from the site's address: `/tag/news/`. Nothing in a path leads to another host. */
export function addressIn(site: string, path: string): string {
  const encoded = encodePath(decodePath(path)).replace(/[?#]/g, encodeURIComponent);
  // After `./`, neither `https:` nor `//` is the beginning of an address.
  return new URL(`./${encoded.replace(/^\/+/, '')}`, site).href;
}

/** Encodes a path as addresses have it. Half a character (a lone surrogate) becomes U+FFFD. */
const encodePath = (path: string) => encodeURI(path.toWellFormed());

/** Decodes what is percent-encoded in a path; returns the path itself if that is broken. */
export function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
