import type { Attention } from './attention.ts';

// What the Desk says of itself.

/** Something that an operator should know of. */
export interface Trouble {
  /** When (RFC 3339). */
  at: string;
  what: string;
}

/** How far a rebuild is. */
export interface RebuildState {
  began: string;
  done: number;
  total: number;
  isDone: boolean;
}

/** A whole backup. */
export interface Backup {
  /** When it began, as in 2026-11-24T03-10-00Z. */
  name: string;
  stories: number;
  bytes: number;
}

/** A part of a backup: an object in R2. */
export interface BackupPart {
  key: string;
  stories: number;
  bytes: number;
  /** Of the part's bytes, as hex; R2 has checked it when it took them. */
  sha256: string;
}

/** How far an export is. */
export interface ExportPlace {
  /** The last story that it has begun with, by its number in the Desk. */
  after: number;
  /** Which revisions of that one are still to come: those before this one. */
  before: number;
}

/** How the backups are doing. */
export interface BackupState {
  /** The newest whole one, and when it began and ended (RFC 3339). */
  last: (Backup & { began: string; ended: string }) | null;
  /** The one under way: how far it is, and its parts. */
  running: ({ name: string; began: string; parts: BackupPart[] } & ExportPlace) | null;
  /** Why the last run failed. */
  failure: string | null;
}

export interface DeskState {
  stories: { scheduled: number; published: number; withdrawn: number };
  /** When the next scheduled story appears (RFC 3339). */
  nextScheduled: string | null;
  /** `depth` and `failing` do not count the cards, which come after all else. */
  outbox: {
    depth: number;
    oldestSeconds: number;
    failing: number;
    cards: number;
    failingCards: number;
  };
  /** When a key was last written to KV, when the alarm goes off, when the scheduled job last ran (RFC 3339). */
  lastPrint: string | null;
  alarm: string | null;
  job: string | null;
  /** When the Desk was first called (RFC 3339). */
  began: string;
  /** Scopes whose news the queue has not taken yet, how often it has refused; and the last delivery that failed. */
  push: { waiting: number; failures: number; lastFailure: { at: string; topic: string } | null };
  /** `null` where no bucket is bound. */
  backup: (Pick<BackupState, 'last' | 'failure'> & { running: boolean }) | null;
  troubles: Trouble[];
  rebuild: RebuildState | null;
  /** What is not as it should be, and what to do; empty where all is well. */
  attention: Attention[];
}
