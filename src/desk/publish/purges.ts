import { KV_CONVERGENCE } from '../../kv.ts';

/** Cache tags that are to be invalidated once more, when KV has converged. */
export class Purges {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Asks for tags that were invalidated now to be so again. */
  add(tags: readonly string[], now: number): void {
    for (const tag of tags) {
      this.#sql.exec(
        'INSERT INTO purge (tag, due) VALUES (?, ?) ON CONFLICT (tag) DO UPDATE SET due = excluded.due',
        tag,
        now + KV_CONVERGENCE,
      );
    }
  }

  /** Takes the tags whose time has come. */
  take(now: number): string[] {
    return this.#sql
      .exec<{ tag: string }>('DELETE FROM purge WHERE due <= ? RETURNING tag', now)
      .toArray()
      .map(({ tag }) => tag);
  }

  /** When the next is due, in milliseconds. */
  nextDue(): number | undefined {
    return this.#sql.exec<{ due: number | null }>('SELECT MIN(due) AS due FROM purge').one().due ?? undefined;
  }
}
