/** The pages that lead to a session or away from one, and so nowhere afterwards. */
const SIGN_IN = /^\/newsroom\/(sign-in|sign-out|invitation)(\/|$)/;

/**
 * Returns the path that sign-in leads to: `then` if it is the path of a page of the newsroom, or else its first page. Anything else
 * could lead to another site.
 */
export function destinationOf(then: string | undefined, origin: string): string {
  const url = then?.startsWith('/') ? URL.parse(then, origin) : null;
  const isPage =
    url?.origin === origin && /^\/newsroom(\/|$)/.test(url.pathname) && !SIGN_IN.test(url.pathname);
  return url && isPage ? url.pathname + url.search : '/newsroom';
}
