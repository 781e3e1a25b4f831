import type { Env } from '../../../platform/env.ts';
import { renderStoryFile } from '../../../site/export/markdown.ts';
import { withoutReview } from '../../../site/story/review.ts';
import { storyFields } from '../../../site/story/story.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { sentence } from '../../words/translate.ts';
import { type Draft, type DraftRefusal, refuse } from './draft.ts';

/**
 * Begins a draft of a story as it is now, or returns the draft that there is. Whoever has the role of a writer may begin one; an
 * editor publishes it. A draft that is begun for a published story states `dateModified`, if it is given (RFC 3339).
 */
export async function correctStory(
  env: Env,
  { slug, ...options }: { slug: string; actor: Actor; now: number; dateModified?: string },
): Promise<{ ok: true; draft: Draft } | DraftRefusal> {
  const found = await deskOf(env).findStory(slug);
  if (!found) return refuse('missing', sentence('There is no story "{slug}".'), { slug });
  if ('movedTo' in found) return correctStory(env, { slug: found.movedTo, ...options });
  const { row } = found;
  const { actor, now, dateModified } = options;
  if (row.status === 'withdrawn') {
    return refuse('state', sentence('"{slug}" is withdrawn. Restore it before you change it.'), { slug });
  }
  const base = { slug: row.slug, revision: row.revision };
  const stored = await deskOf(env).revision(base.slug, base.revision);
  const record = storyFields.safeParse(stored?.record ?? found.record).data ?? found.record;
  // An approval was about the text as it is, so the draft does not claim it.
  const unclaimed = stored?.approved ? withoutReview(record) : record;
  const isDated = dateModified !== undefined && row.status === 'published';
  const text = renderStoryFile(isDated ? { ...unclaimed, dateModified } : unclaimed);
  return deskOf(env).drafts.correct({ base, text, actor, now });
}
