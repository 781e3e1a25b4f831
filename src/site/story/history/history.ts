import type { Story } from '../story.ts';
import { type Seal, type Statement, thumbprint } from './statement.ts';

/** A public key that has signed statements, as the `x` of a JWK, with the times of the first and the last, in milliseconds. */
export interface UsedKey {
  key: string;
  first: number;
  last: number;
}

/** A revision as readers get it. */
export interface PublicRevision {
  statement: Statement;
  /** The hash of the statement as canonical JSON. */
  hash: string;
  /** Ed25519 over the same bytes, in base64url; null if the newsroom had no key. */
  signature: string | null;
  /** The id of the key that signed it. */
  keyId: string | null;
  /** Who made it, if the newsroom says so. It is not part of the statement, so that the newsroom can change its mind. */
  who?: string;
  /** The record, without fields that are not stated; null if it was left out. */
  record: Partial<Story> | null;
}

/** The history of a published story. */
export interface StoryHistory {
  /** Where the format is explained. */
  about: string;
  /** The story's permanent id. */
  story: string;
  url: string;
  headline: string;
  inLanguage: string;
  /** Where the public keys are. */
  keys: string;
  /** How many revisions before the first of the list were left out. */
  omitted: number;
  /** Oldest first. */
  revisions: PublicRevision[];
}

/** The newest sealed revisions of a story, oldest first, and how many there are before these. */
export interface SealedRevisions {
  omitted: number;
  /** `record` is JSON; null if it was left out. */
  revisions: (Seal & { who: string; record: string | null })[];
}

/** Makes what readers get of a revision. */
export async function publicRevision(
  { statement, hash, signature, key, who, record }: SealedRevisions['revisions'][number],
  isNamed: boolean,
): Promise<PublicRevision> {
  return {
    statement: JSON.parse(statement),
    hash,
    signature,
    keyId: key === null ? null : await thumbprint(key),
    ...(isNamed ? { who } : {}),
    record: record === null ? null : JSON.parse(record),
  };
}
