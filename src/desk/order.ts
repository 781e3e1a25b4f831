import { closedPages, editionLength, PAGE_SIZE, pageOf, type Withdrawal } from '../edition/edition.ts';
import type { Scope } from '../edition/scope.ts';
import type { Dirty } from './change.ts';

/** A story's place in a scope. */
export interface Place {
  scope: string;
  sequence: number;
  shown: boolean;
}

/** What an edition is printed from. */
export interface EditionRows {
  count: number;
  /** When it last changed, in milliseconds. */
  changed: number;
  last: number;
  open: number;
  previous: number;
  tick: number;
  ticks: number[];
  withdrawn: Withdrawal[];
  /** Entries as JSON, newest first. */
  entries: string[];
}

/** What a page of an archive is printed from. */
export interface PageRows {
  /** The page after it; 0 where the edition comes next. */
  next: number;
  stories: { slug: string; changed: number }[];
  withdrawn: Withdrawal[];
}

interface ScopeRow extends Record<string, SqlStorageValue> {
  last: number;
  shown: number;
  changed: number;
  tick: number;
}

/** The most characters of entries in an edition: a KV value has at most 25 MiB, and a character up to three bytes. */
const LARGEST_EDITION = 8_000_000;
/** How long feeds say that a story was withdrawn, in milliseconds. */
const TOMBSTONE_TIME = 30 * 86_400_000;

/**
 * The archive page after the given one. The two newest pages are the edition: a walk by `next-archive` that ends there
 * meets each story once.
 */
const nextPage = (page: number, last: number) => (page + 2 <= closedPages(last) ? page + 1 : 0);

/** The pages that close, or get a page after them, when a scope grows. */
function turnedPages(before: number, after: number): number[] {
  const pages = new Set<number>();
  for (let page = closedPages(before) + 1; page <= closedPages(after); page++) {
    if (page > 2) pages.add(page - 2);
    pages.add(page);
  }
  return [...pages];
}

