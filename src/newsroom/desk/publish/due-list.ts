/** A list of names, each with the time at which it is due, in a table with the columns `column` and `due`. */
export class DueList {
  readonly #sql: SqlStorage;
  readonly #table: string;
  readonly #column: string;

  constructor(sql: SqlStorage, table: string, column: string) {
    this.#sql = sql;
    this.#table = table;
    this.#column = column;
  }

  /** Adds names. Names that are already in the list get the new time. */
  add(names: readonly string[], due: number): void {
    for (const name of names) {
      this.#sql.exec(
        `INSERT INTO ${this.#table} (${this.#column}, due) VALUES (?, ?)
         ON CONFLICT (${this.#column}) DO UPDATE SET due = excluded.due`,
        name,
        due,
      );
    }
  }

  /** Removes and returns the names that are due. */
  take(now: number): string[] {
    const query = `DELETE FROM ${this.#table} WHERE due <= ? RETURNING ${this.#column} AS name`;
    const rows = this.#sql.exec<{ name: string }>(query, now).toArray();
    return rows.map(({ name }) => name);
  }

  /** Returns when the next name is due, in milliseconds. */
  nextDue(): number | undefined {
    const query = `SELECT MIN(due) AS due FROM ${this.#table}`;
    return this.#sql.exec<{ due: number | null }>(query).one().due ?? undefined;
  }
}
