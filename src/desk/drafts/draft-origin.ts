// How a draft came to be, if a program drafted it: part of the draft's history.

/** A source that a draft was made from: its address, and the hash and time of what was read. */
export interface DraftInput {
  url: string;
  readAt: string;
  hash: string;
}

/** What made the first version of a draft. */
export interface DraftOrigin {
  drafter: 'extractive' | 'workers-ai' | 'openai';
  model: string | null;
  provider: string | null;
  promptVersion: string;
  inputs: DraftInput[];
  /** Sentences that were left out, because what they state is not in what they quote. */
  dropped: { text: string; why: string }[];
}
