import {
  archivePageOf,
  countClosedPages,
  editionLength,
  nextArchivePage,
  PAGE_SIZE,
  pagesChangedByGrowth,
  type Withdrawal,
} from '../../edition/edition.ts';
import type { Scope } from '../../edition/scope.ts';
import { monotonicTime } from '../../lib/monotonic-time.ts';
import { advanceLast, closeGaps, leavesGap, scopesWithGaps } from './gaps.ts';
import type { Invalidations } from './invalidations.ts';
import { changesListing, Scopes } from './scopes.ts';
import { WithdrawalNotices } from './withdrawal-notices.ts';

/** A story's place in a scope. */
export interface Place {
  scope: string;
  sequence: number;
  shown: boolean;
  /** Whether feeds tell that the story was withdrawn from here. */
  withdrawn: boolean;
}

/**
 * A place as an export has it, with facts of its scope: when its edition last changed, its number in the directory, and when
 * it was last added to the directory or removed (RFC 3339). Earlier versions left them out.
 */
export type ExportedPlace = Place & {
  changed?: string | undefined;
  number?: number | undefined;
  listed?: string | undefined;
};

/** What an edition is printed from. */
export interface EditionRows {
  count: number;
  /** When it last changed, in milliseconds. */
  changed: number;
  last: number;
  open: number;
  previous: number;
  // The names of KV's JSON; `Edition` calls them changeSequence, removalSequence and entrySequences.
  tick: number;
  departed: number;
  ticks: number[];
  withdrawn: Withdrawal[];
  /** Entries as JSON, newest first. */
  entries: string[];
}

/** What a page of an archive is printed from. */
export interface ArchivePageRows {
  /** The page after it; 0 where the edition comes next. */
  next: number;
  stories: { slug: string; changed: number }[];
  withdrawn: Withdrawal[];
}

const iso = (time: number) => new Date(time).toISOString();

/** The most bytes of entries in an edition: up to 11 MB in KV, and made in several forms in the Desk's 128 MB of memory. */
const LARGEST_EDITION = 4_000_000;

