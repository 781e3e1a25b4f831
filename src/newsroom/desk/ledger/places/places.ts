import { monotonicTime } from '../../../../lib/monotonic-time.ts';
import {
  archivePageOf,
  countClosedPages,
  editionLength,
  PAGE_SIZE,
  pagesChangedByGrowth,
} from '../../../../site/edition/edition.ts';
import type { Scope } from '../../../../site/edition/scope.ts';
import type { Invalidations } from '../invalidations.ts';
import { KeptStories } from './kept-stories.ts';
import { entersOrLeavesDirectory, Scopes } from './scopes.ts';
import { WithdrawalNotices } from './withdrawal-notices.ts';

// Gaps that an import leaves in the order of a scope. The lines of an import may come in any order, so a place may be imported
// long before the places in front of it. (No order of lines avoids that: a correction that adds a topic gives an old story a
// late place in that topic.)
//
// A story whose place is more than a page beyond the scope's last place keeps that place, but does not count for the last place
// until the gap is filled. If the import ends first, or a story is published in the scope, the stories beyond the gap move to
// the next places. So no archive page is ever empty, whatever places an export claims.

/** Returns the highest place that can be reached from `last` over gaps of less than a page. */
function lastPlaceBeforeGap(sql: SqlStorage, scope: string, last: number): number {
  for (let end = last; ; ) {
    const query =
      'SELECT MAX(sequence) AS next FROM place WHERE scope = ? AND sequence > ? AND sequence <= ?';
    const { next } = sql.exec<{ next: number | null }>(query, scope, end, end + PAGE_SIZE).one();
    if (next === null) return end;
    end = next;
  }
}

/** Moves the stories beyond `last` to the places directly after it, in the same order. Returns the new last place. */
function closeGaps(sql: SqlStorage, scope: string, last: number): number {
  const query = 'SELECT sequence FROM place WHERE scope = ? AND sequence > ? ORDER BY sequence';
  const waiting = sql.exec<{ sequence: number }>(query, scope, last).toArray();
  for (const [index, { sequence }] of waiting.entries()) {
    for (const table of ['place', 'withdrawal']) {
      const move = `UPDATE ${table} SET sequence = ? WHERE scope = ? AND sequence = ?`;
      sql.exec(move, last + index + 1, scope, sequence);
    }
  }
  return last + waiting.length;
}

/** Returns the scopes that have stories beyond a gap. */
const findScopesWithGaps = (sql: SqlStorage): string[] =>
  sql
    .exec<{ scope: string }>(
      'SELECT scope FROM scope WHERE last < (SELECT MAX(sequence) FROM place WHERE place.scope = scope.scope)',
    )
    .toArray()
    .map(({ scope }) => scope);

/** A story's place in the order of a scope. */
export interface Place {
  scope: string;
  /** 1 for the first story that the scope ever had. */
  sequence: number;
  /** Whether the scope shows the story. */
  shown: boolean;
  /** Whether the scope's feeds say that the story was withdrawn. */
  withdrawn: boolean;
}

/**
 * A place in an export, with data of its scope: when the edition last changed, the scope's number in the directory, and when
 * the scope was last added there or removed. Times are in RFC 3339. Exports of earlier versions lack this data.
 */
export type ExportedPlace = Place & {
  changed?: string | undefined;
  number?: number | undefined;
  listed?: string | undefined;
};

const iso = (time: number) => new Date(time).toISOString();

/**
 * The order of publication in every scope. A story keeps its place for ever, even while the scope does not show it, so archive
 * pages never shift.
 */
