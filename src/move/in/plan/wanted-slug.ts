import { isStorySlug, MAX_STORY_SLUG } from '../../../site/story/slug.ts';
import type { OldPost } from '../old-site.ts';
import { asciiSlug } from './slug.ts';

/** Returns the slug that a story should have: its old one in letters that an address may have, else its headline, else its key. */
export function wantedSlug({ slug, key }: Pick<OldPost, 'slug' | 'key'>, headline: string): string {
  if (slug !== null && isStorySlug(slug)) return slug;
  return (
    asciiSlug(slug ?? '', MAX_STORY_SLUG) ||
    asciiSlug(headline, MAX_STORY_SLUG) ||
    asciiSlug(key, MAX_STORY_SLUG) ||
    'story'
  );
}
