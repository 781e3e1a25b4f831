import { countClosedPages } from '../../edition/edition.ts';
import type { Scope } from '../../edition/scope.ts';
import { DirectoryPages } from './directory-pages.ts';
import type { Invalidations } from './invalidations.ts';

/** What is stored of a scope as a whole. */
export interface ScopeRow extends Record<string, SqlStorageValue> {
  /** The last place in its order. */
  last: number;
  /** How many stories it shows. */
  shown: number;
  /** When its edition last changed, in milliseconds. */
  changed: number;
  tick: number;
  departed: number;
  /** Its number in the directory; 0 for `all`, and for a scope that has none yet. */
  number: number;
  /** When it was last added to the directory or removed, in milliseconds. */
  listed: number;
}

/** Whether the change adds the scope to the directory, or removes it. */
export const changesListing = (before: ScopeRow, after: ScopeRow) => before.shown > 0 !== after.shown > 0;

/** The scopes that have ever shown a story. */
export class Scopes {
  readonly directory: DirectoryPages;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.directory = new DirectoryPages(sql);
  }

  get(scope: string): ScopeRow {
    const [row] = this.#sql
      .exec<ScopeRow>(
        'SELECT last, shown, changed, tick, departed, COALESCE(number, 0) AS number, listed FROM scope WHERE scope = ?',
        scope,
      )
      .toArray();
    return row ?? { last: 0, shown: 0, changed: 0, tick: 0, departed: 0, number: 0, listed: 0 };
  }

  store(scope: string, { last, shown, changed, tick, departed, number, listed }: ScopeRow): void {
    this.#sql.exec(
      `INSERT INTO scope (scope, last, shown, changed, tick, departed, number, listed) VALUES (?, ?, ?, ?, ?, ?, NULLIF(?, 0), ?)
       ON CONFLICT (scope) DO UPDATE SET last = excluded.last, shown = excluded.shown, changed = excluded.changed,
       tick = excluded.tick, departed = excluded.departed, number = excluded.number, listed = excluded.listed`,
      scope,
      last,
      shown,
      changed,
      tick,
      departed,
      number,
      listed,
    );
  }

  /**
   * Keeps a scope, and asks for the pages of the directory that change with it. A new scope gets the number `wanted`, or
   * the next one.
   */
  storeAndList(
    scope: string,
    before: ScopeRow,
    after: ScopeRow,
    wanted: number | undefined,
    dirty: Invalidations,
  ): void {
    const isNew = before.number === 0 && scope !== 'all';
    const number = isNew ? this.directory.numberFor(wanted) : before.number;
    this.store(scope, { ...after, number });
    const isChanged = isNew || changesListing(before, after) || after.listed !== before.listed;
    if (number > 0 && isChanged) dirty.directory.push(...this.directory.pagesChangedBy(number, isNew));
  }

  /**
   * Gives a scope its number where it has none: a version of the program that knew of no numbers, deployed again, added it.
   */
  ensureNumber(scope: Scope, dirty: Invalidations): void {
    const row = this.get(scope);
    if (row.number > 0 || scope === 'all') return;
    this.storeAndList(scope, row, { ...row, listed: Math.max(row.listed, row.changed) }, undefined, dirty);
  }

  /** Scopes after the given one, by name, each with its number and how many closed pages its archive has. */
  listAfter(scope: string, limit: number): { scope: Scope; pages: number; number: number }[] {
    return this.#sql
      .exec<{ scope: Scope; last: number; number: number }>(
        'SELECT scope, last, COALESCE(number, 0) AS number FROM scope WHERE scope > ? ORDER BY scope LIMIT ?',
        scope,
        limit,
      )
      .toArray()
      .map(({ scope: name, last, number }) => ({ scope: name, pages: countClosedPages(last), number }));
  }
}
