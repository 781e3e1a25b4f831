/**
 * Returns the permanent id of a story, a `tag:` URI (RFC 4151), from the slug it is first published under. It does not contain
 * the site's address, so neither a new slug nor a new domain changes it.
 */
export function mintIdentifier(taggingEntity: string, slug: string): string {
  return `tag:${taggingEntity}:stories/${slug}`;
}