/** The order of publication of every scope. A story keeps its place for ever; what is not shown leaves a gap. */
export class Places {
  readonly notices: WithdrawalNotices;
  readonly scopes: Scopes;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.notices = new WithdrawalNotices(sql);
    this.scopes = new Scopes(sql);
  }

  #one<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...values: SqlStorageValue[]
  ): T | undefined {
    return this.#sql.exec<T>(query, ...values).toArray()[0];
  }

  /**
   * The number of the next change. Every story is in `all`, whose tick is the last one's. They follow the clock, so that a
   * server which takes over what another has exported goes on above the other's.
   */
  #nextChangeSequence(now: number): number {
    return Math.max(this.scopes.get('all').tick + 1, now);
  }

  /**
   * Gives the story its place in each of the scopes, and takes it out of the others that it was in; says so in the feeds
   * where it is `withdrawn`.
   */
  setScopes(
    story: number,
    scopes: readonly Scope[],
    { now, withdrawn }: { now: number; withdrawn: boolean },
    dirty: Invalidations,
  ): void {
    const tick = this.#nextChangeSequence(now);
    this.#sql.exec('UPDATE story SET tick = ? WHERE id = ?', tick, story);
    const before = new Map(this.placesOf(story).map((place) => [place.scope as Scope, place]));
    for (const scope of new Set([...before.keys(), ...scopes])) {
      const isShown = scopes.includes(scope);
      const place = before.get(scope);
      if (!isShown && !place?.shown) continue;
      if (!place) this.#closeGapsIn(scope, dirty);
      const total = this.scopes.get(scope);
      const step = Number(isShown) - Number(place?.shown ?? false);
      const last = place ? total.last : total.last + 1;
      const sequence = place?.sequence ?? last;
      const isInEdition = sequence > last - editionLength(last);
      if (!place) {
        this.#sql.exec(
          'INSERT INTO place (scope, sequence, story, shown) VALUES (?, ?, ?, 1)',
          scope,
          sequence,
          story,
        );
        for (const page of pagesChangedByGrowth(total.last, last)) dirty.pages.push({ scope, page });
      } else if (step !== 0) {
        this.#sql.exec(
          'UPDATE place SET shown = ? WHERE scope = ? AND sequence = ?',
          Number(isShown),
          scope,
          sequence,
        );
        this.notices.remove(scope, sequence);
        if (withdrawn) this.notices.add(scope, sequence, now);
      }
      if (place && archivePageOf(sequence) <= countClosedPages(last))
        dirty.pages.push({ scope, page: archivePageOf(sequence) });
      if (isInEdition || step !== 0) {
        const departed = step < 0 ? tick : total.departed;
        const changed = monotonicTime(now, total.changed);
        const row = { ...total, last, shown: total.shown + step, changed, tick, departed };
        const listed = changesListing(total, row) ? monotonicTime(now, total.listed) : total.listed;
        this.scopes.storeAndList(scope, total, { ...row, listed }, undefined, dirty);
        dirty.scopes.push(scope);
      } else if (scope === 'all') {
        // Counted, though no reader of the edition has to be told.
        this.scopes.store(scope, { ...total, tick });
      }
    }
  }

  /** Gives the next places to what waits far ahead: the order goes on from here. */
  #closeGapsIn(scope: Scope, dirty: Invalidations): void {
    const total = this.scopes.get(scope);
    const moved = closeGaps(this.#sql, scope, total.last);
    if (moved === 0) return;
    const last = total.last + moved;
    this.scopes.store(scope, { ...total, last });
    for (const page of pagesChangedByGrowth(total.last, last)) dirty.pages.push({ scope, page });
  }

  /** Gives the next places to the stories that wait ahead, in every scope. */
  closeGaps(dirty: Invalidations): void {
    for (const scope of scopesWithGaps(this.#sql) as Scope[]) {
      this.#closeGapsIn(scope, dirty);
      dirty.scopes.push(scope);
    }
  }

  /** Every place that the story ever had. */
  placesOf(story: number): Place[] {
    return this.#sql
      .exec<{ scope: string; sequence: number; shown: number }>(
        'SELECT scope, sequence, shown FROM place WHERE story = ? ORDER BY scope',
        story,
      )
      .toArray()
      .map(({ scope, sequence, shown }) => ({
        scope,
        sequence,
        shown: shown === 1,
        withdrawn: this.notices.has(scope, sequence),
      }));
  }

  /** Whether the story is shown in these scopes, and in no other. */
  isShownIn(story: number, scopes: readonly Scope[]): boolean {
    const shown = this.placesOf(story).filter((place) => place.shown);
    return shown.length === scopes.length && shown.every(({ scope }) => scopes.includes(scope as Scope));
  }

  /** Every place that the story ever had, as an export has it. */
  exportPlaces(story: number): ExportedPlace[] {
    return this.placesOf(story).map((place) => {
      const { changed, number, listed } = this.scopes.get(place.scope);
      return {
        ...place,
        changed: iso(changed),
        ...(number > 0 ? { number, listed: iso(listed) } : {}),
      };
    });
  }

  /**
   * Gives the story the places that it had on another server; the next one where another story has its own here. One that
   * is far ahead waits there for those before it, see `reach.ts`.
   */
  importPlaces(
    story: number,
    places: readonly ExportedPlace[],
    { changed, now }: { changed: number; now: number },
    dirty: Invalidations,
  ): void {
    const tick = this.#nextChangeSequence(now);
    this.#sql.exec('UPDATE story SET tick = ? WHERE id = ?', tick, story);
    for (const { scope, sequence, shown, withdrawn, ...place } of places) {
      const taken = this.#one('SELECT story FROM place WHERE scope = ? AND sequence = ?', scope, sequence);
      const total = this.scopes.get(scope);
      const own = taken ? total.last + 1 : sequence;
      const isAhead = leavesGap(own, total.last);
      const last = isAhead ? total.last : advanceLast(this.#sql, scope, Math.max(total.last, own));
      const row = {
        ...total,
        last,
        shown: total.shown + Number(shown),
        // Not every change of a story is one of the edition.
        changed: Math.max(total.changed, place.changed === undefined ? changed : Date.parse(place.changed)),
        tick,
        departed: withdrawn ? tick : total.departed,
      };
      const stated = place.listed === undefined ? undefined : Date.parse(place.listed);
      const listed = Math.max(total.listed, stated ?? (changesListing(total, row) ? row.changed : 0));
      this.scopes.storeAndList(scope, total, { ...row, listed }, place.number, dirty);
      this.#sql.exec(
        'INSERT INTO place (scope, sequence, story, shown) VALUES (?, ?, ?, ?)',
        scope,
        own,
        story,
        Number(shown),
      );
      if (withdrawn) this.notices.add(scope, own, changed);
      const pages = new Set(pagesChangedByGrowth(total.last, last));
      if (archivePageOf(own) <= countClosedPages(last)) pages.add(archivePageOf(own));
      for (const page of pages) dirty.pages.push({ scope: scope as Scope, page });
      dirty.scopes.push(scope as Scope);
    }
  }

  /**
   * What an edition is printed from: the open page of the scope and the closed one before it. Where they do not fit, the
   * closed one is left to the archive, and nobody is told what is new alone, as what was left out may come back.
   */
  editionRows(scope: Scope): EditionRows {
    const { last, shown, changed, tick, departed } = this.scopes.get(scope);
    const closed = countClosedPages(last);
    const rows = this.#sql
      .exec<{ sequence: number; entry: string; bytes: number; tick: number }>(
        `SELECT place.sequence, story.entry, octet_length(story.entry) AS bytes, story.tick
         FROM place JOIN story ON story.id = place.story
         WHERE place.scope = ? AND place.sequence > ? AND place.shown = 1 ORDER BY place.sequence LIMIT ?`,
        scope,
        last - editionLength(last),
        // What waits ahead of the last place is shown as well, some of it.
        editionLength(last) + PAGE_SIZE,
      )
      .toArray()
      .reverse();
    const inOpenPage = rows.filter(({ sequence }) => sequence > closed * PAGE_SIZE);
    const isWhole = rows.reduce((size, { bytes }) => size + bytes, 0) <= LARGEST_EDITION;
    let room = LARGEST_EDITION;
    const entries = (isWhole ? rows : inOpenPage).filter(({ bytes }) => {
      room -= bytes;
      return room >= 0;
    });
    return {
      count: shown,
      changed,
      last,
      open: Math.min(inOpenPage.length, entries.length),
      previous: Math.max(isWhole ? closed - 1 : closed, 0),
      tick: isWhole ? tick : 0,
      departed,
      ticks: entries.map((row) => row.tick),
      withdrawn: this.notices.newest(scope),
      entries: entries.map(({ entry }) => entry),
    };
  }

  /** What a closed page of an archive is printed from; nothing where it is not closed yet. */
  archivePageRows(scope: Scope, page: number): ArchivePageRows | undefined {
    const { last } = this.scopes.get(scope);
    if (page < 1 || page > countClosedPages(last)) return undefined;
    const [first, end] = [(page - 1) * PAGE_SIZE + 1, page * PAGE_SIZE];
    const stories = this.#sql
      .exec<{ slug: string; changed: number }>(
        `SELECT story.slug, story.changed FROM place JOIN story ON story.id = place.story
         WHERE place.scope = ? AND place.sequence BETWEEN ? AND ? AND place.shown = 1 ORDER BY place.sequence DESC`,
        scope,
        first,
        end,
      )
      .toArray();
    return { next: nextArchivePage(page, last), stories, withdrawn: this.notices.among(scope, first, end) };
  }
}
