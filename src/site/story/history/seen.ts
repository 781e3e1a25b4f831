import type { Action } from './statement.ts';

/** What decides whether readers have seen a revision. Times are in milliseconds. */
interface DatedRevision {
  revision: number;
  at: number;
  action: Action;
  /** The `datePublished` of its record; NaN if that is not a time. */
  due: number;
}

/** Whether readers get a notice or another story instead of this revision's record. */
export const isRemoval = (action: Action): boolean => action === 'withdraw' || action === 'merge';

/**
 * Returns the number of the first revision that readers saw of a story that was public: the first that was current when the story
 * was published, after its `datePublished` and not withdrawn. They have seen every later one. `revisions` are all of the story's,
 * oldest first.
 */
export function firstSeen(revisions: readonly DatedRevision[]): number | undefined {
  const found = revisions.find(({ at, action, due }, index) => {
    const next = revisions[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return !isRemoval(action) && !(due > at && due >= next);
  });
  return (found ?? revisions.at(-1))?.revision;
}

/** Returns since when readers have had a revision, in milliseconds. A scheduled one waits for its `datePublished`. */
export const seenSince = ({ at, action, due }: Omit<DatedRevision, 'revision'>): number =>
  isRemoval(action) || !(due > at) ? at : due;
