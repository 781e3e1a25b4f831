import * as z from 'zod';
import type { Scope } from './edition/scope.ts';
import { timestamp } from './story/text.ts';

// What stands in KV: written by the press, read by the edge.

export const storyKey = (slug: string) => `story:${slug}`;
export const editionKey = (scope: Scope) => `edition:${scope}`;
export const archiveKey = (scope: Scope, page: number) => `archive:${scope}:${page}`;
/** A story's card, as PNG; its version is that of what it shows, `card/card.ts`. */
export const cardKey = (slug: string) => `card:${slug}`;
/** A page of the directory of scopes. */
export const directoryKey = (page: number) => (page === 1 ? 'directory' : `directory:${page}`);

/** What is known of a value without reading it. A value that was put by hand has none. */
export const metadataSchema = z.object({
  /** Fingerprint of the value: the same version is the same bytes. */
  version: z.string(),
  /** When what it says last changed (RFC 3339). */
  updated: timestamp,
  /** The version of the renderer of the program that printed it; what was printed before 4 does not say. */
  renderer: z.int().optional(),
  /** When it was put into KV (RFC 3339): later than all that the key held before. What was printed before 5 does not say. */
  printed: timestamp.optional(),
});

export type Metadata = z.output<typeof metadataSchema>;

/** By which of two copies of one key the newer is known; a copy of before 5 is older than all others. */
export const printedAt = ({ printed, updated }: Metadata): Date => new Date(printed ?? updated);

/** A value to be put into KV. */
export interface KvEntry {
  key: string;
  value: string;
  metadata: Metadata;
}
