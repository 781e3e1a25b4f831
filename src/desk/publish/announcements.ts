import type { Scope } from '../../edition/scope.ts';
import { MAX_MESSAGES_PER_CALL, type PushMessage } from '../../queue-messages.ts';

/** How long after the first failure the queue is tried again, in milliseconds; each further pause is twice as long. */
const PAUSE = 5000;
/** The longest pause, in milliseconds: a queue whose allowance is used up is away for hours, and each try writes rows. */
const LONGEST_PAUSE = 300_000;

/** Scopes whose new edition the push room has still to hear of, kept with the note that the edition was printed. */
export class Announcements {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS announcement (scope TEXT PRIMARY KEY, due INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID',
    );
  }

  add(scope: Scope, now: number): void {
    this.#sql.exec(
      'INSERT INTO announcement (scope, due) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET due = excluded.due',
      scope,
      now,
    );
  }

  /** Sends what is due to the queue, each at least once; throws where that fails, and has it tried again. */
  async send(queue: Pick<Queue<PushMessage>, 'sendBatch'>, now: number): Promise<void> {
    const rows = this.#sql
      .exec<{ scope: Scope }>(
        'SELECT scope FROM announcement WHERE due <= ? LIMIT ?',
        now,
        MAX_MESSAGES_PER_CALL,
      )
      .toArray();
    if (rows.length === 0) return;
    try {
      await queue.sendBatch(rows.map(({ scope }) => ({ body: { kind: 'changed', scope } })));
      for (const { scope } of rows) this.#sql.exec('DELETE FROM announcement WHERE scope = ?', scope);
    } catch (error) {
      for (const { scope } of rows)
        this.#sql.exec(
          'UPDATE announcement SET due = ? + MIN(? * (1 << MIN(failures, 10)), ?), failures = failures + 1 WHERE scope = ?',
          now,
          PAUSE,
          LONGEST_PAUSE,
          scope,
        );
      throw error;
    }
  }

  /** How many scopes wait, and how often the queue has refused one of them. */
  state(): { waiting: number; failures: number } {
    return this.#sql
      .exec<{ waiting: number; failures: number }>(
        'SELECT COUNT(*) AS waiting, COALESCE(MAX(failures), 0) AS failures FROM announcement',
      )
      .one();
  }

  /** When the next is due, in milliseconds. */
  nextDue(): number | undefined {
    return (
      this.#sql.exec<{ due: number | null }>('SELECT MIN(due) AS due FROM announcement').one().due ??
      undefined
    );
  }
}
