import type { Scope } from './edition/scope.ts';

// What stands in KV: written by the press, read by the edge.

export const storyKey = (slug: string) => `story:${slug}`;
export const editionKey = (scope: Scope) => `edition:${scope}`;
export const archiveKey = (scope: Scope, page: number) => `archive:${scope}:${page}`;
/** A story's card, as PNG; its version is that of what it shows, `card/card.ts`. */
export const cardKey = (slug: string) => `card:${slug}`;
/** A page of the directory of scopes. */
export const directoryKey = (page: number) => (page === 1 ? 'directory' : `directory:${page}`);

/** What is known of a value without reading it; KV takes at most 1,024 bytes of JSON. A value that was put by hand has none. */
export interface Metadata {
  /** Fingerprint of the value: the same version is the same bytes. */
  version: string;
  /** When what it says last changed (RFC 3339). */
  updated: string;
  /** The version of the renderer of the program that printed it; what was printed before 4 does not say. */
  renderer?: number;
  /** When it was put into KV (RFC 3339): later than all that the key held before. What was printed before 5 does not say. */
  printed?: string;
  /**
   * The entity tags of its finished documents that are answered with 200, by name: all that a 304 needs. What was printed
   * before 7 has none.
   */
  etags?: Record<string, string>;
}

const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

/** Reads metadata; `undefined` if it is not what the press writes. */
export function readMetadata(metadata: unknown): Metadata | undefined {
  if (metadata === null || typeof metadata !== 'object') return undefined;
  const { version, updated, renderer, printed, etags } = metadata as Record<string, unknown>;
  const isWritten =
    typeof version === 'string' &&
    isTime(updated) &&
    (renderer === undefined || Number.isSafeInteger(renderer)) &&
    (printed === undefined || isTime(printed)) &&
    (etags === undefined || (typeof etags === 'object' && etags !== null));
  return isWritten ? (metadata as Metadata) : undefined;
}

/** By which of two copies of one key the newer is known; a copy of before 5 is older than all others. */
export const printedAt = ({ printed, updated }: Metadata): Date => new Date(printed ?? updated);

/** A value to be put into KV. */
export interface KvEntry {
  key: string;
  value: string | Uint8Array;
  metadata: Metadata;
  /** Bytes that were made for it, before compression. */
  size: number;
}
