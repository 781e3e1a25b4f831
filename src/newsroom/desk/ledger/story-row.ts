/** The statuses of a story. It is scheduled until its `datePublished`, then published; both kinds can be withdrawn and restored. */
export const STORY_STATUSES = ['scheduled', 'published', 'withdrawn'] as const;
export type StoryStatus = (typeof STORY_STATUSES)[number];

/** Returns the status of a story that is not withdrawn. Both times are in milliseconds. */
export const statusAt = (now: number, due: number): StoryStatus => (due > now ? 'scheduled' : 'published');

/** A row of the table `story`, without the article. */
export interface StoryRow {
  id: number;
  slug: string;
  identifier: string;
  status: StoryStatus;
  revision: number;
  /** Its `datePublished`, in milliseconds. */
  due: number;
  /** When it last changed on this server, in milliseconds. */
  changed: number;
  /** Why it was withdrawn. */
  reason: string | null;
  /** The identifier of the story that it was merged into, to which its addresses redirect. */
  merged: string | null;
  /** The slug or identifier of the story that it translates, as its record names it. */
  translates: string | null;
}

/**
 * The columns of a `StoryRow`. `merged` counts only for a withdrawn story: an earlier version of the program, deployed again,
 * may have restored a merged story without clearing the column.
 */
export const STORY_COLUMNS =
  "id, slug, identifier, status, revision, due, changed, reason, iif(status = 'withdrawn', merged, NULL) AS merged, translates";
