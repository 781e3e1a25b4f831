/**
 * Returns the permanent id of a story, a `tag:` URI (RFC 4151), from the slug it is first published under. It does not contain
 * the site's address, so neither a new slug nor a new domain changes it.
 */
export function mintIdentifier(taggingEntity: string, slug: string): string {
  return `tag:${taggingEntity}:stories/${slug}`;
}

/** The characters of a segment of a path besides `%` (RFC 3987 section 2.2, `ipchar`). Identifiers
 * have no noncharacters. */
const CHARACTER =
  "[\\w.~!$&'()*+,;=:@\\-\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}\\u{10000}-\\u{EFFFF}]";
const some = (others: string) => `(?:${CHARACTER}|[${others}]|%[\\dA-Fa-f]{2})*`;
const HOST = `(?:\\[[\\dA-Fa-f:.]+\\]|(?:(?![:@])${CHARACTER}|%[\\dA-Fa-f]{2})*)`;
const AUTHORITY = `//(?:(?:(?!@)${CHARACTER}|%[\\dA-Fa-f]{2})*@)?${HOST}(?::\\d*)?(?:/${some('/')})?`;
const IRI = new RegExp(
  `^[A-Za-z][A-Za-z\\d+.\\-]*:(?:${AUTHORITY}|(?!//)${some('/')})(?:\\?${some('/?')})?(?:#${some('/?')})?$`,
  'u',
);

/** The ids in Atom of stories whose identifiers are no IRIs begin with this. */
const guidPrefix = (taggingEntity: string) => `tag:${taggingEntity}:guids/`;

/**
 * Returns the id of a story in Atom, which demands an IRI (RFC 4287 section 4.2.6): the identifier, or if that is none, a `tag:` URI
 * made of it.
 */
export const atomId = (identifier: string, taggingEntity: string): string =>
  IRI.test(identifier) ? identifier : `${guidPrefix(taggingEntity)}${encodeURIComponent(identifier)}`;

/** Returns the other identifier that has the same id in Atom; undefined if none has. */
export function identifierWithSameAtomId(identifier: string, taggingEntity: string): string | undefined {
  const id = atomId(identifier, taggingEntity);
  if (id !== identifier) return id;
  const prefix = guidPrefix(taggingEntity);
  if (!id.startsWith(prefix)) return undefined;
  try {
    const guid = decodeURIComponent(id.slice(prefix.length));
    return atomId(guid, taggingEntity) === id ? guid : undefined;
  } catch {
    // Its percent-encoding is not UTF-8, so this program did not make it.
    return undefined;
  }
}
