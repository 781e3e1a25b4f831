/** The least time between two writes of one key, in milliseconds: KV takes one write a second. */
const KEY_INTERVAL = 1100;
/** The longest wait after failures, in milliseconds. */
const LONGEST_WAIT = 300_000;

/** Cards take tens of milliseconds to draw, so that they have a queue of their own, which keeps nothing else waiting. */
const IS_CARD = "substr(key, 1, 5) = 'card:'";

/** Rows of what was printed in one answer. */
const ROWS_AN_ANSWER = 5000;

/** What was printed under a key, and when; `null` where nobody knows. */
export interface WrittenKey {
  key: string;
  version: string | null;
  at: number;
}

/** How full the outbox is; `since` is in milliseconds. */
export type OutboxState = {
  depth: number;
  since: number | null;
  failing: number;
  cards: number;
  failingCards: number;
};

/** A key that has to be printed. */
export interface OutboxRow {
  key: string;
  /** Which request for printing it this is; a newer one has a higher number. */
  ticket: number;
  due: number;
  /** When it was first asked for, in milliseconds. */
  since: number;
  attempts: number;
}

type SqlRow = OutboxRow & Record<string, SqlStorageValue>;

/** What has to be printed, kept with the change that asks for it. A key stands here once, however often it is asked for. */
export class Outbox {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Asks for keys to be printed, `wait` milliseconds from now, or later where a key was printed a moment ago. */
  add(keys: Iterable<string>, now: number, wait: number): void {
    for (const key of keys) {
      this.#sql.exec(
        `INSERT INTO outbox (key, ticket, due, since, attempts)
         VALUES (?1, 1, MAX(?2 + ?3, COALESCE((SELECT MIN(at, ?2) + ?4 FROM printed WHERE key = ?1), 0)), ?2, 0)
         ON CONFLICT (key) DO UPDATE SET ticket = ticket + 1`,
        key,
        now,
        wait,
        KEY_INTERVAL,
      );
    }
  }

  /**
   * Keys whose time has come, the longest waiting first, all but those of cards. Pages of archives come before all else, and
   * `ahead` milliseconds early: an edition that is printed leads to them.
   */
  dueKeys(now: number, limit: number, ahead: number): OutboxRow[] {
    const pages = this.#sql
      .exec<SqlRow>(
        "SELECT * FROM outbox WHERE key > 'archive:' AND key < 'archive;' AND due <= ? LIMIT ?",
        now + ahead,
        limit,
      )
      .toArray();
    const others = this.#due(`NOT ${IS_CARD}`, now, limit).filter(({ key }) => !key.startsWith('archive:'));
    return [...pages, ...others].slice(0, limit);
  }

  /** Keys of cards whose time has come, the longest waiting first. */
  dueCards(now: number, limit: number): OutboxRow[] {
    return this.#due(IS_CARD, now, limit);
  }

  /** Of keys that are due at the same time, an edition comes after the stories in it. */
  #due(which: string, now: number, limit: number): OutboxRow[] {
    return this.#sql
      .exec<SqlRow>(
        `SELECT * FROM outbox WHERE ${which} AND due <= ? ORDER BY due, key LIKE 'edition:%', key DESC LIMIT ?`,
        now,
        limit,
      )
      .toArray();
  }

  /** Whether a key has to be printed. */
  has(key: string): boolean {
    return this.#sql.exec('SELECT 1 FROM outbox WHERE key = ?', key).toArray().length > 0;
  }

  /** What was printed last under a key: its version, where that is known, and when. */
  lastWrite(key: string): { version: string | null; at: number } {
    const [row] = this.#sql
      .exec<{ version: string | null; at: number }>('SELECT version, at FROM printed WHERE key = ?', key)
      .toArray();
    return row ?? { version: null, at: 0 };
  }

  /**
   * Notes that the row's key is in KV; `printed` is what was written, if anything had to be. The row goes, unless something newer
   * took its place meanwhile.
   */
  settle(row: OutboxRow, now: number, written?: { version: string; at: number }): void {
    if (written) this.#recordWrite(row.key, written.version, Math.max(written.at, now));
    this.#sql.exec('DELETE FROM outbox WHERE key = ? AND ticket = ?', row.key, row.ticket);
    this.#sql.exec(
      'UPDATE outbox SET due = MAX(due, ?) WHERE key = ?',
      now + (written ? KEY_INTERVAL : 0),
      row.key,
    );
  }

  /** Notes that writing, as of `at`, failed, or that nobody knows: the version in KV is unknown from then on. */
  fail(row: OutboxRow, now: number, at: number): void {
    this.#recordWrite(row.key, null, Math.max(at, now));
    const wait = Math.min(2000 * 2 ** row.attempts, LONGEST_WAIT);
    this.#sql.exec('UPDATE outbox SET attempts = attempts + 1, due = ? WHERE key = ?', now + wait, row.key);
  }

  /** Forgets what was printed under a key, so that it is written again whatever it was. */
  forgetVersion(key: string): void {
    this.#sql.exec(
      'INSERT INTO printed (key, version, at) VALUES (?, NULL, 0) ON CONFLICT (key) DO UPDATE SET version = NULL',
      key,
    );
  }

  #recordWrite(key: string, version: string | null, now: number): void {
    this.#sql.exec(
      'INSERT INTO printed (key, version, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET version = excluded.version, at = MAX(at, excluded.at)',
      key,
      version,
      now,
    );
  }

  /** When the next key is due, in milliseconds. */
  nextDue(): number | undefined {
    return (
      this.#sql
        .exec<{ due: number | null }>(
          `SELECT MIN(due) AS due FROM (
             SELECT MIN(due) AS due FROM outbox WHERE NOT ${IS_CARD}
             UNION ALL SELECT MIN(due) FROM outbox WHERE ${IS_CARD})`,
        )
        .one().due ?? undefined
    );
  }

  /** How many keys wait, since when the first of them, how many have failed; and how many cards wait and have failed. */
  state(): OutboxState {
    return this.#sql
      .exec<OutboxState>(
        `SELECT COUNT(*) FILTER (WHERE NOT ${IS_CARD}) AS depth, MIN(since) FILTER (WHERE NOT ${IS_CARD}) AS since,
           COUNT(*) FILTER (WHERE attempts > 0 AND NOT ${IS_CARD}) AS failing, COUNT(*) FILTER (WHERE ${IS_CARD}) AS cards,
           COUNT(*) FILTER (WHERE attempts > 0 AND ${IS_CARD}) AS failingCards FROM outbox`,
      )
      .one();
  }

  /** What was printed under the keys of a range, in their order, as far as one answer may hold it. */
  printed(after: string, upTo: string | undefined): { rows: WrittenKey[]; isWhole: boolean } {
    const rows = this.#sql
      .exec<WrittenKey & Record<string, SqlStorageValue>>(
        'SELECT key, version, at FROM printed WHERE key > ? AND (? IS NULL OR key <= ?) ORDER BY key LIMIT ?',
        after,
        upTo ?? null,
        upTo ?? null,
        ROWS_AN_ANSWER,
      )
      .toArray();
    return { rows, isWhole: rows.length < ROWS_AN_ANSWER };
  }
}
