import type { Scope } from '../../edition/scope.ts';

/** What a change makes stale in KV, so that the Desk has to write it again. */
export interface Invalidations {
  /** Addresses of stories, whose page and card may have changed. */
  slugs: string[];
  /** Scopes whose edition has changed. */
  scopes: Scope[];
  /** Archive pages that have changed. */
  pages: { scope: Scope; page: number }[];
  /** Pages of the directory that have changed, by number. */
  directory: number[];
}

export const noInvalidations = (): Invalidations => ({ slugs: [], scopes: [], pages: [], directory: [] });
