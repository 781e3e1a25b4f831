import type { DrafterName } from '../../../settings/wire-schema.ts';

// Drafting from sources, as it goes on: what the newsroom's page, the API and the command line tell of it.

/** How far an address has come. `unread` is for good; one that waits for its host is still `reading`. */
export const SOURCE_STATES = ['waiting', 'reading', 'read', 'unread'] as const;

/** An address that a draft is made from. */
export interface DraftingSource {
  url: string;
  state: (typeof SOURCE_STATES)[number];
  /** What was read, what it waits for, or why nothing was read and what to do: a sentence for an editor. Empty before it begins. */
  detail: string;
}

export const DRAFTING_STATES = ['reading', 'drafting', 'done', 'failed'] as const;

export interface DraftingJob {
  id: string;
  state: (typeof DRAFTING_STATES)[number];
  /** The language of the draft: a BCP 47 tag. */
  language: string;
  drafter: DrafterName;
  /** When it was asked for, RFC 3339. */
  begun: string;
  sources: DraftingSource[];
  /** The draft, once it is there. */
  draft: { id: string; name: string } | null;
  /** Sentences that were left out of the draft, and why. */
  dropped: { text: string; why: string }[];
  /** What an editor should know of the draft: a sentence each. */
  notes: string[];
  /** Why there is no draft and what to do, as a sentence for an editor; null unless it failed. */
  detail: string | null;
}

/** A refused request about drafting, which changed nothing. */
export interface DraftingRefusal {
  ok: false;
  why: 'role' | 'invalid' | 'drafter' | 'busy' | 'missing';
  /** What is wrong and what to do, for an editor. */
  detail: string;
}
