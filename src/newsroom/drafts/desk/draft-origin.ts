import type { DrafterName } from '../../../settings/wire-schema.ts';

// How a draft came to be, if a program drafted it: part of the draft's history.

/** A source that a draft was made from: its address, and the hash and time of what was read. */
interface DraftInput {
  url: string;
  readAt: string;
  hash: string;
}

/** What made the first version of a draft. */
export interface DraftOrigin {
  drafter: DrafterName;
  model: string | null;
  provider: string | null;
  promptVersion: string;
  inputs: DraftInput[];
  /** Sentences that the drafter proposed and that were left out, and why. */
  dropped: { text: string; why: string }[];
}
