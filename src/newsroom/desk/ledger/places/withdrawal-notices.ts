import { archivePageOf, type Withdrawal } from '../../../../site/edition/edition.ts';
import type { Scope } from '../../../../site/edition/scope.ts';
import type { Invalidations } from '../invalidations.ts';

/** How long feeds report a withdrawal, in milliseconds. */
const NOTICE_LIFETIME = 30 * 86_400_000;
/** The most withdrawals that an edition reports: the newest ones. An archive page has at most `PAGE_SIZE`. */
const MAX_NOTICES = 100;
/** The most characters of all reasons in an edition together: readers download them with every poll. */
const MAX_REASON_CHARACTERS = 50_000;
/** The most notices that one call of `expire` removes. */
const MAX_EXPIRED_PER_STEP = 500;

/** The places of withdrawn stories, for as long as feeds report their withdrawal (RFC 6721). */
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

  /** Returns the newest withdrawals of a scope, newest first. */
  newest(scope: Scope): Withdrawal[] {
    let room = MAX_REASON_CHARACTERS;
    return this.#read('withdrawal.scope = ? ORDER BY withdrawal.at DESC, withdrawal.sequence DESC', [
      scope,
    ]).filter(({ reason }) => {
      room -= reason.length;
      return room >= 0;
    });
  }

  /** Returns the withdrawals of a scope's places from `first` to `last`, newest place first. */
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
        intoSlug: string | null;
        intoHeadline: string | null;
      }>(
        `SELECT story.identifier, withdrawal.at, story.reason, story.slug,
           story.entry ->> '$.inLanguage' AS inLanguage, story.entry ->> '$.datePublished' AS datePublished,
           into_story.slug AS intoSlug, into_story.entry ->> '$.headline' AS intoHeadline
         FROM withdrawal
         JOIN place ON place.scope = withdrawal.scope AND place.sequence = withdrawal.sequence
         JOIN story ON story.id = place.story
         LEFT JOIN story AS into_story ON into_story.identifier = story.merged AND into_story.status = 'published'
         WHERE story.status = 'withdrawn' AND ${which} LIMIT ${MAX_NOTICES}`,
        ...values,
      )
      .toArray()
      .map(({ identifier, at, reason, intoSlug, intoHeadline, ...story }) => ({
        identifier,
        at: new Date(at).toISOString(),
        reason: reason ?? '',
        story,
        ...(intoSlug !== null && intoHeadline !== null
          ? { mergedInto: { slug: intoSlug, headline: intoHeadline } }
          : {}),
      }));
  }

  /** Removes expired notices, at most `MAX_EXPIRED_PER_STEP`. */
  expire(now: number, invalidations: Invalidations): void {
    const rows = this.#sql
      .exec<{ scope: Scope; sequence: number }>(
        `DELETE FROM withdrawal WHERE (scope, sequence) IN
         (SELECT scope, sequence FROM withdrawal WHERE at <= ? ORDER BY at LIMIT ?) RETURNING scope, sequence`,
        now - NOTICE_LIFETIME,
        MAX_EXPIRED_PER_STEP,
      )
      .toArray();
    invalidations.scopes.push(...new Set(rows.map(({ scope }) => scope)));
    for (const { scope, sequence } of rows)
      invalidations.pages.push({ scope, page: archivePageOf(sequence) });
  }

  /** Returns when the next notice expires, in milliseconds. */
  nextExpiry(): number | undefined {
    const { at } = this.#sql.exec<{ at: number | null }>('SELECT MIN(at) AS at FROM withdrawal').one();
    return at === null ? undefined : at + NOTICE_LIFETIME;
  }
}
