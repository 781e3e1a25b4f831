import type { SealedRevisions } from '../../../site/story/history/history.ts';
import { firstSeen } from '../../../site/story/history/seen.ts';
import type { Action, Seal } from '../../../site/story/history/statement.ts';

/** The most revisions in a public history: the newest ones. */
const MAX_REVISIONS = 200;
/** The most bytes of records in a public history. It always has the current record, however large. */
const MAX_RECORD_BYTES = 500_000;

/** A revision that needs a statement. Times are in milliseconds. */
export interface Unsealed {
  revision: number;
  at: number;
  action: Action;
  reason: string | null;
  /** The record as JSON. */
  record: string;
  /** The hash and the time of the statement before; null if this is the first. */
  previous: { hash: string; at: number } | null;
  /** Whether it may be signed. A revision from before there were statements may not. */
  isSignable: boolean;
}

type Columns<T> = T & Record<string, SqlStorageValue>;

/** The statements about revisions that readers have seen. A statement that is signed never changes. */
export class Statements {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Returns the next revision to be sealed, of a story that readers have seen. */
  next(story: number): Unsealed | undefined {
    const revision = this.nextRevision(story);
    if (revision === undefined) return undefined;
    const query = `SELECT revision, at, action, reason, record, seal.story IS NULL AS isSignable
      FROM revision LEFT JOIN seal USING (story, revision) WHERE story = ? AND revision = ?`;
    const row = this.#sql
      .exec<Columns<Omit<Unsealed, 'previous' | 'isSignable'> & { isSignable: number }>>(
        query,
        story,
        revision,
      )
      .one();
    const last = this.#last(story);
    const previous = last ? { hash: last.hash, at: Date.parse(last.at) } : null;
    return { ...row, previous, isSignable: row.isSignable === 1 };
  }

  /** Returns the number of the next revision to be sealed. */
  nextRevision(story: number): number | undefined {
    const after = this.#last(story)?.revision ?? (this.firstSeen(story) ?? 1) - 1;
    const query = 'SELECT MIN(revision) AS revision FROM revision WHERE story = ? AND revision > ?';
    return this.#sql.exec<{ revision: number | null }>(query, story, after).one().revision ?? undefined;
  }

  #last(story: number): { revision: number; hash: string; at: string } | undefined {
    const query = `SELECT revision, hash, statement ->> '$.at' AS at FROM seal
      WHERE story = ? AND hash IS NOT NULL ORDER BY revision DESC LIMIT 1`;
    return this.#sql.exec<{ revision: number; hash: string; at: string }>(query, story).toArray()[0];
  }

  /** Returns the first revision that readers have seen of a story that was public. */
  firstSeen(story: number): number | undefined {
    const recorded = 'SELECT first FROM story WHERE id = ?';
    const { first } = this.#sql.exec<{ first: number | null }>(recorded, story).one();
    if (first !== null) return first;
    const query = `SELECT revision, at, action, record ->> '$.datePublished' AS due
      FROM revision WHERE story = ? ORDER BY revision`;
    const rows = this.#sql
      .exec<{ revision: number; at: number; action: Action; due: string | null }>(query, story)
      .toArray();
    return firstSeen(rows.map(({ due, ...row }) => ({ ...row, due: Date.parse(due ?? '') })));
  }

  /** Stores a revision's seal; without one, notes that the revision is never signed. */
  add(story: number, revision: number, seal?: Seal): void {
    const { statement = null, hash = null, signature = null, key = null } = seal ?? {};
    const query = `INSERT INTO seal (story, revision, statement, hash, signature, key) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET statement = excluded.statement, hash = excluded.hash,
        signature = excluded.signature, key = excluded.key WHERE hash IS NULL`;
    this.#sql.exec(query, story, revision, statement, hash, signature, key);
  }

  /** Returns the hash that the first statement after a revision has as that of the one before; undefined if there is none. */
  previousOfNext(story: number, revision: number): string | null | undefined {
    const query = `SELECT statement ->> '$.previous' AS previous FROM seal
      WHERE story = ? AND revision > ? AND hash IS NOT NULL ORDER BY revision LIMIT 1`;
    return this.#sql.exec<{ previous: string | null }>(query, story, revision).toArray()[0]?.previous;
  }

  /**
   * Removes the statements of a story whose first revisions have only now been imported, without statements. Does nothing if one
   * is signed, or if the story was published here or imported with statements.
   */
  beginAgain(story: number): void {
    const query = `UPDATE seal SET statement = NULL, hash = NULL WHERE story = ?1
      AND (SELECT first FROM story WHERE id = ?1) IS NULL
      AND NOT EXISTS (SELECT 1 FROM seal WHERE story = ?1 AND signature IS NOT NULL)`;
    this.#sql.exec(query, story);
  }

  /** Records that the history of an imported story begins at its first statement. */
  beginAtFirst(story: number): void {
    const query = `UPDATE story SET first = (SELECT MIN(revision) FROM seal WHERE story = ?1 AND hash IS NOT NULL)
      WHERE id = ?1`;
    this.#sql.exec(query, story);
  }

  /** Returns the newest sealed revisions of a story. */
  newest(story: number): SealedRevisions {
    const counted = 'SELECT COUNT(*) AS count FROM seal WHERE story = ? AND hash IS NOT NULL';
    const { count } = this.#sql.exec<{ count: number }>(counted, story).one();
    const query = `SELECT revision, statement, hash, signature, key, who, octet_length(record) AS bytes
      FROM seal JOIN revision USING (story, revision)
      WHERE story = ? AND hash IS NOT NULL ORDER BY revision DESC LIMIT ${MAX_REVISIONS}`;
    let room = MAX_RECORD_BYTES;
    const rows = this.#sql
      .exec<Columns<Seal & { revision: number; who: string; bytes: number }>>(query, story)
      .toArray();
    const revisions = rows.map(({ revision, bytes, ...row }, index) => {
      room -= bytes;
      const isIncluded = index === 0 || room >= 0;
      return { ...row, record: isIncluded ? this.#record(story, revision) : null };
    });
    return { omitted: count - revisions.length, revisions: revisions.reverse() };
  }

  #record(story: number, revision: number): string {
    const query = 'SELECT record FROM revision WHERE story = ? AND revision = ?';
    return this.#sql.exec<{ record: string }>(query, story, revision).one().record;
  }
}
