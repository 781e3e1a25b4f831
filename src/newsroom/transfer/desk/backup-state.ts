import * as z from 'zod';
import type { PageCursor } from '../../pages/desk/page-revision.ts';

export const backupSchema = z.strictObject({
  name: z.string().describe('When it began, as in 2026-11-24T03-10-00Z'),
  stories: z.int().min(0),
  bytes: z.int().min(0),
});

/** A complete backup. */
export type Backup = z.infer<typeof backupSchema>;

/** A part of a backup: an object in R2. */
export interface BackupPart {
  key: string;
  stories: number;
  bytes: number;
  /** The SHA-256 of the part's bytes, in hex. R2 checked it when it stored the part. */
  sha256: string;
}

/** The place in an export at which it continues. */
export interface ExportCursor {
  /** The id of the last story that was exported. */
  after: number;
  /** The lowest revision of that story that was exported; those below it follow. 0 at the start. */
  before: number;
}

/** The place in an export behind some entries of a draft, whose line has promised so many. */
export interface DraftCursor {
  draft: string;
  events: { sent: number; of: number };
  notes: { sent: number; of: number };
  versions: { sent: number; of: number };
}

/** The place in the lines of the newsroom's settings, front page, drafts, drafts of pages, people and feeds. */
export type NewsroomCursor =
  | { stage: 'settings'; after: number }
  | { stage: 'front'; after: number }
  | { stage: 'drafts'; after: DraftCursor | null }
  | { stage: 'page drafts'; after: string }
  | { stage: 'people'; after: string }
  | { stage: 'feeds'; after: string };

/**
 * The place in a backup at which it continues: behind a source that the watch knows, null after the last; in the stories; after them,
 * behind the picture with this id, a revision of a page, an old address; at last, in the lines of settings, drafts, people and feeds.
 */
export interface BackupCursor extends ExportCursor {
  watched?: string | null;
  picture?: number;
  page?: PageCursor;
  redirect?: string;
  newsroom?: NewsroomCursor;
}

/** The state of the backups, as the Desk stores it. */
export interface BackupState {
  /** The newest complete one, and when it began and ended (RFC 3339). */
  last: (Backup & { began: string; ended: string }) | null;
  /** The one in progress: its parts so far, and where the next part begins. */
  running: ({ name: string; began: string; parts: BackupPart[] } & BackupCursor) | null;
  /** Why the last run failed. */
  failure: string | null;
  /** The parts with the bytes of pictures, which backups share, and the id of the last picture in them. Left out: none. */
  pictures?: { parts: BackupPart[]; after: number };
}

export const NO_BACKUP: BackupState = { last: null, running: null, failure: null };
