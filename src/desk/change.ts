import type { Scope } from '../edition/scope.ts';
import type { Story } from '../story/story.ts';

// What the Desk is asked to do, and what it answers.

export type Status = 'scheduled' | 'published' | 'withdrawn';
export type Action = 'publish' | 'change' | 'rename' | 'withdraw' | 'restore';

/** What the one who writes believes to replace: a revision, nothing (a new story), something, or whatever there is. */
export type Expected = { revision: number } | 'new' | 'existing' | 'any' | 'unstated';

/** A story as the Desk has it. */
export interface Held {
  id: number;
  slug: string;
  identifier: string;
  status: Status;
  revision: number;
  /** When it is published, or was, in milliseconds. */
  due: number;
  changed: number;
  reason: string | null;
}

/** One revision: who did what, when, and the record as it was from then on. */
export interface Revision {
  revision: number;
  at: string;
  who: string;
  action: Action;
  record: Story;
  reason: string | null;
}

/** Why a change was refused. Nothing was changed. */
export interface Refusal {
  ok: false;
  why: 'missing' | 'stale' | 'taken' | 'withdrawn' | 'not-withdrawn' | 'time' | 'finished';
  detail: string;
  current?: { revision: number; at: string; who: string };
}

/** A change that was made, or that there was no need for. */
export interface Done {
  ok: true;
  slug: string;
  identifier: string;
  status: Status;
  revision: number;
  changed: boolean;
  /** What has to be printed because of it. */
  dirty: Dirty;
}

export interface Dirty {
  slugs: string[];
  /** Scopes whose edition has changed. */
  scopes: Scope[];
  /** Pages of archives that have changed. */
  pages: { scope: Scope; page: number }[];
  directory: boolean;
}

export const nothingDirty = (): Dirty => ({ slugs: [], scopes: [], pages: [], directory: false });

/** A change that was made, and what has to be printed because of it. */
export function done(
  held: Pick<Held, 'slug' | 'identifier' | 'status' | 'revision'>,
  dirty: Dirty,
  changed = true,
): Done {
  const { slug, identifier, status, revision } = held;
  return { ok: true, slug, identifier, status, revision, changed, dirty };
}

/**
 * When a change was made, in milliseconds: now, but after the one before it, even where the clock was set back meanwhile. By
 * it readers know the newer of two copies.
 */
export const later = (now: number, before = 0): number => Math.max(now, before + 1);
