import { mintIdentifier } from '../../../site/story/identifier.ts';
import { MAX_STORY_SLUG } from '../../../site/story/slug.ts';
import type { WorkFolder } from '../work/work-folder.ts';
import type { PlanContext } from './context.ts';
import { freeSlug } from './slug.ts';

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
