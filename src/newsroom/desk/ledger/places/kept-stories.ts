import { countClosedPages, PAGE_SIZE } from '../../../../site/edition/edition.ts';

export const KEPT_TABLE = `
CREATE TABLE kept (scope TEXT NOT NULL, story INTEGER NOT NULL, PRIMARY KEY (scope, story)) WITHOUT ROWID;
`;

/**
 * The stories that an edition keeps after their page has left it, because they are newer by date than some that were published
 * after them. Without them, an import of old news would take yesterday's stories off the front page. Where stories are published
 * in the order of their dates, there are none.
 */
export class KeptStories {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  has(scope: string, story: number): boolean {
    const query = 'SELECT 1 FROM kept WHERE scope = ? AND story = ?';
    return this.#sql.exec(query, scope, story).toArray().length > 0;
  }

  /**
   * Chooses the stories again if pages have closed. The scope's last place grew from `before` to `after`. Of the stories on the
   * edition's pages, on those that leave it, and of the kept ones, the newest by date stay: as many as its pages have.
   */
  choose(scope: string, before: number, after: number): void {
    const closed = countClosedPages(after);
    if (closed === countClosedPages(before)) return;
    const firstInEdition = (closed - 1) * PAGE_SIZE + 1;
    const firstBefore = Math.max(countClosedPages(before) - 1, 0) * PAGE_SIZE + 1;
    // CROSS JOIN keeps SQLite from reading the table of stories, or of places, as a whole.
    const query = `WITH candidate AS (
        SELECT story, sequence FROM place WHERE scope = ?1 AND sequence >= ?2 AND shown = 1
        UNION
        SELECT place.story, place.sequence FROM kept CROSS JOIN place ON place.story = kept.story AND place.scope = kept.scope
        WHERE kept.scope = ?1 AND place.shown = 1
      )
      SELECT candidate.story, candidate.sequence FROM candidate CROSS JOIN story ON story.id = candidate.story
      ORDER BY story.due DESC, candidate.sequence DESC
      LIMIT (SELECT COUNT(*) FROM place WHERE scope = ?1 AND sequence >= ?3 AND shown = 1)`;
    const newest = this.#sql
      .exec<{ story: number; sequence: number }>(query, scope, firstBefore, firstInEdition)
      .toArray();
    const kept = new Set(
      newest.filter(({ sequence }) => sequence < firstInEdition).map(({ story }) => story),
    );
    for (const { story } of this.#list(scope)) {
      if (!kept.delete(story)) this.#sql.exec('DELETE FROM kept WHERE scope = ? AND story = ?', scope, story);
    }
    for (const story of kept) this.#sql.exec('INSERT INTO kept (scope, story) VALUES (?, ?)', scope, story);
  }

  #list(scope: string) {
    return this.#sql.exec<{ story: number }>('SELECT story FROM kept WHERE scope = ?', scope).toArray();
  }
}
