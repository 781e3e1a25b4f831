import { archivePageOf, type Withdrawal } from '../../edition/edition.ts';
import type { Scope } from '../../edition/scope.ts';
import type { Invalidations } from './invalidations.ts';

/** How long feeds say that a story was withdrawn, in milliseconds. */
const TOMBSTONE_TIME = 30 * 86_400_000;
/** The most withdrawals that an edition tells of, the newest; each page of the archive tells of all of its own. */
const MOST = 100;
/** The most characters of reasons in an edition: a reader downloads them with every feed. */
const MOST_CHARACTERS = 50_000;
/** Withdrawals forgotten in one step. */
const FORGOTTEN_A_STEP = 500;

/** Which places of which scopes were left by a withdrawal, as long as feeds tell of it (RFC 6721). */
export class WithdrawalNotices {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(scope: string, sequence: number, at: number): void {
    this.#sql.exec('INSERT INTO withdrawal (scope, sequence, at) VALUES (?, ?, ?)', scope, sequence, at);
  }

  remove(scope: string, sequence: number): void {
    this.#sql.exec('DELETE FROM withdrawal WHERE scope = ? AND sequence = ?', scope, sequence);
  }

  has(scope: string, sequence: number): boolean {
    const query = 'SELECT 1 FROM withdrawal WHERE scope = ? AND sequence = ?';
    return this.#sql.exec(query, scope, sequence).toArray().length > 0;
  }

  /** The newest withdrawals of a scope, newest first. */
  newest(scope: Scope): Withdrawal[] {
    let room = MOST_CHARACTERS;
    return this.#read('withdrawal.scope = ? ORDER BY withdrawal.at DESC, withdrawal.sequence DESC', [
      scope,
    ]).filter(({ reason }) => {
      room -= reason.length;
      return room >= 0;
    });
  }

  /** The withdrawals of a scope's places from `first` to `last`. */
  among(scope: Scope, first: number, last: number): Withdrawal[] {
    const which =
      'withdrawal.scope = ? AND withdrawal.sequence BETWEEN ? AND ? ORDER BY withdrawal.sequence DESC';
    return this.#read(which, [scope, first, last]);
  }

  #read(which: string, values: SqlStorageValue[]): Withdrawal[] {
    return this.#sql
      .exec<{
        identifier: string;
        at: number;
        reason: string | null;
        slug: string;
        inLanguage: string;
        datePublished: string;
      }>(
        `SELECT story.identifier, withdrawal.at, story.reason, story.slug,
           story.entry ->> '$.inLanguage' AS inLanguage, story.entry ->> '$.datePublished' AS datePublished
         FROM withdrawal
         JOIN place ON place.scope = withdrawal.scope AND place.sequence = withdrawal.sequence
         JOIN story ON story.id = place.story WHERE story.status = 'withdrawn' AND ${which} LIMIT ${MOST}`,
        ...values,
      )
      .toArray()
      .map(({ identifier, at, reason, ...story }) => ({
        identifier,
        at: new Date(at).toISOString(),
        reason: reason ?? '',
        story,
      }));
  }

  /** Forgets some of those that feeds have told of for 30 days. */
  expire(now: number, dirty: Invalidations): void {
    const rows = this.#sql
      .exec<{ scope: Scope; sequence: number }>(
        `DELETE FROM withdrawal WHERE (scope, sequence) IN
         (SELECT scope, sequence FROM withdrawal WHERE at <= ? ORDER BY at LIMIT ?) RETURNING scope, sequence`,
        now - TOMBSTONE_TIME,
        FORGOTTEN_A_STEP,
      )
      .toArray();
    dirty.scopes.push(...new Set(rows.map(({ scope }) => scope)));
    for (const { scope, sequence } of rows) dirty.pages.push({ scope, page: archivePageOf(sequence) });
  }

  /** When the next one is to be forgotten, in milliseconds. */
  nextExpiry(): number | undefined {
    const { at } = this.#sql.exec<{ at: number | null }>('SELECT MIN(at) AS at FROM withdrawal').one();
    return at === null ? undefined : at + TOMBSTONE_TIME;
  }
}
