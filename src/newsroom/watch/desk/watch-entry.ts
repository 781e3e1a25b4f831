import * as z from 'zod';
import { time } from '../../desk/time.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import type { WatchedSource } from './watched-source.ts';

/** What a source is listed as for editors. A source that answers as it did is in no list. */
export const LISTED_AS = [
  'gone',
  'changed',
  'moved',
  /** Found gone, changed or moved once, and not yet confirmed. */
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

const citingStorySchema = z.strictObject({
  slug: z.string(),
  headline: z.string(),
  quotes: z.array(z.string()),
});
/** A story that cites a source, with the words that it quotes from it. */
export type CitingStory = z.infer<typeof citingStorySchema>;

export const sourceUrl = z.url().max(10_000);

/** A source as editors see it, with at most `MAX_LISTED_STORIES` that cite it. */
export const watchEntrySchema = z.strictObject({
  url: sourceUrl,
  listed: z
    .enum(LISTED_AS)
    .nullable()
    .describe(
      'gone, changed and moved are confirmed; unconfirmed was found once; unseen: quoted words that no look has seen there; refused and unknown say nothing of the page; null if it is as it was',
    ),
  detail: z.string().describe('What was found, as a sentence'),
  status: z.int().nullable().describe('The HTTP status'),
  movedTo: z.string().nullable(),
  missing: z.array(z.string()).describe('The quoted words that are not there'),
  archivedAt: z.string().nullable().describe('An archived copy that the watch has found'),
  found: time.nullable().describe('When this was first found'),
  looked: time.nullable(),
  nextLook: time,
  isTold: z.boolean().describe('Whether readers are told'),
  dismissed: z.strictObject({ by: z.string(), at: time }).nullable(),
  stories: z.array(citingStorySchema).describe('Stories that cite it, the newest first'),
});
export type WatchEntry = Omit<z.infer<typeof watchEntrySchema>, 'detail'> & Told;

export const watchStateSchema = z.strictObject({
  sources: z.int().describe('How many sources published stories cite'),
  counts: z.record(z.enum(LISTED_AS), z.int()),
  waiting: z.int().describe('How many looks are due'),
  nextLook: time.nullable(),
  pagesToday: z.int().describe('How many pages were written anew today because of what was found'),
});
export type WatchState = z.infer<typeof watchStateSchema>;

/** The most stories that are listed with a source. */
export const MAX_LISTED_STORIES = 20;

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());

/** Returns a source as editors see it. */
export function toWatchEntry(source: WatchedSource, stories: CitingStory[]): WatchEntry {
  const { url, verdict, silence, found, looked, due, archivedAt, dismissed } = source;
  const listed = listedAs(source);
  const isSilent = listed === 'refused' || listed === 'unknown';
  return {
    url,
    listed,
    ...told((isSilent ? silence : verdict) ?? sentence('The watch has not yet looked at this source.')),
    status: (isSilent ? silence?.status : verdict?.status) ?? null,
    movedTo: verdict?.movedTo ?? null,
    missing: verdict?.missing ?? [],
    archivedAt,
    found: iso(found),
    looked: iso(looked),
    nextLook: new Date(due).toISOString(),
    isTold: source.told !== null,
    dismissed: dismissed && { by: dismissed.by, at: dismissed.at },
    stories,
  };
}
