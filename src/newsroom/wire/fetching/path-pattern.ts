/** Reserved characters and those that must be encoded keep their percent-encoding; unreserved ones (RFC 3986 section 2.3) lose it. */
const UNRESERVED = /^[\w.~-]$/;

/**
 * Normalises a path, or a pattern of paths, for comparison (RFC 9309 section 2.2.2): characters outside ASCII are percent-encoded
 * as UTF-8, unreserved characters are not encoded, and hexadecimal digits are upper case.
 */
export function normalizePath(path: string): string {
  return path
    .toWellFormed()
    .replace(/[^\x21-\x7e]+/g, encodeURIComponent)
    .replace(/%[\da-f]{2}/gi, (encoded) => {
      const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
      return UNRESERVED.test(character) ? character : encoded.toUpperCase();
    });
}

/** Returns what patterns are compared with: the path and query of a URL. */
export const comparablePath = (url: URL): string => normalizePath(url.pathname + url.search);

/**
 * Whether a normalised pattern matches a normalised path from its beginning. `*` matches any characters, and `$` at the end the end
 * of the path (RFC 9309 section 2.2.3). Each part between asterisks is searched for once, from where the last one ended.
 */
function matchesPath(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith('$');
  const parts = (isAnchored ? pattern.slice(0, -1) : pattern).split('*');
  const [first = ''] = parts;
  if (!path.startsWith(first)) return false;
  if (parts.length === 1) return !isAnchored || path.length === first.length;
  let at = first.length;
  for (const part of parts.slice(1, isAnchored ? -1 : undefined)) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? '';
  return !isAnchored || (path.endsWith(last) && path.length - last.length >= at);
}

/** Returns the rules with the longest pattern that matches, which are several if a pattern is repeated. */
export function longestMatches<Rule extends { pattern: string }>(
  rules: readonly Rule[],
  path: string,
): Rule[] {
  let longest: Rule[] = [];
  for (const rule of rules) {
    const length = longest[0]?.pattern.length ?? 0;
    if (rule.pattern.length < length || !matchesPath(rule.pattern, path)) continue;
    if (rule.pattern.length > length) longest = [];
    longest.push(rule);
  }
  return longest;
}
