import { backoff } from '../../../lib/backoff.ts';
import { type ParsedKey, parseKey } from '../../../platform/kv.ts';

/** The shortest time between two writes of a key, in milliseconds: KV accepts one a second. */
const KEY_INTERVAL = 1100;
/** How long keys that many changes touch wait for the next change, and at most, as multiples of the usual wait: 10 and 60 seconds. */
const [CALM, LONGEST_UNREST] = [40, 240];
/** Delays before a failed write is retried, in milliseconds. */
const RETRY_DELAYS = { first: 2000, longest: 300_000 };

/** Selects cards. They take tens of milliseconds to draw, so they have their own queue. The partial indexes use this condition. */
const IS_CARD = "substr(key, 1, 5) = 'card:'";

/** The most keys that `writtenKeys` returns. */
const MAX_WRITTEN_KEYS = 5000;

/** The last write of a key: the version written, or null if it is unknown what KV holds, and the time in milliseconds. */
export interface WrittenKey {
  key: string;
  version: string | null;
  at: number;
}

/**
 * How many keys are waiting (`depth`), when the first of them was added (`since`, in milliseconds), and how many have failed.
 * Cards are counted separately.
 */
export type OutboxState = {
  depth: number;
  since: number | null;
  failing: number;
  cards: number;
  failingCards: number;
};

/** A key that has to be written. */
export interface OutboxRow {
  key: string;
  /** What the key stands for. */
  subject: ParsedKey | undefined;
  /** Rises each time the key is added, so that the writer can tell whether the key was added again meanwhile. */
  ticket: number;
  /** How many attempts to write it have failed. */
  attempts: number;
}

/** The keys that have to be written to KV, each once. A change adds its keys in its own transaction. */
export class Outbox {
  readonly #sql: SqlStorage;
  readonly #wait: number;

  /** `wait` is how long a key waits for further changes, in milliseconds. */
  constructor(sql: SqlStorage, wait: number) {
    this.#sql = sql;
    this.#wait = wait;
  }

  /** Adds keys. A key is not due until `KEY_INTERVAL` after its last write. */
  add(keys: readonly string[] | Set<string>, now: number): void {
    const query = `INSERT INTO outbox (key, ticket, due, since, attempts)
      VALUES (?1, 1, MAX(?2 + ?3, COALESCE((SELECT MIN(at, ?2) + ?4 FROM printed WHERE key = ?1), 0)), ?2, 0)
      ON CONFLICT (key) DO UPDATE SET ticket = ticket + 1`;
    for (const key of keys) this.#sql.exec(query, key, now, this.#wait, KEY_INTERVAL);
  }

