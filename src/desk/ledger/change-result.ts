import { type Invalidations, noInvalidations } from './invalidations.ts';
import type { StoryRow } from './story-row.ts';

/**
 * Which revision a change expects to replace: a given one, none (`new`), whichever there is (`existing`), or `any`, none
 * included. `unstated` is a request without a precondition: it may add a story, and replaces nothing.
 */
export type Precondition = { revision: number } | 'new' | 'existing' | 'any' | 'unstated';

/** Why the Desk refused a change. Nothing was changed. */
export interface Refusal {
  ok: false;
  why: 'missing' | 'stale' | 'taken' | 'withdrawn' | 'not-withdrawn' | 'time' | 'finished';
  /** What is wrong, and what to do. */
  detail: string;
  /** The story's present revision, and who made it when (RFC 3339). */
  current?: { revision: number; at: string; who: string };
}

/** A change that the Desk made, or that changed nothing because the story was so already. */
export interface AppliedChange extends Pick<StoryRow, 'slug' | 'identifier' | 'status' | 'revision'> {
  ok: true;
  changed: boolean;
  invalidations: Invalidations;
}

export type ChangeResult = AppliedChange | Refusal;

export function applied(
  { slug, identifier, status, revision }: Pick<StoryRow, 'slug' | 'identifier' | 'status' | 'revision'>,
  invalidations: Invalidations,
  changed = true,
): AppliedChange {
  return { ok: true, slug, identifier, status, revision, changed, invalidations };
}

/** The result of a change that changed nothing. */
export const unchanged = (story: StoryRow): AppliedChange => applied(story, noInvalidations(), false);

/** Returns why a change does not fit the story's current revision, or undefined if it does. */
export function whyStale(current: StoryRow | undefined, expected: Precondition): string | undefined {
  if (expected === 'any' || (expected === 'unstated' && !current)) return undefined;
  if (expected === 'new') {
    return current && `There is a story "${current.slug}" already, at revision ${current.revision}.`;
  }
  if (!current) return 'There is no such story, so there is no revision of it to replace.';
  if (expected === 'existing') return undefined;
  if (expected === 'unstated') {
    return `"${current.slug}" is at revision ${current.revision}. Say which revision yours replaces: If-Match: "${current.revision}".`;
  }
  if (expected.revision === current.revision) return undefined;
  return `Yours replaces revision ${expected.revision} of "${current.slug}", which is at revision ${current.revision}.`;
}
