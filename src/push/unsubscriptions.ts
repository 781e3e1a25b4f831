/** How long an unsubscription is kept, in milliseconds: as long as a queue can keep a message. */
const KEPT_MS = 14 * 86_400_000;
/**
 * The most unsubscriptions that a topic keeps: few enough not to fill the object's storage, and too many for an attacker to displace
 * quickly.
 */
const MAX_UNSUBSCRIPTIONS = 10_000;

/**
 * The times when callbacks last asked to unsubscribe. A queue does not keep the order of messages, so an older request to subscribe
 * may be verified later; it must have no effect.
 */
export class Unsubscriptions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether a callback asked to unsubscribe after the given time, in milliseconds. */
  hasLater(callback: string, asked: number): boolean {
    const found = this.#sql.exec('SELECT id FROM ended WHERE callback = ? AND asked > ?', callback, asked);
    return found.toArray().length > 0;
  }

  /** Records that a callback asked to unsubscribe, unless a later request of it is recorded already. */
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

  /** Deletes unsubscriptions that are older than any request in the queue can be. */
  deleteExpired(now: number): void {
    this.#sql.exec('DELETE FROM ended WHERE until <= ?', now);
  }

  /** Returns when the next unsubscription expires, in milliseconds; null if there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ until: number | null }>('SELECT MIN(until) AS until FROM ended').one().until;
  }
}
