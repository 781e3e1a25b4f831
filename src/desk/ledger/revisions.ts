import { compactJson } from '../../lib/compact-json.ts';
import type { Story } from '../../story/story.ts';

export const ACTIONS = ['publish', 'change', 'rename', 'withdraw', 'restore', 'merge'] as const;
export type Action = (typeof ACTIONS)[number];

/** One revision: who did what, when (RFC 3339), and the record from then on. */
export interface Revision {
  revision: number;
  at: string;
  who: string;
  action: Action;
  record: Story;
  reason: string | null;
}

interface Row extends Record<string, SqlStorageValue> {
  revision: number;
  at: number;
  who: string;
  action: Action;
  reason: string | null;
}

const toTime = ({ at, ...row }: Row) => ({ ...row, at: new Date(at).toISOString() });

/** Every revision of every story. Nothing here is ever changed or removed. */
export class Revisions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(story: number, entry: Omit<Revision, 'at'> & { at: number }): void {
    this.#sql.exec(
      'INSERT INTO revision (story, revision, at, who, action, record, reason) VALUES (?, ?, ?, ?, ?, ?, ?)',
      story,
      entry.revision,
      entry.at,
      entry.who,
      entry.action,
      compactJson(entry.record),
      entry.reason,
    );
  }

  /** Who did what, and when, without the records. */
  list(story: number): Omit<Revision, 'record'>[] {
    const query = 'SELECT revision, at, who, action, reason FROM revision WHERE story = ? ORDER BY revision';
    return this.#sql.exec<Row>(query, story).toArray().map(toTime);
  }

  get(story: number, revision: number): Revision | undefined {
    const query =
      'SELECT revision, at, who, action, reason, record FROM revision WHERE story = ? AND revision = ?';
    const [row] = this.#sql.exec<Row & { record: string }>(query, story, revision).toArray();
    return row && { ...toTime(row), record: JSON.parse(row.record) as Story };
  }

  /**
   * The newest revisions before the given one, in the order of their numbers: as many as take these bytes as JSON, and at
   * least one.
   */
  newestBefore(story: number, before: number, bytes: number): Revision[] {
    const query = `SELECT revision, at, who, action, reason, record FROM revision
       WHERE story = ? AND revision < ? ORDER BY revision DESC`;
    const found: Revision[] = [];
    let room = bytes;
    for (const row of this.#sql.exec<Row & { record: string }>(query, story, before)) {
      const revision = { ...toTime(row), record: JSON.parse(row.record) as Story };
      room -= new TextEncoder().encode(JSON.stringify(revision)).byteLength;
      if (room < 0 && found.length > 0) break;
      found.push(revision);
    }
    return found.reverse();
  }

  /** Whether a record is, to the letter, that of a revision. */
  hasRecord(story: number, revision: number, record: Story): boolean {
    const query = 'SELECT record FROM revision WHERE story = ? AND revision = ?';
    return this.#sql.exec<{ record: string }>(query, story, revision).one().record === compactJson(record);
  }
}
