/** How long the text of a source is kept after its draft was deleted, in milliseconds: 90 days. */
const SOURCE_LIFETIME = 90 * 86_400_000;
/** The most texts that one run of the alarm deletes: of the longest, that is 60 MB. */
const TEXTS_PER_RUN = 50;

/** Deletes the texts of sources 90 days after the draft that was made from them. */
class SourceExpiry {
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

/** How long a draft is kept after it was published or discarded, or after its embargo ended if that is later, in milliseconds: 30 days. */
const DRAFT_LIFETIME = 30 * 86_400_000;
/** The most versions that one run of the alarm deletes: of the longest drafts, that is 200 MB. */
const VERSIONS_PER_RUN = 100;
/** The most drafts that one run of the alarm looks at. */
const DRAFTS_PER_RUN = 50;

/**
 * Deletes drafts 30 days after they were published or discarded, with their versions, notes and reviews; and what was read to write them
 * 90 days after that.
 */
export class DraftExpiry {
  readonly #sql: SqlStorage;
  readonly #sources: SourceExpiry;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#sources = new SourceExpiry(sql);
  }

  /** Returns when the next draft or text of a source is to be deleted, in milliseconds; undefined if none is. */
  next(): number | undefined {
    const query = `SELECT MIN(at) AS at FROM (
      SELECT MIN(discarded) AS at FROM draft WHERE discarded IS NOT NULL
      UNION ALL SELECT MIN(MAX(updated, ifnull(embargo, 0))) FROM draft WHERE state = 'published')`;
    const { at } = this.#sql.exec<{ at: number | null }>(query).one();
    const times = [at === null ? undefined : at + DRAFT_LIFETIME, this.#sources.next()];
    const due = Math.min(...times.filter((time) => time !== undefined));
    return due === Number.POSITIVE_INFINITY ? undefined : due;
  }

  /** Deletes drafts whose time has come, the newest versions first, so that nobody finds what is left; and texts of sources. */
  run(now: number): void {
    this.#sources.run(now);
    const before = now - DRAFT_LIFETIME;
    const query = `SELECT id FROM draft WHERE discarded <= ?1
      UNION SELECT id FROM draft WHERE state = 'published' AND MAX(updated, ifnull(embargo, 0)) <= ?1 LIMIT ${DRAFTS_PER_RUN}`;
    let room = VERSIONS_PER_RUN;
    for (const { id } of this.#sql.exec<{ id: string }>(query, before).toArray()) {
      room -= this.#deleteVersions(id, room);
      if (room <= 0) return;
      this.#sql.exec('DELETE FROM note_on_draft WHERE draft = ?', id);
      this.#sql.exec('DELETE FROM draft_author WHERE draft = ?', id);
      this.#sources.begin(id, now);
      // Which reports of errors it has corrected is known by its reviews.
      this.#sql.exec('DELETE FROM draft WHERE id = ?', id);
      this.#sql.exec('DELETE FROM review_event WHERE draft = ?', id);
    }
  }

  /** Deletes the newest versions of a draft. Returns how many it deleted. */
  #deleteVersions(id: string, most: number): number {
    const query = `DELETE FROM draft_version WHERE draft = ?1 AND version IN
      (SELECT version FROM draft_version WHERE draft = ?1 ORDER BY version DESC LIMIT ?2) RETURNING 1`;
    return this.#sql.exec(query, id, most).toArray().length;
  }
}
