import type { Scope } from '../../edition/scope.ts';
import type { Story } from '../../story/story.ts';

// What the Desk is asked to do, and what it answers.

export type Status = 'scheduled' | 'published' | 'withdrawn';
export const ACTIONS = ['publish', 'change', 'rename', 'withdraw', 'restore', 'merge'] as const;
export type Action = (typeof ACTIONS)[number];

/** What the one who writes believes to replace: a revision, nothing (a new story), something, or whatever there is. */
export type Expected = { revision: number } | 'new' | 'existing' | 'any' | 'unstated';

/** A story as the Desk has it. */
export interface StoryRow {
  id: number;
  slug: string;
  identifier: string;
  status: Status;
  revision: number;
  /** When it is published, or was, in milliseconds. */
  due: number;
  changed: number;
  reason: string | null;
  /** The id of the story that it was merged into: its addresses redirect there. */
  merged: string | null;
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
  dirty: Invalidations;
}

export interface Invalidations {
  slugs: string[];
  /** Scopes whose edition has changed. */
  scopes: Scope[];
  /** Pages of archives that have changed. */
  pages: { scope: Scope; page: number }[];
  /** Pages of the directory that have changed. */
  directory: number[];
}

export const noInvalidations = (): Invalidations => ({ slugs: [], scopes: [], pages: [], directory: [] });

/** A change that was made, and what has to be printed because of it. */
export function done(
  held: Pick<StoryRow, 'slug' | 'identifier' | 'status' | 'revision'>,
  dirty: Invalidations,
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

/** Returns why a change does not apply to the story's current revision, or undefined if it does. */
export function whyStale(held: StoryRow | undefined, expected: Expected): string | undefined {
  if (expected === 'any' || (expected === 'unstated' && !held)) return undefined;
  if (expected === 'new') {
    return held && `There is a story "${held.slug}" already, at revision ${held.revision}.`;
  }
  if (!held) return 'There is no such story, so there is no revision of it to replace.';
  if (expected === 'existing') return undefined;
  if (expected === 'unstated') {
    return `"${held.slug}" is at revision ${held.revision}. Say which revision yours replaces: If-Match: "${held.revision}".`;
  }
  if (expected.revision === held.revision) return undefined;
  return `Yours replaces revision ${expected.revision} of "${held.slug}", which is at revision ${held.revision}.`;
}