/** The order of publication of every scope. A story keeps its place for ever; what is not shown leaves a gap. */
export class Order {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  #one<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...values: SqlStorageValue[]
  ): T | undefined {
    return this.#sql.exec<T>(query, ...values).toArray()[0];
  }

  #scope(scope: string): ScopeRow {
    const row = this.#one<ScopeRow>('SELECT last, shown, changed, tick FROM scope WHERE scope = ?', scope);
    return row ?? { last: 0, shown: 0, changed: 0, tick: 0 };
  }

  #keep(scope: string, { last, shown, changed, tick }: ScopeRow): void {
    this.#sql.exec(
      `INSERT INTO scope (scope, last, shown, changed, tick) VALUES (?, ?, ?, ?, ?) ON CONFLICT (scope) DO UPDATE
       SET last = excluded.last, shown = excluded.shown, changed = excluded.changed, tick = excluded.tick`,
      scope,
      last,
      shown,
      changed,
      tick,
    );
  }

  /** Every story is in `all`, so that its tick counts every change. */
  #nextTick(): number {
    return this.#scope('all').tick + 1;
  }

  /**
   * Gives the story its place in each of the scopes, and takes it out of the others that it was in; says so in the feeds
   * where it is `withdrawn`.
   */
  show(
    story: number,
    scopes: readonly Scope[],
    { now, withdrawn }: { now: number; withdrawn: boolean },
    dirty: Dirty,
  ): void {
    const tick = this.#nextTick();
    this.#sql.exec('UPDATE story SET tick = ? WHERE id = ?', tick, story);
    const before = new Map(this.placesOf(story).map((place) => [place.scope as Scope, place]));
    for (const scope of new Set([...before.keys(), ...scopes])) {
      const isShown = scopes.includes(scope);
      const place = before.get(scope);
      if (!isShown && !place?.shown) continue;
      const total = this.#scope(scope);
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
        for (const page of turnedPages(total.last, last)) dirty.pages.push({ scope, page });
      } else if (step !== 0) {
        this.#sql.exec(
          'UPDATE place SET shown = ? WHERE scope = ? AND sequence = ?',
          Number(isShown),
          scope,
          sequence,
        );
        this.#sql.exec('DELETE FROM withdrawal WHERE scope = ? AND sequence = ?', scope, sequence);
        if (withdrawn) this.#sql.exec('INSERT INTO withdrawal VALUES (?, ?, ?)', scope, sequence, now);
      }
      if (place && pageOf(sequence) <= closedPages(last)) dirty.pages.push({ scope, page: pageOf(sequence) });
      if (isInEdition || step !== 0) {
        this.#keep(scope, { last, shown: total.shown + step, changed: now, tick });
        dirty.scopes.push(scope);
      } else if (scope === 'all') {
        // Counted, though no reader of the edition has to be told.
        this.#keep(scope, { ...total, tick });
      }
      if (step !== 0 && total.shown + Math.min(step, 0) === 0) dirty.directory = true;
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
      .map((place) => ({ ...place, shown: place.shown === 1 }));
  }

  /** Gives the story the places that it had on another server; the next one where another story has its own here. */
  adopt(
    story: number,
    places: readonly Place[],
    { changed, withdrawn }: { changed: number; withdrawn: boolean },
    dirty: Dirty,
  ): void {
    const tick = this.#nextTick();
    this.#sql.exec('UPDATE story SET tick = ? WHERE id = ?', tick, story);
    for (const { scope, sequence, shown } of places) {
      const taken = this.#one('SELECT story FROM place WHERE scope = ? AND sequence = ?', scope, sequence);
      const total = this.#scope(scope);
      const own = taken ? total.last + 1 : sequence;
      const last = Math.max(total.last, own);
      this.#keep(scope, {
        last,
        shown: total.shown + Number(shown),
        changed: Math.max(total.changed, changed),
        tick,
      });
      this.#sql.exec(
        'INSERT INTO place (scope, sequence, story, shown) VALUES (?, ?, ?, ?)',
        scope,
        own,
        story,
        Number(shown),
      );
      if (withdrawn) this.#sql.exec('INSERT INTO withdrawal VALUES (?, ?, ?)', scope, own, changed);
      for (const page of new Set([pageOf(own), ...turnedPages(total.last, last)])) {
        dirty.pages.push({ scope: scope as Scope, page });
      }
      dirty.scopes.push(scope as Scope);
      dirty.directory = true;
    }
  }

  /** What an edition is printed from: the open page of the scope and the closed one before it. */
  edition(scope: Scope): EditionRows {
    const { last, shown, changed, tick } = this.#scope(scope);
    const closed = closedPages(last);
    const rows = this.#sql
      .exec<{ sequence: number; entry: string; tick: number }>(
        `SELECT place.sequence, story.entry, story.tick FROM place JOIN story ON story.id = place.story
         WHERE place.scope = ? AND place.sequence > ? AND place.shown = 1 ORDER BY place.sequence DESC`,
        scope,
        last - editionLength(last),
      )
      .toArray();
    const inOpenPage = rows.filter(({ sequence }) => sequence > closed * PAGE_SIZE);
    const sizeOf = (some: typeof rows) => some.reduce((size, { entry }) => size + entry.length, 0);
    // Where both pages do not fit, the closed one is left to the archive.
    const isWhole = sizeOf(rows) <= LARGEST_EDITION;
    let room = LARGEST_EDITION;
    const entries = (isWhole ? rows : inOpenPage).filter(({ entry }) => {
      room -= entry.length;
      return room >= 0;
    });
    return {
      count: shown,
      changed,
      last,
      open: Math.min(inOpenPage.length, entries.length),
      previous: Math.max(isWhole ? closed - 1 : closed, 0),
      tick,
      ticks: entries.map((row) => row.tick),
      withdrawn: this.#withdrawn(scope, 1, last),
      entries: entries.map(({ entry }) => entry),
    };
  }

  /** What a closed page of an archive is printed from; nothing where it is not closed yet. */
  page(scope: Scope, page: number): PageRows | undefined {
    const { last } = this.#scope(scope);
    if (page < 1 || page > closedPages(last)) return undefined;
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
    return { next: nextPage(page, last), stories, withdrawn: this.#withdrawn(scope, first, end) };
  }

  /** How many closed pages the scope's archive has. */
  closedPages(scope: Scope): number {
    return closedPages(this.#scope(scope).last);
  }

  #withdrawn(scope: Scope, first: number, last: number): Withdrawal[] {
    return this.#sql
      .exec<{ identifier: string; at: number; reason: string | null }>(
        `SELECT story.identifier, withdrawal.at, story.reason FROM withdrawal
         JOIN place ON place.scope = withdrawal.scope AND place.sequence = withdrawal.sequence
         JOIN story ON story.id = place.story
         WHERE withdrawal.scope = ? AND withdrawal.sequence BETWEEN ? AND ? ORDER BY withdrawal.sequence DESC`,
        scope,
        first,
        last,
      )
      .toArray()
      .map(({ identifier, at, reason }) => ({
        identifier,
        at: new Date(at).toISOString(),
        reason: reason ?? '',
      }));
  }

  /** Forgets withdrawals that feeds have told of for 30 days. */
  forgetWithdrawals(now: number, dirty: Dirty): void {
    const rows = this.#sql
      .exec<{ scope: Scope; sequence: number }>(
        'DELETE FROM withdrawal WHERE at <= ? RETURNING scope, sequence',
        now - TOMBSTONE_TIME,
      )
      .toArray();
    for (const { scope, sequence } of rows) {
      dirty.scopes.push(scope);
      dirty.pages.push({ scope, page: pageOf(sequence) });
    }
  }

  /** When the next withdrawal is to be forgotten, in milliseconds. */
  nextForgotten(): number | undefined {
    const { at } = this.#sql.exec<{ at: number | null }>('SELECT MIN(at) AS at FROM withdrawal').one();
    return at === null ? undefined : at + TOMBSTONE_TIME;
  }

  /** Scopes that show a story. */
  scopes(): Scope[] {
    return this.#sql
      .exec<{ scope: Scope }>('SELECT scope FROM scope WHERE shown > 0 ORDER BY scope')
      .toArray()
      .map(({ scope }) => scope);
  }
}
