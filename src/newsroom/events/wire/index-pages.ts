import { EVENT_MS, EventIndex, type IndexEntry } from './event-index.ts';

/** Items of a row, as a power of two. */
const PAGE_BITS = 6;

/** How long items are in the index: those that came up to 72 hours late find the events that they belong to. */
const INDEX_MS = 2 * EVENT_MS;

/** The most items in memory; older ones are in no event that can grow. */
const MAX_ITEMS = 20_000;

/** The index of items in memory, and its copy in SQLite, which it is loaded from when the object wakes. */
export class IndexPages {
  readonly #sql: SqlStorage;
  #index: EventIndex | undefined;
  /** Items that are in memory only. */
  #unsaved: IndexEntry[] = [];

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Returns the index, and loads it if it is not in memory. */
  open(now: number): EventIndex {
    if (this.#index && this.#index.size <= MAX_ITEMS * 1.1) return this.#index;
    this.save();
    const index = new EventIndex();
    const rows = this.#sql
      .exec<{ entries: string }>(
        'SELECT entries FROM index_page WHERE last >= ? ORDER BY page DESC LIMIT ?',
        now - INDEX_MS,
        MAX_ITEMS >> PAGE_BITS,
      )
      .toArray();
    for (const { entries } of rows.reverse()) {
      for (const entry of JSON.parse(entries) as IndexEntry[]) {
        index.add({ ...entry, event: this.#currentEvent(entry.event) });
      }
    }
    this.#index = index;
    return index;
  }

  add(entry: IndexEntry): void {
    this.#index?.add(entry);
    this.#unsaved.push(entry);
  }

  /** Writes what was added. */
  save(): void {
    for (const [page, added] of Map.groupBy(this.#unsaved, ({ item }) => item >> PAGE_BITS)) {
      const [row] = this.#sql
        .exec<{ last: number; entries: string }>('SELECT last, entries FROM index_page WHERE page = ?', page)
        .toArray();
      const entries = [...(row ? (JSON.parse(row.entries) as IndexEntry[]) : []), ...added];
      this.#sql.exec(
        'INSERT OR REPLACE INTO index_page (page, last, entries) VALUES (?, ?, ?)',
        page,
        added.reduce((last, { at }) => Math.max(last, at), row?.last ?? 0),
        JSON.stringify(entries),
      );
    }
    this.#unsaved = [];
  }

  /** Forgets what is in memory, after an error that rolled the tables back. */
  drop(): void {
    this.#index = undefined;
    this.#unsaved = [];
  }

  /** Returns when the oldest row may be deleted, in milliseconds. */
  nextExpiry(): number | undefined {
    const [row] = this.#sql
      .exec<{ last: number | null }>('SELECT MIN(last) AS last FROM index_page')
      .toArray();
    return typeof row?.last === 'number' ? row.last + INDEX_MS : undefined;
  }

  /** Deletes old rows, and takes what they had from memory. */
  expire(now: number): void {
    this.#index = undefined;
    this.#sql.exec('DELETE FROM index_page WHERE last < ?', now - INDEX_MS);
  }

  #currentEvent(id: number): number {
    const [row] = this.#sql
      .exec<{ kept: number }>('SELECT kept FROM event_merge WHERE gone = ?', id)
      .toArray();
    return row ? this.#currentEvent(row.kept) : id;
  }
}
