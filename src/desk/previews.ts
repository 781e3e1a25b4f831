import type { Story } from '../story/story.ts';

/** How long a preview is kept, in milliseconds. */
const KEPT = 3_600_000;

/** Drafts that somebody is looking at. */
export class Previews {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Keeps a draft, in the place of an earlier one of this id; those whose time is over are removed. */
  keep(id: string, story: Story, now: number): void {
    this.#sql.exec('DELETE FROM preview WHERE at < ?', now - KEPT);
    this.#sql.exec(
      'INSERT INTO preview (id, record, at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record, at = excluded.at',
      id,
      JSON.stringify(story),
      now,
    );
  }

  /** The draft, until its time is over. */
  find(id: string, now: number): Story | undefined {
    const [row] = this.#sql
      .exec<{ record: string }>('SELECT record FROM preview WHERE id = ? AND at >= ?', id, now - KEPT)
      .toArray();
    return row && JSON.parse(row.record);
  }
}
