import { listedAs } from './watch-entry.ts';
import type { WatchedSource } from './watched-source.ts';

type Row = { state: string };
function parse({ state }: Row): WatchedSource {
  const source: WatchedSource = JSON.parse(state);
  // Earlier versions kept a page's title and length instead.
  return { ...source, shown: source.shown && 'around' in source.shown ? source.shown : null };
}

/** The table of what the watch knows of each cited source. */
export class WatchedSources {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  find(url: string): WatchedSource | undefined {
    const [row] = this.#sql.exec<Row>('SELECT state FROM watched_source WHERE url = ?', url).toArray();
    return row && parse(row);
  }

  store(source: WatchedSource): void {
    const { url, urgency, due, found, looked } = source;
    const query = `INSERT INTO watched_source (url, urgency, due, listed, found, state) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (url) DO UPDATE SET urgency = excluded.urgency, due = excluded.due, listed = excluded.listed,
        found = excluded.found, state = excluded.state`;
    this.#sql.exec(query, url, urgency, due, listedAs(source), found ?? looked, JSON.stringify(source));
  }

  /** Returns the sources behind this URL, one after the other. */
  *behind(url: string): Generator<WatchedSource> {
    const query = 'SELECT state FROM watched_source WHERE url > ? ORDER BY url';
    for (const row of this.#sql.exec<Row>(query, url)) yield parse(row);
  }

  remove(url: string): void {
    this.#sql.exec('DELETE FROM watched_source WHERE url = ?', url);
  }

  /** Returns sources that are due, the most urgent first, then those that have been due for longest. */
  due(now: number, limit: number): WatchedSource[] {
    const query = 'SELECT state FROM watched_source WHERE urgency = ? AND due <= ? ORDER BY due LIMIT ?';
    const found: WatchedSource[] = [];
    for (const urgency of [0, 1, 2]) {
      if (found.length < limit) {
        found.push(
          ...this.#sql
            .exec<Row>(query, urgency, now, limit - found.length)
            .toArray()
            .map(parse),
        );
      }
    }
    return found;
  }

  /** Lists sources that editors see, what was found last first. */
  list(kinds: readonly string[], limit: number, offset: number): WatchedSource[] {
    const query = `SELECT state FROM watched_source WHERE listed IN (${kinds.map(() => '?').join(', ')})
      ORDER BY found DESC, url LIMIT ? OFFSET ?`;
    return this.#sql
      .exec<Row>(query, ...kinds, limit, offset)
      .toArray()
      .map(parse);
  }

  /** Counts the sources by what they are listed as; those of which there is nothing to say have the name `''`. */
  count(): Map<string, number> {
    const query =
      "SELECT coalesce(listed, '') AS name, count(*) AS count FROM watched_source GROUP BY listed";
    const rows = this.#sql.exec<{ name: string; count: number }>(query).toArray();
    return new Map(rows.map(({ name, count }) => [name, count]));
  }

  /** Counts the sources that are due, and returns when the next look is due; null if there is none. */
  schedule(now: number): { waiting: number; next: number | null } {
    const query = 'SELECT count(*) FILTER (WHERE due <= ?) AS waiting, min(due) AS next FROM watched_source';
    return this.#sql.exec<{ waiting: number; next: number | null }>(query, now).one();
  }
}
