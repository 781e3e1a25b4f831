import { compactJson } from '../../lib/compact-json.ts';
import type { Action, Seal } from '../../story/history/statement.ts';
import { type Story, storyFields } from '../../story/story.ts';

/** A revision: who did what, when (RFC 3339), and the record from then on. */
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

const withIsoTime = ({ at, ...row }: Row) => ({ ...row, at: new Date(at).toISOString() });

/** Every revision of every story. Revisions are only added, never changed or removed. */
export class Revisions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(story: number, entry: Omit<Revision, 'at'> & { at: number }): void {
    const { revision, at, who, action, record, reason } = entry;
    const query =
      'INSERT INTO revision (story, revision, at, who, action, record, reason) VALUES (?, ?, ?, ?, ?, ?, ?)';
    this.#sql.exec(query, story, revision, at, who, action, compactJson(record), reason);
  }

  /** Lists the story's revisions without their records, oldest first. */
  list(story: number): Omit<Revision, 'record'>[] {
    const query = 'SELECT revision, at, who, action, reason FROM revision WHERE story = ? ORDER BY revision';
    return this.#sql.exec<Row>(query, story).toArray().map(withIsoTime);
  }

  get(story: number, revision: number): Revision | undefined {
    const query =
      'SELECT revision, at, who, action, reason, record FROM revision WHERE story = ? AND revision = ?';
    const [row] = this.#sql.exec<Row & { record: string }>(query, story, revision).toArray();
    return row && { ...withIsoTime(row), record: JSON.parse(row.record) as Story };
  }

  /**
   * Returns the newest revisions before the given one with their seals, oldest first: as many as fit into `bytes` as JSON, but at
   * least one if there is one.
   */
  newestBefore(story: number, before: number, bytes: number): (Revision & { seal?: Seal })[] {
    const query = `SELECT revision, at, who, action, reason, record, statement, hash, signature, key
       FROM revision LEFT JOIN seal USING (story, revision)
       WHERE story = ? AND revision < ? ORDER BY revision DESC`;
    const found: (Revision & { seal?: Seal })[] = [];
    let room = bytes;
    for (const { statement, hash, signature, key, ...row } of this.#sql.exec<
      Row & { record: string } & Record<keyof Seal, string>
    >(query, story, before)) {
      const revision = {
        ...withIsoTime(row),
        record: JSON.parse(row.record) as Story,
        ...(hash === null ? {} : { seal: { statement, hash, signature, key } }),
      };
      room -= new TextEncoder().encode(JSON.stringify(revision)).byteLength;
      if (room < 0 && found.length > 0) break;
      found.push(revision);
    }
    return found.reverse();
  }

  /** Returns whether the revision has exactly this record. One of an earlier version lacks the fields that are new, and empty. */
  hasRecord(story: number, revision: number, record: Story): boolean {
    const query = 'SELECT record FROM revision WHERE story = ? AND revision = ?';
    const stored = this.#sql.exec<{ record: string }>(query, story, revision).one().record;
    const given = compactJson(record);
    if (stored === given) return true;
    const { data } = storyFields.safeParse(JSON.parse(stored));
    return data !== undefined && compactJson(data) === given;
  }
}
