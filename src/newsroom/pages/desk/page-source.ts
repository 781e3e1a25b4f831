import type { Desk } from '../../desk/desk.ts';
import { roomClient } from '../../desk/room-client.ts';
import type { PageCursor } from './page-revision.ts';
import type { Pages } from './pages.ts';

/** Where exports and backups get the newsroom's own pages from. */
export interface PageSource {
  /** Returns the lines behind a place in the export, as NDJSON; undefined at its end. */
  exportPage: (from: PageCursor) => Promise<{ text: string; next: PageCursor } | undefined>;
}

/** The place before the first revision of a page. */
export const PAGES_START: PageCursor = { slug: '', revision: 0 };

export const pageSourceOf = (desk: DurableObjectStub<Desk>): PageSource => {
  const pages = roomClient<Pages>((method, parameters) => desk.callRoom('pages', method, parameters));
  return { exportPage: (from) => pages.exportPage(from) };
};
