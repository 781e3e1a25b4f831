import type { Scope } from './edition/scope.ts';

// What KV holds: the Desk writes it, the edge reads it.

export const storyKey = (slug: string) => `story:${slug}`;
export const editionKey = (scope: Scope) => `edition:${scope}`;
export const archiveKey = (scope: Scope, page: number) => `archive:${scope}:${page}`;
/** The key of a story's card, a PNG. Its version is `cardVersion` (`card/card.ts`), not a fingerprint of the bytes. */
export const cardKey = (slug: string) => `card:${slug}`;
/** The key of a page of the directory of scopes. */
export const directoryKey = (page: number) => (page === 1 ? 'directory' : `directory:${page}`);

/** A key, taken apart. */
export type ParsedKey =
  | { kind: 'story' | 'card'; slug: string }
  | { kind: 'edition'; scope: Scope }
  | { kind: 'archive'; scope: Scope; page: number }
  | { kind: 'directory'; page: number };

const KEY = /^(?:(story|card):(.+)|edition:(.+)|archive:(.+):([1-9]\d*)|directory(?::([1-9]\d*))?)$/s;

/** Parses a key that the functions above make. Returns undefined for any other. */
export function parseKey(key: string): ParsedKey | undefined {
  const match = KEY.exec(key);
  if (!match) return undefined;
  const [, kind, slug, edition, archive, page, directoryPage = '1'] = match;
  if (slug) return { kind: kind as 'story' | 'card', slug };
  if (edition) return { kind: 'edition', scope: edition as Scope };
  if (archive) return { kind: 'archive', scope: archive as Scope, page: Number(page) };
  return { kind: 'directory', page: Number(directoryPage) };
}

/**
 * How long KV may go on giving a value that was replaced, in milliseconds. Cloudflare says "60 seconds or more"
 * (https://developers.cloudflare.com/kv/concepts/how-kv-works/#consistency); a quarter of a minute is for the "or more". Code
 * that would do harm if KV took longer, or that compares the times of two machines, waits twice as long.
 */
export const KV_CONVERGENCE = 75_000;

/** How long a request waits for KV to answer a read, in milliseconds. A read that hangs counts as one that failed. */
export const KV_READ_TIMEOUT = 5000;

/** What is known of a value without reading it: at most 1,024 bytes of JSON. A value that was put there by hand has none. */
export interface Metadata {
  /** Fingerprint of the value: the same version is the same bytes. */
  version: string;
  /** When what it says last changed (RFC 3339). */
  updated: string;
  /** The `RENDERER_VERSION` of the program that printed it. Versions before 4 left it out. */
  renderer?: number;
  /** When it was put into KV (RFC 3339): later than everything the key held before. Versions before 5 left it out. */
  printed?: string;
  /**
   * The entity tags of those finished documents that have status 200, by name: a 304 is answered from them. Versions before 7
   * left them out.
   */
  etags?: Record<string, string>;
}

const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

/** Reads metadata. Returns `undefined` if the Desk did not write it. */
export function readMetadata(metadata: unknown): Metadata | undefined {
  if (metadata === null || typeof metadata !== 'object') return undefined;
  const { version, updated, renderer, printed, etags } = metadata as Record<string, unknown>;
  const isOurs =
    typeof version === 'string' &&
    isTime(updated) &&
    (renderer === undefined || Number.isSafeInteger(renderer)) &&
    (printed === undefined || isTime(printed)) &&
    (etags === undefined || (typeof etags === 'object' && etags !== null));
  return isOurs ? (metadata as Metadata) : undefined;
}

/** When a value was put into KV: of two values of one key, the later is the newer. What predates version 5 is older than all others. */
export const printedAt = ({ printed, updated }: Metadata): Date => new Date(printed ?? updated);

/** A value to be put into KV. */
export interface KvEntry {
  key: string;
  value: string | Uint8Array;
  metadata: Metadata;
  /** Bytes that were rendered for it, before compression. */
  size: number;
}

/** KV could not be read, or holds what cannot be shown. The last good copy is served, else 503. */
export class Unavailable extends Error {}
