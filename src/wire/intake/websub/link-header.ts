/** A link of the header: its target in angle brackets, then its parameters, in which quoted text may hold any character. */
const LINK = /<([^<>]{1,2000})>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i;

/** The most characters of the header that are read. */
const MAX_LENGTH = 8000;

/** Finds the hubs and the feed's own address in `Link` (RFC 8288, WebSub section 4). The first `self` counts. */
export function linksOfHeader(
  header: string | undefined,
  base: string,
): { hubs: string[]; self: string | null } {
  const hubs: string[] = [];
  let self: string | null = null;
  for (const [, target = '', parameters = ''] of (header ?? '').slice(0, MAX_LENGTH).matchAll(LINK)) {
    const [, quoted, bare] = REL.exec(parameters) ?? [];
    const relations = (quoted ?? bare ?? '').toLowerCase().split(/\s+/);
    const url = URL.parse(target, base)?.href;
    if (url === undefined) continue;
    if (relations.includes('hub')) hubs.push(url);
    if (relations.includes('self')) self ??= url;
  }
  return { hubs: hubs.slice(0, 5), self };
}
