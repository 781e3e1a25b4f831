/**
 * How long after the Desk gave it up a write may still land in KV, in milliseconds. This is not how long KV takes to converge
 * (`KV_CONVERGENCE`): Cloudflare promises nothing about a write that did not answer, and five minutes is a guess.
 */
const UNCERTAIN = 300_000;

/**
 * Keys of which nobody knows what they hold: a write was given up, and may land after those that were made since. Whatever was
 * printed meanwhile is printed once more when that can no longer be, or when the write is known to have landed.
 */
export class UncertainWrites {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Notes that a write of the key was given up. */
  add(key: string, now: number): void {
    this.#note(key, now + UNCERTAIN);
  }

  /** Notes that a write that was given up has landed. */
  addLanded(key: string, now: number): void {
    this.#note(key, now);
  }

  #note(key: string, due: number): void {
    this.#sql.exec(
      'INSERT INTO doubt (key, due) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET due = excluded.due',
      key,
      due,
    );
  }

  /** Takes the keys whose time has come. */
  take(now: number): string[] {
    return this.#sql
      .exec<{ key: string }>('DELETE FROM doubt WHERE due <= ? RETURNING key', now)
      .toArray()
      .map(({ key }) => key);
  }

  /** When the next is due, in milliseconds. */
  nextDue(): number | undefined {
    return this.#sql.exec<{ due: number | null }>('SELECT MIN(due) AS due FROM doubt').one().due ?? undefined;
  }
}
