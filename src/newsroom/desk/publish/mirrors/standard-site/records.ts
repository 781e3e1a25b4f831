/** What was last sent of a story: the hash of its record, empty for none; and why the server refused it. */
export type SentRecord = { hash: string; refusal: string | null };

/** What was last sent of each story. */
export class Records {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(story: number): SentRecord | undefined {
    const query = 'SELECT hash, refusal FROM atproto_record WHERE story = ?';
    return this.#sql.exec<SentRecord>(query, story).toArray()[0];
  }

  set(story: number, { hash, refusal }: SentRecord): void {
    const query =
      'INSERT INTO atproto_record (story, hash, refusal) VALUES (?1, ?2, ?3) ON CONFLICT (story) DO UPDATE SET hash = ?2, refusal = ?3';
    this.#sql.exec(query, story, hash, refusal);
  }

  /** Forgets everything, so that every record is sent again. */
  clear(): void {
    this.#sql.exec('DELETE FROM atproto_record');
  }

  /** Returns how many records the repository has, as far as is known. */
  count(): number {
    const query = "SELECT COUNT(*) AS count FROM atproto_record WHERE hash <> '' AND refusal IS NULL";
    return this.#sql.exec<{ count: number }>(query).one().count;
  }
}
