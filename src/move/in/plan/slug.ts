import anyAscii from 'any-ascii';
import { mintIdentifier } from '../../../site/story/identifier.ts';
import { MAX_STORY_SLUG } from '../../../site/story/slug.ts';
import type { WorkFolder } from '../work/work-folder.ts';
import type { PlanContext } from './context.ts';

/**
 * Makes a slug of a text in any script: lower-case ASCII words joined by hyphens, at most `max` characters, cut between words where that
 * leaves half of it. Returns '' if nothing is left.
 */
export function asciiSlug(text: string, max: number): string {
  // Chinese has no spaces between words, and its syllables would make one that nobody can read.
  const spaced = text.normalize('NFKC').replace(/\p{Script=Han}/gu, ' $& ');
  // It would spell pictographs out: `:snowman:`.
  const words = anyAscii(spaced.replace(/\p{Extended_Pictographic}/gu, ' '))
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (words.length <= max) return words;
  const cut = words.slice(0, max + 1);
  const end = cut.lastIndexOf('-');
  return end > max / 2 ? cut.slice(0, end) : cut.slice(0, max).replace(/-$/, '');
}

/** Returns the first of `slug`, `slug-2`, `slug-3` … that is free. */
export function freeSlug(slug: string, max: number, isTaken: (slug: string) => boolean): string {
  if (!isTaken(slug)) return slug;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const candidate = `${slug.slice(0, max - suffix.length).replace(/-$/, '')}${suffix}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** Makes the function that chooses slugs: unique among the stories and drafts of the move, and among the other stories of the server. */
export function slugChooser(
  { plans, remote }: Pick<WorkFolder, 'plans' | 'remote'>,
  taggingEntity: string,
): PlanContext['chooseSlug'] {
  return (wanted, { identifier, published }, note) => {
    const own = identifier === null ? undefined : remote.byIdentifier(identifier);
    const isTaken = (slug: string) => {
      if (plans.hasSlug('story', slug) || plans.hasSlug('draft', slug)) return true;
      const found = remote.bySlug(slug);
      if (!found || found.slug === own?.slug) return false;
      // A story without an id of its own is known by the id that the server made of its slug, and by its time.
      const isMinted = identifier === null && found.identifier === mintIdentifier(taggingEntity, slug);
      return !isMinted || published === null || Date.parse(published) !== Date.parse(found.published);
    };
    if (own && !isTaken(own.slug)) {
      if (own.slug !== wanted)
        note('slug', `the address "${wanted}"`, `"${own.slug}", as the story has it here`);
      return own.slug;
    }
    const slug = freeSlug(wanted, MAX_STORY_SLUG, isTaken);
    if (slug !== wanted) note('slug', `the address "${wanted}", which another story has`, `"${slug}"`);
    return slug;
  };
}
