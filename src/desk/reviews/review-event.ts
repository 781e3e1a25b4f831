/** What can happen to a draft under review. */
export type ReviewEventKind = 'asked' | 'approved' | 'changes asked' | 'voided' | 'published';

/** What happened to a version of a draft, by whom, and when (RFC 3339). `by` is null in `person` for a program. */
export interface ReviewEvent {
  kind: ReviewEventKind;
  version: number;
  by: string;
  person: string | null;
  at: string;
  /** What whoever asked for changes wrote, or whom the author asked. */
  note: string | null;
}

/** An approval, and whether it still holds. */
export interface GivenApproval {
  person: string;
  name: string;
  version: number;
  at: string;
  holds: boolean;
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
