/** What can happen to a draft under review. */
export const REVIEW_EVENT_KINDS = ['asked', 'approved', 'changes asked', 'voided', 'published'] as const;
type ReviewEventKind = (typeof REVIEW_EVENT_KINDS)[number];

/** What happened to a version of a draft. */
export interface ReviewEvent {
  kind: ReviewEventKind;
  version: number;
  by: string;
  /** Who did it; null for a program. */
  person: string | null;
  /** RFC 3339. */
  at: string;
  /** The name of who was asked for a review; null if anyone was, and for other events. */
  reviewer: string | null;
  /** What was said with it. */
  note: string | null;
}

/**
 * Why an approval does not hold any more: the text was changed, somebody asked for changes, the draft replaces another revision
 * now, whoever gave it was removed from the newsroom, or the draft was discarded.
 */
export const APPROVAL_ENDS = ['text', 'changes asked', 'base', 'removed', 'discarded'] as const;
export type ApprovalEnd = (typeof APPROVAL_ENDS)[number];

/** An approval of a version of a draft. */
export interface GivenApproval {
  person: string;
  name: string;
  version: number;
  /** RFC 3339. */
  at: string;
  holds: boolean;
  /** Why it does not hold; null if it does. */
  ended: ApprovalEnd | null;
}

/** A note in the discussion of a draft. */
export interface DraftNote {
  id: number;
  /** The note that this one answers; null for the first of a thread. */
  thread: number | null;
  by: string;
  at: string;
  text: string;
  /** The words that the note is about, as they were; empty if it is about the whole draft. */
  quote: string;
  /** Where these words are in the newest version; null if they are gone, or if the note is about the whole draft. */
  position: { start: number; end: number } | null;
  /** When the thread was resolved (RFC 3339). */
  resolved: string | null;
}