export class Places {
  readonly notices: WithdrawalNotices;
  readonly scopes: Scopes;
  readonly #kept: KeptStories;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.notices = new WithdrawalNotices(sql);
    this.scopes = new Scopes(sql);
    this.#kept = new KeptStories(sql);
  }

  /**
   * Numbers the site's next change, and stores the number with the story. Every story is in `all`, so that scope has the site's
   * last number. A number is at least the time in milliseconds, so that a server that imports another's stories continues above
   * the other's numbers.
   */
  #numberChange(story: number, now: number): number {
    const changeSequence = Math.max(this.scopes.get('all').changeSequence + 1, now);
    this.#sql.exec('UPDATE story SET tick = ? WHERE id = ?', changeSequence, story);
    return changeSequence;
  }

  #insert(story: number, { scope, sequence, shown }: Omit<Place, 'withdrawn'>): void {
    const query = 'INSERT INTO place (scope, sequence, story, shown) VALUES (?, ?, ?, ?)';
    this.#sql.exec(query, scope, sequence, story, Number(shown));
  }

  /**
   * Shows the story in the given scopes and in no others. Gives it the next place in a scope where it has none. If `withdrawn`,
   * the feeds of the scopes that it leaves report a withdrawal.
   */
  setScopes(
    story: number,
    scopes: readonly Scope[],
    { now, withdrawn }: { now: number; withdrawn: boolean },
    invalidations: Invalidations,
  ): void {
    const changeSequence = this.#numberChange(story, now);
    const before = new Map(this.placesOf(story).map((place) => [place.scope as Scope, place]));
    for (const scope of new Set([...before.keys(), ...scopes])) {
      const shown = scopes.includes(scope);
      const place = before.get(scope);
      if (!shown && !place?.shown) continue;
      if (!place) this.#closeGapsIn(scope, invalidations);
      const row = this.scopes.get(scope);
      const step = Number(shown) - Number(place?.shown ?? false);
      const last = place ? row.last : row.last + 1;
      const sequence = place?.sequence ?? last;
      if (!place) {
        this.#insert(story, { scope, sequence, shown });
        this.#kept.choose(scope, row.last, last);
        for (const page of pagesChangedByGrowth(row.last, last)) invalidations.pages.push({ scope, page });
      } else if (step !== 0) {
        const query = 'UPDATE place SET shown = ? WHERE scope = ? AND sequence = ?';
        this.#sql.exec(query, Number(shown), scope, sequence);
        this.notices.remove(scope, sequence);
        if (withdrawn) this.notices.add(scope, sequence, now);
      }
      const page = archivePageOf(sequence);
      if (place && page <= countClosedPages(last)) invalidations.pages.push({ scope, page });
      const isInEdition = sequence > last - editionLength(last) || this.#kept.has(scope, story);
      if (isInEdition || step !== 0) {
        const removalSequence = step < 0 ? changeSequence : row.removalSequence;
        const changed = monotonicTime(now, row.changed);
        const after = { ...row, last, shown: row.shown + step, changed, changeSequence, removalSequence };
        const listed = entersOrLeavesDirectory(row, after) ? monotonicTime(now, row.listed) : row.listed;
        this.scopes.storeAndList(scope, row, { ...after, listed }, undefined, invalidations);
        invalidations.scopes.push(scope);
      } else if (scope === 'all') {
        // This scope has the number of the site's last change, even if its edition does not show that change.
        this.scopes.store(scope, { ...row, changeSequence });
      }
    }
  }

  /**
   * Makes stale the editions and archive pages that show a story: they show it otherwise now. Without `now`, that is no change of theirs:
   * an import says when they changed last.
   */
  showAgain(story: number, now: number | undefined, invalidations: Invalidations): void {
    const shown = this.placesOf(story).filter((place) => place.shown);
    const scopes = shown.map(({ scope }) => scope as Scope);
    if (now !== undefined) {
      this.setScopes(story, scopes, { now, withdrawn: false }, invalidations);
      return;
    }
    invalidations.scopes.push(...scopes);
    for (const { scope, sequence } of shown as { scope: Scope; sequence: number }[]) {
      const page = archivePageOf(sequence);
      if (page <= countClosedPages(this.scopes.get(scope).last)) invalidations.pages.push({ scope, page });
    }
  }

  #closeGapsIn(scope: Scope, invalidations: Invalidations): void {
    const row = this.scopes.get(scope);
    const last = closeGaps(this.#sql, scope, row.last);
    if (last === row.last) return;
    this.scopes.store(scope, { ...row, last });
    this.#kept.choose(scope, row.last, last);
    for (const page of pagesChangedByGrowth(row.last, last)) invalidations.pages.push({ scope, page });
  }

  /** Closes the gaps that an import left, in every scope. */
  closeGaps(invalidations: Invalidations): void {
    for (const scope of findScopesWithGaps(this.#sql) as Scope[]) {
      this.#closeGapsIn(scope, invalidations);
      invalidations.scopes.push(scope);
    }
  }

  /** Returns every place that the story ever had. */
  placesOf(story: number): Place[] {
    const query = 'SELECT scope, sequence, shown FROM place WHERE story = ? ORDER BY scope';
    const rows = this.#sql.exec<{ scope: string; sequence: number; shown: number }>(query, story).toArray();
    return rows.map(({ scope, sequence, shown }) => {
      return { scope, sequence, shown: shown === 1, withdrawn: this.notices.has(scope, sequence) };
    });
  }

  /** Returns whether these scopes show the story, and no others do. */
  isShownIn(story: number, scopes: readonly Scope[]): boolean {
    const shown = this.placesOf(story).filter((place) => place.shown);
    return shown.length === scopes.length && shown.every(({ scope }) => scopes.includes(scope as Scope));
  }

  exportPlaces(story: number): ExportedPlace[] {
    return this.placesOf(story).map((place) => {
      const { changed, number, listed } = this.scopes.get(place.scope);
      const listing = number > 0 ? { number, listed: iso(listed) } : {};
      return { ...place, changed: iso(changed), ...listing };
    });
  }

  /**
   * Gives the story the places that it had on another server. If another story already has such a place on this server, it
   * gets the scope's next one. `changed` is when the story last changed, in milliseconds. For places beyond a gap, see above.
   */
  importPlaces(
    story: number,
    places: readonly (ExportedPlace & { scope: Scope })[],
    { changed, now }: { changed: number; now: number },
    invalidations: Invalidations,
  ): void {
    const changeSequence = this.#numberChange(story, now);
    for (const { scope, shown, withdrawn, ...exported } of places) {
      const row = this.scopes.get(scope);
      const query = 'SELECT 1 FROM place WHERE scope = ? AND sequence = ?';
      const isTaken = this.#sql.exec(query, scope, exported.sequence).toArray().length > 0;
      const sequence = isTaken ? row.last + 1 : exported.sequence;
      this.#insert(story, { scope, sequence, shown });
      if (withdrawn) this.notices.add(scope, sequence, changed);
      const last = lastPlaceBeforeGap(this.#sql, scope, row.last);
      this.#kept.choose(scope, row.last, last);
      const after = {
        ...row,
        last,
        shown: row.shown + Number(shown),
        // Exports of earlier versions have only the story's last change, which may be later than the edition's.
        changed: Math.max(
          row.changed,
          exported.changed === undefined ? changed : Date.parse(exported.changed),
        ),
        changeSequence,
        removalSequence: withdrawn ? changeSequence : row.removalSequence,
      };
      const stated = exported.listed === undefined ? undefined : Date.parse(exported.listed);
      const listed = Math.max(
        row.listed,
        stated ?? (entersOrLeavesDirectory(row, after) ? after.changed : 0),
      );
      this.scopes.storeAndList(scope, row, { ...after, listed }, exported.number, invalidations);
      const pages = new Set(pagesChangedByGrowth(row.last, last));
      if (archivePageOf(sequence) <= countClosedPages(last)) pages.add(archivePageOf(sequence));
      for (const page of pages) invalidations.pages.push({ scope, page });
      invalidations.scopes.push(scope);
    }
  }
}
