/** How long an end is known, in milliseconds: as long as a queue may keep a request. */
const KEPT_MS = 14 * 86_400_000;
/** Ends that are known at a time: so many that no stranger makes others be forgotten soon, or fills the object's storage. */
const MAX_UNSUBSCRIPTIONS = 10_000;

/**
 * When callbacks asked for their subscriptions to end: a request to begin that was asked for before may be answered later,
 * and must not hold.
 */
export class Unsubscriptions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether a callback has asked for an end later than the given time. */
  hasLater(callback: string, asked: number): boolean {
    const found = this.#sql.exec('SELECT id FROM ended WHERE callback = ? AND asked > ?', callback, asked);
    return found.toArray().length > 0;
  }

  /** Notes that a callback asked for an end, unless it did so later as well. */
  record(callback: string, asked: number, now: number): void {
    if (this.hasLater(callback, asked)) return;
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT OR REPLACE INTO ended (callback, asked, until) VALUES (?, ?, ?) RETURNING id',
        callback,
        asked,
        now + KEPT_MS,
      )
      .one();
    this.#sql.exec('DELETE FROM ended WHERE id <= ?', id - MAX_UNSUBSCRIPTIONS);
  }

  /** Forgets what no request in the queue can be older than. */
  deleteExpired(now: number): void {
    this.#sql.exec('DELETE FROM ended WHERE until <= ?', now);
  }

  /** When there is next something to forget; `null` where nothing is known. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ until: number | null }>('SELECT MIN(until) AS until FROM ended').one().until;
  }
}
