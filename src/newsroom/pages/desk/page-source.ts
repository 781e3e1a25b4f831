import type { DeskClient } from '../../desk/desk-stub.ts';
import type { PageCursor } from './page-revision.ts';

/** Where exports and backups get the newsroom's own pages from. */
export interface PageSource {
  /** Returns the lines behind a place in the export, as NDJSON; undefined at its end. */
  exportPage: (from: PageCursor) => Promise<{ text: string; next: PageCursor } | undefined>;
}

/** The place before the first revision of a page. */
export const PAGES_START: PageCursor = { slug: '', revision: 0 };

export const pageSourceOf = ({ pages }: DeskClient): PageSource => ({
  exportPage: (from) => pages.exportPage(from),
});
