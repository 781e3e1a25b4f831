import type { Answer } from './campaign.ts';
import { marksIn, numberOf, versionsIn } from './faults.ts';
import type { Held, Witness } from './witness.ts';

// What a reader has who asks for deltas (RFC 3229): the entries of its copy, and those that came since in their places.

/** What a reader has of an address. */
export interface Copy {
  status: number;
  etag: string | null;
  body: Buffer;
  text: string;
  marks: string;
  /** The version of each story, where it was merged of a copy and what was new. */
  merged: Map<number, number> | undefined;
}

/** The copy with what is new; nothing where the answer is not for this copy. */
export function merge(copy: Copy, { headers, body }: Answer): Copy | undefined {
  if (headers.get('IM') !== 'feed' || headers.get('Delta-Base') !== copy.etag) return undefined;
  const text = body.toString();
  const merged = new Map([...(copy.merged ?? versionsIn(copy.marks)), ...versionsIn(marksIn(text))]);
  const marks = Array.from(merged, ([story, version]) => `mark${story}v${version}`).toSorted();
  return { status: 200, etag: headers.get('ETag'), body, text, marks: marks.join(' '), merged };
}

/** Whether a merged copy has all of this edition, and else only what has gone on to the archive since. */
export function isMerged(
  { merged }: Copy,
  { says, previous = 0 }: Held,
  witness: Witness,
  key: string,
): boolean {
  if (!merged) return false;
  const whole = versionsIn(says);
  if (![...whole].every(([story, version]) => merged.get(story) === version)) return false;
  const more = [...merged.keys()].filter((story) => !whole.has(story));
  if (more.length === 0) return true;
  const scope = key.slice('edition:'.length);
  const pages = Array.from({ length: previous }, (_, index) =>
    witness.valuesOf(`archive:${scope}:${index + 1}`),
  );
  // A page whose write has failed until now is not known yet.
  if (pages.some((values) => values.length === 1)) return true;
  const archived = new Set(pages.flat().flatMap(({ lists = [] }) => lists.map(({ slug }) => numberOf(slug))));
  return more.every((story) => archived.has(story));
}
