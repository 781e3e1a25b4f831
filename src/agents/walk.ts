import { archiveKey, Unavailable } from '../platform/kv.ts';
import { readRecords } from '../readers/rendered/lazy-document.ts';
import { parseArchivePage } from '../site/document/stored-record.ts';
import { type Edition, type FeedEntry, PAGE_SIZE, toEntry } from '../site/edition/edition.ts';
import { newestFirst } from '../site/edition/order.ts';
import type { Scope } from '../site/edition/scope.ts';
import { type Asking, RefusedCall, readScope, readStories } from './read.ts';

// Walks through the stories of a scope as its archive has them: those of the edition, then page by page. One call makes at most three
// reads: the edition, pages of the archive, and stories on these.

/** How many stories of archive pages are read for one answer, in whole pages. */
const MAX_STORIES = 2 * PAGE_SIZE;
/** How many archive pages are looked through for stories that have changed: as many as KV returns at once. */
const MAX_PAGES = 100;

/** Where a walk goes on. */
interface Position {
  /** The archive page; in the edition, the first page whose stories the edition had when the walk began. */
  page: number;
  isInEdition: boolean;
  /** The story after which it goes on; without one, at the beginning of the page. */
  last?: { datePublished: string; slug: string };
}

const CURSOR = /^([ea])([1-9]\d{0,6})(?:~([^~]+)~([^~]+))?$/;

const toCursor = ({ page, isInEdition, last }: Position) =>
  `${isInEdition ? 'e' : 'a'}${page}${last ? `~${last.datePublished}~${last.slug}` : ''}`;

function parseCursor(cursor: string): Position {
  const [isRight, kind, page, datePublished = '', slug] = CURSOR.exec(cursor) ?? [];
  if (!isRight) throw new RefusedCall('Take "cursor" from "next" of the answer before, as it is.');
  return { page: Number(page), isInEdition: kind === 'e', ...(slug && { last: { datePublished, slug } }) };
}

const beginningOf = ({ previous }: Edition): Position => ({ page: previous + 1, isInEdition: true });

/** Returns the stories after one, by date. If it is no longer among them, those that are not newer: none may be missed. */
function storiesAfter(stories: readonly FeedEntry[], last: Position['last']): FeedEntry[] {
  const sorted = newestFirst(stories);
  if (!last) return sorted;
  const index = sorted.findIndex(({ slug }) => slug === last.slug);
  const time = Date.parse(last.datePublished);
  return index < 0
    ? sorted.filter(({ datePublished }) => Date.parse(datePublished) <= time)
    : sorted.slice(index + 1);
}

/** What to look for. */
export interface Wanted {
  limit: number;
  cursor?: string | undefined;
  /** Only stories that have changed after this time, in milliseconds. */
  since?: number;
  /** Which stories to return; all if left out. The Desk has changed a story at `changed` or before, in milliseconds. */
  fits?: (entry: FeedEntry, changed: number) => boolean;
}

interface Walked {
  edition: Edition;
  entries: FeedEntry[];
  /** The cursor with which the walk goes on; null at the end. There may be one though fewer stories than `limit` were found. */
  next: string | null;
}

/** Returns the stories of a scope that fit, from a cursor on; undefined if there is no such scope. */
export async function walkScope(asking: Asking, scope: Scope, wanted: Wanted): Promise<Walked | undefined> {
  const edition = await readScope(asking, scope);
  if (!edition) return undefined;
  const { limit, cursor, fits = () => true } = wanted;
  const {
    page: first,
    isInEdition,
    last,
  } = cursor === undefined ? beginningOf(edition) : parseCursor(cursor);
  // The number of a change is at least its time.
  const inEdition = new Map(
    edition.entries.map(({ slug }, index) => [slug, edition.entrySequences[index] ?? 0]),
  );
  const found = (isInEdition ? storiesAfter(edition.entries, last) : [])
    .filter((entry) => fits(entry, inEdition.get(entry.slug) ?? 0))
    .map((entry) => ({ entry, position: { page: first, isInEdition } }));
  let rest = isInEdition ? edition.previous : Math.min(first, edition.previous);
  if (found.length < limit && rest > 0) {
    const pages = await readPages(asking, scope, rest, wanted, limit - found.length);
    // After an import of old news, an edition has stories of archive pages, too.
    for (const { page, entries } of pages.read) {
      // Pages that have closed since the walk began have stories that it came by in the edition.
      const left = page >= first ? storiesAfter(entries, last) : newestFirst(entries);
      const fitting = left.filter(
        (entry) => !inEdition.has(entry.slug) && fits(entry, Number.POSITIVE_INFINITY),
      );
      found.push(...fitting.map((entry) => ({ entry, position: { page, isInEdition: false } })));
    }
    rest = pages.rest;
  }
  const given = found.slice(0, limit);
  const [end, beyond] = [given.at(-1), found[limit]];
  const isPageOver = beyond && !beyond.position.isInEdition && beyond.position.page !== end?.position.page;
  const next = (): Position | null => {
    if (isPageOver) return beyond.position;
    if (end && (beyond || (end.position.isInEdition && rest === edition.previous && rest > 0)))
      return { ...end.position, last: end.entry };
    return rest > 0 ? { page: rest, isInEdition: false } : null;
  };
  const position = next();
  return { edition, entries: given.map(({ entry }) => entry), next: position && toCursor(position) };
}

/** Reads pages of an archive back from `page`, until they have as many stories as are needed. `rest` is the page before them, 0 if there is none. */
async function readPages(
  asking: Asking,
  scope: Scope,
  page: number,
  { since, fits }: Wanted,
  needed: number,
): Promise<{ read: { page: number; entries: FeedEntry[] }[]; rest: number }> {
  const { STORIES } = asking.c.env;
  const count = Math.min(page, since === undefined ? MAX_STORIES / PAGE_SIZE : MAX_PAGES);
  const numbers = Array.from({ length: count }, (_, index) => page - index);
  const records = await readRecords(
    STORIES,
    numbers.map((each) => archiveKey(scope, each)),
  );
  const taken: { page: number; slugs: string[] }[] = [];
  let stories = 0;
  for (const [index, number] of numbers.entries()) {
    const record = records[index]?.record ?? null;
    if (record === null) throw new Unavailable(`${archiveKey(scope, number)} is not in KV (yet)`);
    const changed = parseArchivePage(scope, number, record).stories.filter(
      ({ updated }) => since === undefined || Date.parse(updated) > since,
    );
    if (stories + changed.length > MAX_STORIES) break;
    stories += changed.length;
    taken.push({ page: number, slugs: changed.map(({ slug }) => slug) });
    if (!fits && stories >= needed) break;
  }
  const read = await readStories(
    asking,
    taken.flatMap(({ slugs }) => slugs),
  );
  const entries = new Map<string, FeedEntry>();
  for (const story of read) {
    if (!('article' in story)) continue;
    const { related, later, observations, ...article } = story.article;
    entries.set(story.slug, toEntry(article));
  }
  return {
    read: taken.map(({ page, slugs }) => ({
      page,
      entries: slugs.flatMap((slug) => entries.get(slug) ?? []),
    })),
    rest: page - taken.length,
  };
}
