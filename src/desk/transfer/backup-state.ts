import * as z from 'zod';

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

/** How far an export is. */
export interface ExportPlace {
  /** The last story that has begun, by its id in the Desk. */
  after: number;
  /** Of that story, the revisions before this one are still to come. */
  before: number;
}

/** What the Desk knows of the backups. */
export interface BackupState {
  /** The newest complete one, and when it began and ended (RFC 3339). */
  last: (Backup & { began: string; ended: string }) | null;
  /** The one in progress: its parts, and where the next one begins. */
  running: ({ name: string; began: string; parts: BackupPart[] } & ExportPlace) | null;
  /** Why the last run failed. */
  failure: string | null;
}

export const NO_BACKUP: BackupState = { last: null, running: null, failure: null };
