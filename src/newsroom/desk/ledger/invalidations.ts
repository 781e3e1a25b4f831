import { archiveKey, cardKey, directoryKey, editionKey, KEYS_KEY, storyKey } from '../../../platform/kv.ts';
import type { Scope } from '../../../site/edition/scope.ts';

/** The parts of KV that a change makes stale. */
export interface Invalidations {
  /** Slugs whose page and card have changed. */
  slugs: string[];
  /** Scopes whose edition has changed. */
  scopes: Scope[];
  /** Archive pages that have changed. */
  pages: { scope: Scope; page: number }[];
  /** Pages of the directory that have changed. */
  directory: number[];
  /** Keys of the newsroom's own pages, and of its settings. */
  sitePages: string[];
  /** Keys of redirects from old addresses. */
  redirects: string[];
  /** Whether the public keys have changed. */
  areKeysStale: boolean;
}

export const noInvalidations = (): Invalidations => ({
  slugs: [],
  scopes: [],
  pages: [],
  directory: [],
  sitePages: [],
  redirects: [],
  areKeysStale: false,
});

/** Returns the keys that have to be written again. */
export const staleKeys = ({
  slugs,
  scopes,
  pages,
  directory,
  sitePages,
  redirects,
  areKeysStale,
}: Invalidations): Set<string> =>
  new Set([
    ...slugs.flatMap((slug) => [storyKey(slug), cardKey(slug)]),
    ...scopes.map(editionKey),
    ...pages.map(({ scope, page }) => archiveKey(scope, page)),
    ...directory.map(directoryKey),
    ...sitePages,
    ...redirects,
    ...(areKeysStale ? [KEYS_KEY] : []),
  ]);
