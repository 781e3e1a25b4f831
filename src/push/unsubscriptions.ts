/** How long an unsubscription is kept, in milliseconds: as long as a queue can keep a request. */
const KEPT_MS = 14 * 86_400_000;
/**
 * The most unsubscriptions that a topic keeps: too few to fill the object's storage, and too many for one stranger to push out
 * the others soon.
 */
const MAX_UNSUBSCRIPTIONS = 10_000;

/**
 * When callbacks last asked to unsubscribe. An older request to subscribe may be verified later, because the queue keeps no
 * order; it must not take effect.
 */
export class Unsubscriptions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether a callback has asked to unsubscribe after the given time, in milliseconds. */
  hasLater(callback: string, asked: number): boolean {
    const found = this.#sql.exec('SELECT id FROM ended WHERE callback = ? AND asked > ?', callback, asked);
    return found.toArray().length > 0;
  }

  /** Records that a callback asked to unsubscribe, unless it has done so later as well. */
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

  /** Deletes unsubscriptions older than any request that can still be in the queue. */
  deleteExpired(now: number): void {
    this.#sql.exec('DELETE FROM ended WHERE until <= ?', now);
  }

  /** When the next unsubscription expires, in milliseconds; null if there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ until: number | null }>('SELECT MIN(until) AS until FROM ended').one().until;
  }
}
