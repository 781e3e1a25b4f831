/** Addresses that count clicks, by host and path, and the parameter that has the address itself. */
const WRAPPERS: [pattern: RegExp, parameter: string][] = [
  [/^www\.google\.[a-z.]+\/url$/, 'q'],
  [/^www\.google\.[a-z.]+\/url$/, 'url'],
  [/\.safelinks\.protection\.outlook\.com\/$/, 'url'],
  [/^lm?\.facebook\.com\/l\.php$/, 'u'],
  [/^slack-redir\.net\/link$/, 'url'],
  [/^www\.youtube\.com\/redirect$/, 'q'],
];

/** The most characters of an address that a story may link to. */
const MAX_LENGTH = 2000;

/** Returns where a pasted link leads. One to a script, a file, or a place in the page that it was copied from leads nowhere. */
export function addressOf(href: string): string | undefined {
  const url = URL.parse(href.trim());
  if (!url || !/^(?:https?|mailto):$/.test(url.protocol)) return undefined;
  for (const [pattern, parameter] of WRAPPERS) {
    const wrapped = pattern.test(url.host + url.pathname) ? url.searchParams.get(parameter) : null;
    if (wrapped !== null && /^https?:\/\//i.test(wrapped) && wrapped.length < href.length)
      return addressOf(wrapped);
  }
  return url.href.length > MAX_LENGTH ? undefined : url.href;
}
