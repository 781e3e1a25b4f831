import type { Dismissal, WatchedSource } from './watched-source.ts';

/** What a source is listed as for editors. A source that answers as it did is in no list. */
export const LISTED_AS = [
  'gone',
  'changed',
  'moved',
  /** Found gone or changed once, and not yet confirmed. */
  'unconfirmed',
  'unseen',
  'refused',
  'unknown',
  'dismissed',
] as const;
export type ListedAs = (typeof LISTED_AS)[number];

/** Returns what a source is listed as; null if there is nothing to say of it. Bad news comes before a silence since. */
export function listedAs({ verdict, silence, dismissed, isConfirmed }: WatchedSource): ListedAs | null {
  if (dismissed) return 'dismissed';
  if (verdict && verdict.kind !== 'answers') {
    return isConfirmed ? (verdict.kind as ListedAs) : 'unconfirmed';
  }
  return silence?.kind ?? null;
}

/** A story that cites a source, with the words that it quotes from it. */
export interface CitingStory {
  slug: string;
  headline: string;
  quotes: string[];
}

/** A source as editors see it. Times are RFC 3339. */
export interface WatchEntry {
  url: string;
  listed: ListedAs | null;
  /** What was found, as a sentence. */
  detail: string;
  status: number | null;
  movedTo: string | null;
  /** The quoted words that are not there. */
  missing: string[];
  /** An archived copy that the watch has found. */
  archivedAt: string | null;
  /** When this was first found. */
  found: string | null;
  looked: string | null;
  nextLook: string;
  /** Whether readers are told. */
  isTold: boolean;
  dismissed: Omit<Dismissal, 'verdict'> | null;
  /** The stories that cite it, at most `MAX_LISTED_STORIES`, the newest first. */
  stories: CitingStory[];
}

/** The most stories that are listed with a source. */
export const MAX_LISTED_STORIES = 20;

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());

/** Returns a source as editors see it. */
export function toWatchEntry(source: WatchedSource, stories: CitingStory[]): WatchEntry {
  const { url, verdict, silence, found, looked, due, archivedAt, told, dismissed } = source;
  const listed = listedAs(source);
  const isSilent = listed === 'refused' || listed === 'unknown';
  return {
    url,
    listed,
    detail: (isSilent ? silence?.detail : verdict?.detail) ?? 'The watch has not yet looked at this source.',
    status: (isSilent ? silence?.status : verdict?.status) ?? null,
    movedTo: verdict?.movedTo ?? null,
    missing: verdict?.missing ?? [],
    archivedAt,
    found: iso(found),
    looked: iso(looked),
    nextLook: new Date(due).toISOString(),
    isTold: told !== null,
    dismissed: dismissed && { by: dismissed.by, at: dismissed.at },
    stories,
  };
}
