import type { DeskClient } from '../../desk/desk-stub.ts';

/** Where exports and backups get the redirects from. */
export interface RedirectSource {
  /** Returns the lines behind an old address, as NDJSON; undefined at their end. */
  exportPage: (from: string) => Promise<{ text: string; next: string } | undefined>;
}

/** The place before the first redirect. */
export const REDIRECTS_START = '';

export const redirectSourceOf = ({ redirects }: DeskClient): RedirectSource => ({
  exportPage: (from) => redirects.exportPage(from),
});
