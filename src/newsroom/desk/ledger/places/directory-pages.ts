import { DIRECTORY_PAGE_SIZE, directoryPageOf } from '../../../../site/edition/directory.ts';
import type { Scope } from '../../../../site/edition/scope.ts';

/** The data of a directory page. Page numbers are 0 if there is no such page; only page 1 states the `last` one. */
export interface DirectoryRows {
  page: number;
  previous: number;
  next: number;
  last: number;
  /** When one of the page's scopes was last added or removed, in milliseconds; 0 if it has none. */
  changed: number;
  /** Those of the page's scopes that show at least one story. */
  scopes: Scope[];
}

/**
 * The highest number that an imported scope keeps. A scope with a higher number gets the next one instead. It is not refused:
 * a server that has this number gives higher ones to new scopes, and its exports must stay importable.
 */
const MAX_IMPORTED_NUMBER = 1_000_000;

/**
 * The directory of scopes. A page holds a range of scope numbers. Every scope but `all` gets a number when it first appears,
 * and keeps it for ever: the next one or, in an import, the one that it had on the other server, if that is free. Imports can
 * therefore leave gaps, which links between pages skip.
 */
export class DirectoryPages {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  #number(query: string, ...values: SqlStorageValue[]): number {
    return this.#sql.exec<{ number: number | null }>(query, ...values).one().number ?? 0;
  }

  #highest(): number {
    return this.#number('SELECT MAX(number) AS number FROM scope');
  }

  #before(page: number): number {
    const first = (page - 1) * DIRECTORY_PAGE_SIZE + 1;
    return this.#number('SELECT MAX(number) AS number FROM scope WHERE number < ?', first);
  }

  #after(page: number): number {
    const last = page * DIRECTORY_PAGE_SIZE;
    return this.#number('SELECT MIN(number) AS number FROM scope WHERE number > ?', last);
  }

  /**
   * Returns the number for a new scope: `wanted`, the number that it had on another server, or the next one if `wanted` is
   * undefined, taken or too high.
   */
  numberFor(wanted: number | undefined): number {
    const isFree =
      wanted !== undefined &&
      wanted <= MAX_IMPORTED_NUMBER &&
      this.#sql.exec('SELECT 1 FROM scope WHERE number = ?', wanted).toArray().length === 0;
    return isFree ? wanted : this.#highest() + 1;
  }

  /**
   * Returns the pages that change when the scope with this number is added or removed: the scope's own page. If that page is
   * new, also the pages before and after it, which link to it, and page 1, which states the last page.
   */
  pagesChangedBy(number: number, isNew: boolean): number[] {
    const page = directoryPageOf(number);
    const [first, last] = [(page - 1) * DIRECTORY_PAGE_SIZE + 1, page * DIRECTORY_PAGE_SIZE];
    const isAlone =
      this.#sql.exec('SELECT 1 FROM scope WHERE number BETWEEN ? AND ? LIMIT 2', first, last).toArray()
        .length === 1;
    if (!isNew || !isAlone) return [page];
    const pages = [1, page, directoryPageOf(this.#before(page)), directoryPageOf(this.#after(page))];
    return [...new Set(pages)].filter((each) => each > 0);
  }

  /** Returns the data of a page, or undefined if the page has no scopes. Page 1 always exists. */
  page(page: number): DirectoryRows | undefined {
    const rows = this.#sql
      .exec<{ scope: Scope; shown: number; listed: number }>(
        'SELECT scope, shown, listed FROM scope WHERE number BETWEEN ? AND ? ORDER BY number',
        (page - 1) * DIRECTORY_PAGE_SIZE + 1,
        page * DIRECTORY_PAGE_SIZE,
      )
      .toArray();
    if (page > 1 && rows.length === 0) return undefined;
    return {
      page,
      previous: page === 1 ? 0 : directoryPageOf(this.#before(page)) || 1,
      next: directoryPageOf(this.#after(page)),
      last: page === 1 ? directoryPageOf(this.#highest()) || 1 : 0,
      changed: Math.max(0, ...rows.map(({ listed }) => listed)),
      scopes: rows.filter(({ shown }) => shown > 0).map(({ scope }) => scope),
    };
  }
}
