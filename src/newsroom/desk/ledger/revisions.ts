import { compactJson } from '../../../lib/compact-json.ts';
import type { Action, Seal } from '../../../site/story/history/statement.ts';
import { type Story, storyFields } from '../../../site/story/story.ts';

/** A revision: who did what, when (RFC 3339), and the record from then on. */
export interface Revision {
  revision: number;
  at: string;
  who: string;
  action: Action;
  record: Story;
  reason: string | null;
  /** The names of who wrote the draft that it was, and of who approved that; left out if it was none, or if nobody did. */
  wrote?: string[] | undefined;
  approved?: string[] | undefined;
}

interface Row extends Record<string, SqlStorageValue> {
  revision: number;
  at: number;
  who: string;
  action: Action;
  reason: string | null;
  wrote: string | null;
  approved: string | null;
}

const HEAD = 'revision, at, who, action, reason, wrote, approved';
/** The most revisions that `newestWith` finds. */
const MAX_FOUND = 50;

/** When a row of `story` was last restored, if readers had seen it before. */
export const RESTORED = `(SELECT at FROM revision WHERE revision.story = story.id AND action = 'restore'
  AND revision.revision > ifnull(story.first, 0) ORDER BY revision.revision DESC LIMIT 1)`;

const toHead = ({ at, wrote, approved, ...row }: Row): Omit<Revision, 'record'> => ({
  ...row,
  at: new Date(at).toISOString(),
  ...(wrote === null ? {} : { wrote: JSON.parse(wrote) }),
  ...(approved === null ? {} : { approved: JSON.parse(approved) }),
});

/** Every revision of every story. Revisions are only added, never changed or removed. */
export class Revisions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(story: number, entry: Omit<Revision, 'at'> & { at: number }): void {
    const { revision, at, who, action, record, reason } = entry;
    const [wrote = null, approved = null] = [entry.wrote, entry.approved].map(
      (names) => names && JSON.stringify(names),
    );
    const query = `INSERT INTO revision (story, ${HEAD}, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    const values = [revision, at, who, action, reason, wrote, approved, compactJson(record)];
    this.#sql.exec(query, story, ...values);
  }

  /** Lists the story's revisions without their records, oldest first. */
  list(story: number): Omit<Revision, 'record'>[] {
    const query = `SELECT ${HEAD} FROM revision WHERE story = ? ORDER BY revision`;
    return this.#sql.exec<Row>(query, story).toArray().map(toHead);
  }

  get(story: number, revision: number): Revision | undefined {
    const query = `SELECT ${HEAD}, record FROM revision WHERE story = ? AND revision = ?`;
    const [row] = this.#sql.exec<Row & { record: string }>(query, story, revision).toArray();
    return row && { ...toHead(row), record: JSON.parse(row.record) as Story };
  }

  /** Returns when a story that readers had seen was last restored; undefined if it never was. */
  restored(story: number): string | undefined {
    const query = `SELECT ${RESTORED} AS at FROM story WHERE id = ?`;
    const [row] = this.#sql.exec<{ at: number | null }>(query, story).toArray();
    return row && row.at !== null ? new Date(row.at).toISOString() : undefined;
  }

  /** Returns whether somebody approved the revision. */
  isApproved(story: number, revision: number): boolean {
    const query = 'SELECT 1 FROM revision WHERE story = ? AND revision = ? AND approved IS NOT NULL';
    return this.#sql.exec(query, story, revision).toArray().length > 0;
  }

  /** Returns the newest revisions from `first` on with this analysis, newest first, with the fields that records have today. */
  newestWith(story: number, first: number, articleBody: string): Revision[] {
    const query = `SELECT ${HEAD}, record FROM revision
      WHERE story = ? AND revision >= ? AND record ->> '$.articleBody' = ?
      ORDER BY revision DESC LIMIT ${MAX_FOUND}`;
    return this.#sql
      .exec<Row & { record: string }>(query, story, first, articleBody)
      .toArray()
      .map((row) => {
        const stored = JSON.parse(row.record);
        return { ...toHead(row), record: storyFields.safeParse(stored).data ?? stored };
      });
  }

  /**
   * Returns the newest revisions before the given one with their seals, oldest first: as many as fit into `bytes` as JSON, but at
   * least one if there is one.
   */
  newestBefore(story: number, before: number, bytes: number): (Revision & { seal?: Seal })[] {
    const query = `SELECT ${HEAD}, record, statement, hash, signature, key
       FROM revision LEFT JOIN seal USING (story, revision)
       WHERE story = ? AND revision < ? ORDER BY revision DESC`;
    const found: (Revision & { seal?: Seal })[] = [];
    let room = bytes;
    for (const { statement, hash, signature, key, ...row } of this.#sql.exec<
      Row & { record: string } & Record<keyof Seal, string>
    >(query, story, before)) {
      const revision = {
        ...toHead(row),
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
