/** A link of a `Link` header. */
interface HeaderLink {
  /** Absolute. */
  url: string;
  /** In lower case. */
  relations: string[];
  /** The media type that the header states, in lower case; empty if it states none. */
  type: string;
}

/** A link: its target in angle brackets, then its parameters, in which quoted text may hold any character. */
const LINK = /<([^<>]{1,2000})>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i;
const TYPE = /;\s*type\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i;
/** The most characters of the header that are read. */
const MAX_LENGTH = 8000;

function parameter(pattern: RegExp, parameters: string): string {
  const [, quoted, bare] = pattern.exec(parameters) ?? [];
  return (quoted ?? bare ?? '').trim().toLowerCase();
}

/** Parses a `Link` header (RFC 8288). `base` is the address of the response. Leaves out targets that are no URLs. */
export function parseLinks(header: string | undefined, base: string): HeaderLink[] {
  return Array.from(
    (header ?? '').slice(0, MAX_LENGTH).matchAll(LINK),
    ([, target = '', parameters = '']) => ({
      url: URL.parse(target, base)?.href ?? '',
      relations: parameter(REL, parameters).split(/\s+/),
      type: parameter(TYPE, parameters),
    }),
  ).filter(({ url }) => url !== '');
}
