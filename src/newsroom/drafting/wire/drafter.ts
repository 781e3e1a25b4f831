import type { DrafterName } from '../../../settings/wire-schema.ts';
import type { Told } from '../../words/translate.ts';

/** Consecutive sentences of a source: its number, and the numbers of the first and the last, each from 1. */
export interface SentenceRange {
  source: number;
  first: number;
  last: number;
}

/** A sentence of the TL;DR, and where the words are that support it. A drafter answers with these, and with nothing else. */
export interface Passage {
  text: string;
  quotes: SentenceRange[];
}

/** A source as a drafter gets it. */
interface NumberedSource {
  number: number;
  name: string | null;
  /** The publisher's name, or its domain if nobody stated the name. */
  publisher: string;
  inLanguage: string | null;
  sentences: string[];
}

export interface DraftRequest {
  sources: NumberedSource[];
  /** The language of the TL;DR: a BCP 47 tag. */
  language: string;
  /** The passages of the first answer that were refused, and what is wrong with each, if this is the second request. */
  rejected?: { passage: Passage; faults: string[] }[];
}

/** What a drafter answers: unchecked, but of this shape. */
export type DraftAnswer =
  | { ok: true; passages: Passage[] }
  /** Why there is no answer, as a sentence for an editor; and whether another try may bring one. */
  | ({ ok: false; mayRetry: boolean } & Told);

/** Writes the TL;DR of a draft. Never rejects. */
export interface Drafter {
  readonly name: DrafterName;
  /** The model and who provides it; null if there is none. */
  readonly model: string | null;
  readonly provider: string | null;
  /** The version of what the drafter is told. It changes whenever the same sources could get another draft. */
  readonly promptVersion: string;
  draft(request: DraftRequest): Promise<DraftAnswer>;
}
