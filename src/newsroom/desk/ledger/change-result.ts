import type { Fault } from '../../../site/story/parse/fault.ts';
import { forPrograms, sentence, type Told, told } from '../../words/translate.ts';
import { type Invalidations, noInvalidations } from './invalidations.ts';
import type { StoryRow } from './story-row.ts';

/**
 * The revision that a change expects to replace: the one with this number; none, because the story is `new`; that of an
 * `existing` story, whatever its number; or `any` of these. A request without a precondition (`unstated`) may add a story but
 * not replace one.
 */
export type Precondition = { revision: number } | 'new' | 'existing' | 'any' | 'unstated';

/** A refused change, which changed nothing. */
export interface Refusal extends Told {
  ok: false;
  why:
    | 'missing'
    | 'stale'
    | 'taken'
    | 'withdrawn'
    | 'not-withdrawn'
    | 'time'
    | 'finished'
    | 'evidence'
    | 'invalid'
    | 'role'
    | 'review'
    | 'state';
  /** The story's current revision: its number, when it was made (RFC 3339), and by whom. */
  current?: { revision: number; at: string; who: string };
  /** Why the policy on evidence refuses the TL;DR, or what else of the record does not hold. */
  faults?: Fault[];
}

type ChangedStory = Pick<StoryRow, 'slug' | 'identifier' | 'status' | 'revision'>;

/** A change that succeeded. */
export interface AppliedChange extends ChangedStory {
  ok: true;
  /** False if the story was already in the state that the change asks for. */
  changed: boolean;
  invalidations: Invalidations;
}

export type ChangeResult = AppliedChange | Refusal;

export function applied(
  { slug, identifier, status, revision }: ChangedStory,
  invalidations: Invalidations,
  changed = true,
): AppliedChange {
  return { ok: true, slug, identifier, status, revision, changed, invalidations };
}

export const unchanged = (story: ChangedStory) => applied(story, noInvalidations(), false);

/** Returns why a change does not apply to the story's current revision, or undefined if it does. */
export function whyStale(current: StoryRow | undefined, expected: Precondition): Told | undefined {
  if (expected === 'any' || (expected === 'unstated' && !current)) return undefined;
  if (expected === 'new') {
    if (!current) return undefined;
    const { slug, revision } = current;
    return told(sentence('"{slug}" already exists, at revision {revision}.'), {
      slug,
      revision: String(revision),
    });
  }
  if (!current) return told(sentence('There is no such story, so there is nothing to replace.'));
  if (expected === 'existing') return undefined;
  const { slug, revision } = current;
  if (expected === 'unstated') {
    return told(
      forPrograms(
        `"${slug}" exists, at revision ${revision}. State the revision that yours replaces, as in If-Match: "${revision}".`,
      ),
    );
  }
  if (expected.revision === revision) return undefined;
  return told(
    sentence('Yours replaces revision {expected} of "{slug}", but "{slug}" is at revision {revision}.'),
    { expected: String(expected.revision), slug, revision: String(revision) },
  );
}
