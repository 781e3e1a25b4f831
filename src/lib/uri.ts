/** What RFC 3986 allows nowhere behind the host: all but its characters, and a `%` that encodes nothing. The URL standard leaves some of them. */
const FORBIDDEN = /%(?![\da-f]{2})|[^\w.~!$&'()*+,;=:@/?#%-]/gi;

const encode = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/**
 * Returns an absolute http(s) URL as a URI (RFC 3986), which documents need: `?x=[1]|{2}` becomes `?x=%5B1%5D%7C%7B2%7D`. It leads to the
 * same page. Records keep what their author wrote, and are compared as the URL standard serialises them (`canonicalUrl`).
 */
export function toUri(url: string | URL): string {
  const { href } = new URL(url);
  // Brackets around an IPv6 address stay.
  const path = href.indexOf('/', href.indexOf('//') + 2);
  const [beforeFragment = '', ...fragment] = href.slice(path).split('#');
  const rest = fragment.length > 0 ? `${beforeFragment}#${fragment.join('%23')}` : beforeFragment;
  return href.slice(0, path) + rest.replace(FORBIDDEN, encode);
}

/** The last part of an address's path, decoded. */
export function fileName(url: string): string {
  const { pathname = '', hostname = '' } = URL.parse(url) ?? {};
  const last = pathname.split('/').findLast((part) => part !== '') ?? hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
