import type { BackupState } from './transfer/backup-state.ts';

// What the Desk says of itself.

/** How far a rebuild is. */
export interface RebuildStatus {
  began: string;
  done: number;
  total: number;
  isDone: boolean;
}

/** Something that an operator should know of. */
export interface Trouble {
  /** When (RFC 3339). */
  at: string;
  what: string;
}

/** Something that is not as it should be. */
export interface AttentionItem {
  /** What it is, and what it does to readers. */
  what: string;
  /** What to do. */
  next: string;
}

export interface DeskStatus {
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
  rebuild: RebuildStatus | null;
  /** What is not as it should be, and what to do; empty where all is well. */
  attention: AttentionItem[];
}
