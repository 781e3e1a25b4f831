/** The states of a draft. Which revision of which story a published one became is its `base`. */
export const DRAFT_STATES = ['draft', 'in review', 'changes asked', 'approved', 'published'] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** The most bytes of a draft in UTF-8. A row may have 2 MB; the rest is for what stands beside the text. */
export const MAX_DRAFT_BYTES = 1_900_000;

/** Somebody of the newsroom, or a program; then `person` is null. */
export interface Author {
  person: string | null;
  name: string;
}

/** A draft without its text. Times are RFC 3339. */
export interface DraftSummary {
  /** 128 random bits in hex. */
  id: string;
  /** What the draft is called as a file, without `.md`. It is the slug of a story whose text names none. */
  name: string;
  /** As far as it can be told without parsing the text (`readHeadline`). */
  headline: string | null;
  state: DraftState;
  /** The number of the newest version, from 1. */
  version: number;
  /** The revision of the published story that the draft changes; null for a new story. */
  base: { slug: string; revision: number } | null;
  /** Whoever saved a version, in the order of names. */
  authors: Author[];
  /** The id of the person who is asked for a review; null if anyone is, or nobody. */
  reviewer: string | null;
  /** When it was last saved, published, or given another state. */
  updated: string;
  /** Who saved the newest version, and when. */
  by: string;
  saved: string;
  /** How many threads of notes are open. */
  notes: number;
  /** When it was discarded; null for a draft that is not. */
  discarded: string | null;
}

export interface Draft extends DraftSummary {
  /** The author's file, Markdown with front matter, byte for byte as it was saved. */
  text: string;
}

/** A saved version of a draft, without its text. */
export interface DraftVersion {
  version: number;
  /** RFC 3339. */
  at: string;
  by: string;
  /** The length of the text in UTF-8. */
  bytes: number;
}

/** A refused request about a draft, which changed nothing. */
export interface DraftRefusal {
  ok: false;
  why: 'role' | 'missing' | 'stale' | 'state' | 'size' | 'invalid';
  /** What is wrong and what to do, for the author. */
  detail: string;
}

export const refuse = <Why extends DraftRefusal['why']>(why: Why, detail: string) => ({
  ok: false as const,
  why,
  detail,
});

/** Refuses a change by somebody who has not seen the newest version. */
export const refuseUnseen = ({ by, version, saved }: DraftSummary, seen: number) =>
  refuse(
    'stale',
    `${by} saved version ${version} of this draft at ${saved}, after the version ${seen} that you looked at. Look at the newest first.`,
  );
