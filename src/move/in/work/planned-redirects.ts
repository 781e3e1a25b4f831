import type { DatabaseSync } from 'node:sqlite';

/** An old address and where it is to lead. */
export interface PlannedRedirect {
  /** By which the address is looked up. */
  key: string;
  /** The whole old address. */
  address: string;
  target: string;
  /** What it showed, in words. */
  entry: string;
}

const ROWS_PER_PAGE = 2000;

/** Where the addresses of the old site are to lead. They are made anew in each run. */
export class PlannedRedirects {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  clear(): void {
    this.#database.exec('DELETE FROM redirect');
  }

  /** Adds a redirect. Returns where the address leads already, if that is somewhere else. */
  add({ key, address, target, entry }: PlannedRedirect): string | undefined {
    const known = this.#database.prepare('SELECT target FROM redirect WHERE key = ?').get(key);
    if (known) return known.target === target ? undefined : String(known.target);
    this.#database.prepare('INSERT INTO redirect VALUES (?, ?, ?, ?)').run(key, address, target, entry);
    return undefined;
  }

  count(): number {
    return Number(this.#database.prepare('SELECT count(*) AS n FROM redirect').get()?.n);
  }

  /** The redirects in the order of their keys, some at a time. */
  *pages(): Generator<PlannedRedirect[]> {
    const page = this.#database.prepare(
      `SELECT key, address, target, entry FROM redirect WHERE key > ? ORDER BY key LIMIT ${ROWS_PER_PAGE}`,
    );
    for (let after = ''; ; ) {
      const rows = page.all(after).map((row) => ({ ...row })) as unknown as PlannedRedirect[];
      const last = rows.at(-1);
      if (!last) return;
      yield rows;
      after = last.key;
    }
  }
}
