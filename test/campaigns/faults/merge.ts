import type { Answer } from './campaign.ts';
import { marksIn, storyNumber, versionsIn } from './faults.ts';
import type { StoredValue, Witness } from './witness.ts';

// Readers that request deltas (RFC 3229) merge the new entries into their copy of a feed.

/** A reader's copy of what an address shows. */
export interface Copy {
  status: number;
  etag: string | null;
  body: Buffer;
  text: string;
  marks: string;
  /** The version of each story, if the copy was merged from an earlier one and a delta. */
  merged: Map<number, number> | undefined;
}

/** Merges a delta into the copy. Returns undefined if the delta is for another copy. */
export function mergeDelta(copy: Copy, { headers, body }: Answer): Copy | undefined {
  if (headers.get('IM') !== 'feed' || headers.get('Delta-Base') !== copy.etag) return undefined;
  const text = body.toString();
  const merged = new Map([...(copy.merged ?? versionsIn(copy.marks)), ...versionsIn(marksIn(text))]);
  const marks = Array.from(merged, ([story, version]) => `mark${story}v${version}`).toSorted();
  return { status: 200, etag: headers.get('ETag'), body, text, marks: marks.join(' '), merged };
}

/** Whether a merged copy has this whole edition, and otherwise only stories that have moved to the archive since. */
export function matchesEdition(
  { merged }: Copy,
  { content, previous = 0 }: StoredValue,
  witness: Witness,
  key: string,
): boolean {
  if (!merged) return false;
  const whole = versionsIn(content);
  if (![...whole].every(([story, version]) => merged.get(story) === version)) return false;
  const more = [...merged.keys()].filter((story) => !whole.has(story));
  if (more.length === 0) return true;
  const scope = key.slice('edition:'.length);
  const pages = Array.from({ length: previous }, (_, index) =>
    witness.valuesOf(`archive:${scope}:${index + 1}`),
  );
  // A page is unknown if every write to it has failed so far.
  if (pages.some((values) => values.length === 1)) return true;
  const archived = new Set(
    pages.flat().flatMap(({ lists = [] }) => lists.map(({ slug }) => storyNumber(slug))),
  );
  return more.every((story) => archived.has(story));
}