  /**
   * Adds keys that many changes in a row make stale again and again: each of them is due once it has been left alone for a while. KV
   * would otherwise be written hundreds of times a second.
   */
  addPatiently(keys: readonly string[] | Set<string>, now: number): void {
    const query = `INSERT INTO outbox (key, ticket, due, since, attempts) VALUES (?1, 1, ?2 + ?3, ?2, 0)
      ON CONFLICT (key) DO UPDATE SET ticket = ticket + 1, due = MAX(due, MIN(?2 + ?3, since + ?4))`;
    const [wait, longest] = [this.#wait * CALM, this.#wait * LONGEST_UNREST];
    for (const key of keys) this.#sql.exec(query, key, now, wait, longest);
  }

  /** Adds keys whose values are to be written even if they are unchanged. */
  addForced(keys: readonly string[] | Set<string>, now: number): void {
    const query =
      'INSERT INTO printed (key, version, at) VALUES (?, NULL, 0) ON CONFLICT (key) DO UPDATE SET version = NULL';
    for (const key of keys) this.#sql.exec(query, key);
    this.add(keys, now);
  }

  /**
   * Returns keys that are due, except cards. Archive pages come first and do not wait for further changes, because editions link
   * to them. The other keys follow, the longest due first.
   */
  dueKeys(now: number, limit: number): OutboxRow[] {
    const pages = this.#select(
      "key > 'archive:' AND key < 'archive;' AND due <= ? LIMIT ?",
      now + this.#wait,
      limit,
    );
    const others = this.#due(`NOT ${IS_CARD}`, now, limit).filter(
      ({ subject }) => subject?.kind !== 'archive',
    );
    return [...pages, ...others].slice(0, limit);
  }

  /** Returns keys of cards that are due, the longest due first. */
  dueCards(now: number, limit: number): OutboxRow[] {
    return this.#due(IS_CARD, now, limit);
  }

  /** Selects due keys, the longest due first. Of keys with the same due time, editions come after the stories in them. */
  #due(condition: string, now: number, limit: number): OutboxRow[] {
    const order = "ORDER BY due, key LIKE 'edition:%', key DESC";
    return this.#select(`${condition} AND due <= ? ${order} LIMIT ?`, now, limit);
  }

  #select(condition: string, ...values: SqlStorageValue[]): OutboxRow[] {
    return this.#sql
      .exec<{ key: string; ticket: number; attempts: number }>(
        `SELECT key, ticket, attempts FROM outbox WHERE ${condition}`,
        ...values,
      )
      .toArray()
      .map((row) => ({ ...row, subject: parseKey(row.key) }));
  }

  has(key: string): boolean {
    return this.#sql.exec('SELECT 1 FROM outbox WHERE key = ?', key).toArray().length > 0;
  }

  /** Returns the last write of a key. */
  lastWrite(key: string): Omit<WrittenKey, 'key'> {
    const query = 'SELECT version, at FROM printed WHERE key = ?';
    const [row] = this.#sql.exec<{ version: string | null; at: number }>(query, key).toArray();
    return row ?? { version: null, at: 0 };
  }

  /**
   * Records that KV has the current value of the row's key, and removes the row unless the key was added again meanwhile.
   * `written` is the write, if one was necessary.
   */
  settle(row: OutboxRow, now: number, written?: { version: string; at: number }): void {
    if (written) this.#recordWrite(row.key, written.version, Math.max(written.at, now));
    this.#sql.exec('DELETE FROM outbox WHERE key = ? AND ticket = ?', row.key, row.ticket);
    const due = now + (written ? KEY_INTERVAL : 0);
    this.#sql.exec('UPDATE outbox SET due = MAX(due, ?) WHERE key = ?', due, row.key);
  }

  /** Records a write begun at `at` that failed or timed out. What KV holds is unknown from then on. */
  fail(row: OutboxRow, now: number, at: number): void {
    this.#recordWrite(row.key, null, Math.max(at, now));
    const due = now + backoff(row.attempts + 1, RETRY_DELAYS);
    this.#sql.exec('UPDATE outbox SET attempts = attempts + 1, due = ? WHERE key = ?', due, row.key);
  }

  #recordWrite(key: string, version: string | null, at: number): void {
    const query = `INSERT INTO printed (key, version, at) VALUES (?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET version = excluded.version, at = MAX(at, excluded.at)`;
    this.#sql.exec(query, key, version, at);
  }

  /** Returns when the next key is due, in milliseconds. */
  nextDue(): number | undefined {
    // Two queries, one for each partial index.
    const query = `SELECT MIN(due) AS due FROM (SELECT MIN(due) AS due FROM outbox WHERE NOT ${IS_CARD}
      UNION ALL SELECT MIN(due) FROM outbox WHERE ${IS_CARD})`;
    return this.#sql.exec<{ due: number | null }>(query).one().due ?? undefined;
  }

  state(): OutboxState {
    return this.#sql
      .exec<OutboxState>(
        `SELECT COUNT(*) FILTER (WHERE NOT ${IS_CARD}) AS depth, MIN(since) FILTER (WHERE NOT ${IS_CARD}) AS since,
           COUNT(*) FILTER (WHERE attempts > 0 AND NOT ${IS_CARD}) AS failing, COUNT(*) FILTER (WHERE ${IS_CARD}) AS cards,
           COUNT(*) FILTER (WHERE attempts > 0 AND ${IS_CARD}) AS failingCards FROM outbox`,
      )
      .one();
  }

  /**
   * Returns the last write of each key in a range, in the order of the keys. The range excludes `after` and includes `upTo`.
   * `isWhole` says that the range has no more keys.
   */
  writtenKeys(after: string, upTo: string | undefined): { rows: WrittenKey[]; isWhole: boolean } {
    const query =
      'SELECT key, version, at FROM printed WHERE key > ?1 AND (?2 IS NULL OR key <= ?2) ORDER BY key LIMIT ?3';
    const rows = this.#sql
      .exec<WrittenKey & Record<string, SqlStorageValue>>(query, after, upTo ?? null, MAX_WRITTEN_KEYS)
      .toArray();
    return { rows, isWhole: rows.length < MAX_WRITTEN_KEYS };
  }
}
