/** An approval that holds. */
export interface Approval {
  person: string;
  name: string;
  /** RFC 3339. */
  at: string;
  /** The id of the draft that was approved. */
  draft: string;
}

/**
 * The approvals that hold: for the newest version of a draft that was not discarded, given by somebody who still belongs to the
 * newsroom and did not write any version of it. They end when somebody asks for changes, saves other text, or gives the draft
 * another base. A program cannot approve. A program and a person with the same name count as one.
 */
export class Approvals {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Returns whether somebody has ever approved a draft that is still there. */
  areAny(): boolean {
    return this.#sql.exec('SELECT 1 FROM review_event WHERE hash IS NOT NULL LIMIT 1').toArray().length > 0;
  }

  /** Returns who approved a record, each person once, first to last. `hash` is `recordHash(withoutReview(record))`. */
  ofRecord(hash: string): Approval[] {
    return this.#find('event.hash = ?', hash);
  }

  /** Returns who approved a draft as it is now, each person once, first to last. */
  ofDraft(id: string): Approval[] {
    return this.#find('event.draft = ?', id);
  }

  #find(condition: string, value: string): Approval[] {
    const query = `SELECT event.person, event.name, event.at, event.draft
      FROM review_event AS event
      JOIN draft ON draft.id = event.draft AND draft.version = event.version AND draft.discarded IS NULL
      JOIN person ON person.id = event.person AND person.removed IS NULL
      WHERE ${condition} AND event.kind = 'approved'
        AND NOT EXISTS (
          SELECT 1 FROM draft_author AS author WHERE author.draft = event.draft
            AND (author.person = event.person OR (author.person = '' AND author.name = person.name COLLATE NOCASE)))
        AND NOT EXISTS (
          SELECT 1 FROM review_event AS later WHERE later.draft = event.draft AND later.id > event.id
            AND later.kind IN ('changes asked', 'voided'))
      ORDER BY event.id`;
    type Columns = Omit<Approval, 'at'> & { at: number } & Record<string, SqlStorageValue>;
    const found = new Map<string, Approval>();
    for (const { at, ...row } of this.#sql.exec<Columns>(query, value)) {
      if (!found.has(row.person)) found.set(row.person, { ...row, at: new Date(at).toISOString() });
    }
    return [...found.values()];
  }
}
