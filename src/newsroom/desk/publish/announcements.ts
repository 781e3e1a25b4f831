import { backoff } from '../../../lib/backoff.ts';
import { MAX_MESSAGES_PER_CALL, type PushMessage } from '../../../platform/queue-messages.ts';
import type { Scope } from '../../../site/edition/scope.ts';

/** Delays before refused messages are sent again, in milliseconds. A queue that has reached its daily limit refuses for hours. */
const RETRY_DELAYS = { first: 5000, longest: 300_000 };

/** Scopes with a new edition that WebSub subscribers do not know of yet. */
export class Announcements {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS announcement (scope TEXT PRIMARY KEY, due INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID',
    );
  }

  add(scope: Scope, now: number): void {
    const query =
      'INSERT INTO announcement (scope, due) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET due = excluded.due';
    this.#sql.exec(query, scope, now);
  }

  /** Sends the announcements that are due, each at least once. If the queue fails, puts them off and throws its error. */
  async send(queue: Pick<Queue<PushMessage>, 'sendBatch'>, now: number): Promise<void> {
    const query = 'SELECT scope, failures FROM announcement WHERE due <= ? LIMIT ?';
    const rows = this.#sql
      .exec<{ scope: Scope; failures: number }>(query, now, MAX_MESSAGES_PER_CALL)
      .toArray();
    if (rows.length === 0) return;
    try {
      await queue.sendBatch(rows.map(({ scope }) => ({ body: { kind: 'changed', scope } })));
      for (const { scope } of rows) this.#sql.exec('DELETE FROM announcement WHERE scope = ?', scope);
    } catch (error) {
      const update = 'UPDATE announcement SET due = ?, failures = ? WHERE scope = ?';
      for (const { scope, failures } of rows)
        this.#sql.exec(update, now + backoff(failures + 1, RETRY_DELAYS), failures + 1, scope);
      throw error;
    }
  }

  /** Returns how many scopes are waiting, and how often the one that failed most has failed. */
  state(): { waiting: number; failures: number } {
    const query = 'SELECT COUNT(*) AS waiting, COALESCE(MAX(failures), 0) AS failures FROM announcement';
    return this.#sql.exec<{ waiting: number; failures: number }>(query).one();
  }

  /** Returns when the next announcement is due, in milliseconds. */
  nextDue(): number | undefined {
    const query = 'SELECT MIN(due) AS due FROM announcement';
    return this.#sql.exec<{ due: number | null }>(query).one().due ?? undefined;
  }
}
