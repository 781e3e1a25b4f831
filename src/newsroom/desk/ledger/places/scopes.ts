import { countClosedPages } from '../../../../site/edition/edition.ts';
import type { Scope } from '../../../../site/edition/scope.ts';
import type { Invalidations } from '../invalidations.ts';
import { DirectoryPages } from './directory-pages.ts';

/** A row of the table `scope`. Times are in milliseconds. */
export interface ScopeRow extends Record<string, SqlStorageValue> {
  /** The scope's last place. A place beyond a gap does not count (`places.ts`). */
  last: number;
  /** How many stories it shows. */
  shown: number;
  /** When its edition last changed. */
  changed: number;
  /** The number of the last change to its edition (for `all`, of the site's last change), and of the last that removed a story. */
  changeSequence: number;
  removalSequence: number;
  /** Its number in the directory; 0 for `all`, and for a scope without a number. */
  number: number;
  /** When it was last added to the directory or removed. */
  listed: number;
}

const NEW_SCOPE: ScopeRow = {
  last: 0,
  shown: 0,
  changed: 0,
  changeSequence: 0,
  removalSequence: 0,
  number: 0,
  listed: 0,
};

/** Returns whether the change adds the scope to the directory or removes it. */
export const entersOrLeavesDirectory = (before: ScopeRow, after: ScopeRow) =>
  before.shown > 0 !== after.shown > 0;

/** The scopes that have ever shown a story. */
export class Scopes {
  readonly directory: DirectoryPages;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.directory = new DirectoryPages(sql);
  }

  get(scope: string): ScopeRow {
    const query = `SELECT last, shown, changed, tick AS changeSequence, departed AS removalSequence,
      COALESCE(number, 0) AS number, listed FROM scope WHERE scope = ?`;
    return this.#sql.exec<ScopeRow>(query, scope).toArray()[0] ?? NEW_SCOPE;
  }

  store(scope: string, row: ScopeRow): void {
    const { last, shown, changed, changeSequence, removalSequence, number, listed } = row;
    const query = `INSERT INTO scope (scope, last, shown, changed, tick, departed, number, listed)
      VALUES (?, ?, ?, ?, ?, ?, NULLIF(?, 0), ?)
      ON CONFLICT (scope) DO UPDATE SET last = excluded.last, shown = excluded.shown, changed = excluded.changed,
      tick = excluded.tick, departed = excluded.departed, number = excluded.number, listed = excluded.listed`;
    const values = [last, shown, changed, changeSequence, removalSequence, number, listed];
    this.#sql.exec(query, scope, ...values);
  }

  /**
   * Stores a scope, and invalidates the directory pages that change with it. For a new scope, `wanted` is as in
   * `DirectoryPages.numberFor`.
   */
  storeAndList(
    scope: string,
    before: ScopeRow,
    after: ScopeRow,
    wanted: number | undefined,
    invalidations: Invalidations,
  ): void {
    const isNew = before.number === 0 && scope !== 'all';
    const number = isNew ? this.directory.numberFor(wanted) : before.number;
    this.store(scope, { ...after, number });
    const isChanged = isNew || entersOrLeavesDirectory(before, after) || after.listed !== before.listed;
    if (number > 0 && isChanged)
      invalidations.directory.push(...this.directory.pagesChangedBy(number, isNew));
  }

  /** Gives the scope a number if it has none, because an earlier version of the program, deployed again, added it. */
  ensureNumber(scope: Scope, invalidations: Invalidations): void {
    const row = this.get(scope);
    if (row.number > 0 || scope === 'all') return;
    const listed = Math.max(row.listed, row.changed);
    this.storeAndList(scope, row, { ...row, listed }, undefined, invalidations);
  }

  /** Lists the scopes after the given one, by name. `pages` is how many closed archive pages a scope has. */
  listAfter(scope: string, limit: number): { scope: Scope; pages: number; number: number }[] {
    const query =
      'SELECT scope, last, COALESCE(number, 0) AS number FROM scope WHERE scope > ? ORDER BY scope LIMIT ?';
    const rows = this.#sql
      .exec<{ scope: Scope; last: number; number: number }>(query, scope, limit)
      .toArray();
    return rows.map(({ last, ...row }) => ({ ...row, pages: countClosedPages(last) }));
  }
}
