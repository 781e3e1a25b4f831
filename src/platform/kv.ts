import type { Scope } from '../site/edition/scope.ts';

// The keys and metadata of the values in KV, which the Desk writes and the edge reads.

/** Returns the key of a story. */
export const storyKey = (slug: string) => `story:${slug}`;
/** Returns the key of a scope's edition. */
export const editionKey = (scope: Scope) => `edition:${scope}`;
/** Returns the key of a page of a scope's archive. */
export const archiveKey = (scope: Scope, page: number) => `archive:${scope}:${page}`;
/** Returns the key of a story's card, a PNG. Its version is `cardVersion` (`site/card/card.ts`), not a fingerprint of the bytes. */
export const cardKey = (slug: string) => `card:${slug}`;
/** Returns the key of a page of the directory of scopes. */
export const directoryKey = (page: number) => (page === 1 ? 'directory' : `directory:${page}`);
/** What the keys of uploaded pictures begin with. They are not the Desk's to write: whoever uploads a picture stores it. */
export const MEDIA_PREFIX = 'media:';
/** Returns the key of an uploaded picture, by the name of its file. */
export const mediaKey = (name: string) => `${MEDIA_PREFIX}${name}`;
/** Returns the key of a page of the newsroom's own, such as /about. */
export const pageKey = (slug: string) => `page:${slug}`;
/** The key of the list of these pages, for the sitemap. */
export const PAGES_KEY = 'pages';
/** Returns the key of a part of the redirects from old addresses. */
export const redirectsKey = (shard: number) => `redirects:${shard.toString(16).padStart(2, '0')}`;
/** The key of the public keys that have signed statements. */
export const KEYS_KEY = 'keys';

/** The key of the public key of the newsroom's accounts on the fediverse. */
export const ACTOR_KEY = 'actor';

/** The key of the URI of the newsroom's record on ATProto. */
export const PUBLICATION_KEY = 'publication';

/** The key of the settings that readers see, as the newsroom has saved them in place of those in data/site.json. */
export const SITE_KEY = 'site';

/** The parts of a key. */
export type ParsedKey =
  | { kind: 'story' | 'card' | 'page'; slug: string }
  | { kind: 'edition'; scope: Scope }
  | { kind: 'archive'; scope: Scope; page: number }
  | { kind: 'directory'; page: number }
  | { kind: 'redirects'; shard: number }
  | { kind: 'pages' | 'keys' | 'publication' | 'actor' | 'site' };

/** The keys of values that are alone of their kind. */
const SINGLE_KEYS: ReadonlySet<string> = new Set([PAGES_KEY, KEYS_KEY, PUBLICATION_KEY, ACTOR_KEY, SITE_KEY]);

const KEY =
  /^(?:(story|card|page):(.+)|edition:(.+)|archive:(.+):([1-9]\d*)|redirects:([0-9a-f]{2})|directory(?::([1-9]\d*))?)$/s;

/** Parses a key that the functions above make. Returns undefined for any other. */
export function parseKey(key: string): ParsedKey | undefined {
  const match = KEY.exec(key);
  if (!match) return SINGLE_KEYS.has(key) ? ({ kind: key } as ParsedKey) : undefined;
  const [, kind, slug, edition, archive, page, shard, directoryPage = '1'] = match;
  if (slug) return { kind: kind as 'story' | 'card' | 'page', slug };
  if (edition) return { kind: 'edition', scope: edition as Scope };
  if (archive) return { kind: 'archive', scope: archive as Scope, page: Number(page) };
  if (shard) return { kind: 'redirects', shard: Number.parseInt(shard, 16) };
  return { kind: 'directory', page: Number(directoryPage) };
}

/**
 * How long KV may still return a replaced value, in milliseconds. Cloudflare says "60 seconds or more"
 * (https://developers.cloudflare.com/kv/concepts/how-kv-works/#consistency); 15 seconds are added for the "or more". Code that
 * would do harm if KV took longer, or that compares the clocks of two machines, waits twice as long.
 */
export const KV_CONVERGENCE = 75_000;

/** How long a request waits for KV to answer a read, in milliseconds. After that, the read has failed. */
export const KV_READ_TIMEOUT = 5000;

/** The metadata of a value: at most 1,024 bytes of JSON. Hand-written values have none. */
export interface KvMetadata {
  /** The fingerprint of the value: two values with the same version have the same bytes. A card has `cardVersion` instead. */
  version: string;
  /** When its content last changed (RFC 3339). */
  updated: string;
  /** The `RENDERER_VERSION` of the program that wrote the value. Versions before 4 left it out. */
  renderer?: number;
  /** When it was written (RFC 3339): later than every earlier value of the key. Versions before 5 left it out. */
  printed?: string;
  /**
   * The entity tags of the finished documents with status 200, by name. A 304 needs nothing else. Versions before 7 left them
   * out.
   */
  etags?: Record<string, string>;
  /** Whether there is a value under `SITE_KEY`, with which documents are rendered. Left out if not. */
  saved?: true;
}

const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

/** Returns the metadata as it is if the Desk wrote it, otherwise `undefined`. */
export function readMetadata(metadata: unknown): KvMetadata | undefined {
  if (metadata === null || typeof metadata !== 'object') return undefined;
  const { version, updated, renderer, printed, etags } = metadata as Record<string, unknown>;
  const isOurs =
    typeof version === 'string' &&
    isTime(updated) &&
    (renderer === undefined || Number.isSafeInteger(renderer)) &&
    (printed === undefined || isTime(printed)) &&
    (etags === undefined || (typeof etags === 'object' && etags !== null));
  return isOurs ? (metadata as KvMetadata) : undefined;
}

/**
 * Returns when a value was written. Of two values of a key, the one written later is newer. Versions before 5 did not store the
 * time, so for their values this is the time of the last change.
 */
export const printedAt = ({ printed, updated }: KvMetadata): Date => new Date(printed ?? updated);

/** A value to write to KV. */
export interface KvEntry {
  key: string;
  value: string | Uint8Array;
  metadata: KvMetadata;
  /** Bytes that were rendered for it, before compression. */
  size: number;
}

/** The error if KV cannot be read, or if a value in it cannot be used. Readers get the last good copy, or 503. */
export class Unavailable extends Error {}
