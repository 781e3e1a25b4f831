/**
 * The permanent id of a story, a `tag:` URI (RFC 4151). It is made once, from the slug that the story is first
 * published under, and holds no address of the site: neither a new slug nor a new domain changes it.
 */
export function mintIdentifier(taggingEntity: string, slug: string): string {
  return `tag:${taggingEntity}:stories/${slug}`;
}
