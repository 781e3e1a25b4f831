/** How long the text of a source is kept after its draft was deleted, in milliseconds: 90 days. */
const SOURCE_LIFETIME = 90 * 86_400_000;
/** The most texts that one run of the alarm deletes: of the longest, that is 60 MB. */
const TEXTS_PER_RUN = 50;

/** Deletes the texts of sources 90 days after the draft that was made from them. */
export class SourceExpiry {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Begins the last days of a draft's sources, as the draft is deleted. Its origin goes with its history. */
  begin(draft: string, now: number): void {
    this.#sql.exec('DELETE FROM draft_origin WHERE draft = ?', draft);
    const query = 'UPDATE source_text SET expires = ? WHERE draft = ? AND expires IS NULL';
    this.#sql.exec(query, now + SOURCE_LIFETIME, draft);
  }

  /** Returns when the next text is to be deleted, in milliseconds; undefined if none is. */
  next(): number | undefined {
    const query = 'SELECT MIN(expires) AS at FROM source_text WHERE expires IS NOT NULL';
    return this.#sql.exec<{ at: number | null }>(query).one().at ?? undefined;
  }

  /** Deletes texts whose time has come. */
  run(now: number): void {
    const query = `DELETE FROM source_text WHERE id IN
      (SELECT id FROM source_text WHERE expires <= ? ORDER BY expires LIMIT ${TEXTS_PER_RUN})`;
    this.#sql.exec(query, now);
  }
}
