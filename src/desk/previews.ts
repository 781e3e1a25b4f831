import type { Story } from '../story/story.ts';

/** How long a preview is kept, in milliseconds. */
const KEPT = 3_600_000;

/**
 * Drafts that somebody is looking at. Only its id keeps strangers from a preview, so the server makes the id: 128 random bits.
 */
export class Previews {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Keeps a draft under a new id, and removes drafts whose time is over. */
  add(story: Story, now: number): string {
    this.#sql.exec('DELETE FROM preview WHERE at < ?', now - KEPT);
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const id = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    this.#sql.exec('INSERT INTO preview (id, record, at) VALUES (?, ?, ?)', id, JSON.stringify(story), now);
    return id;
  }

  /** Replaces the draft with this id; returns false if there is none. */
  replace(id: string, story: Story, now: number): boolean {
    const query = 'UPDATE preview SET record = ?, at = ? WHERE id = ? AND at >= ? RETURNING id';
    return this.#sql.exec(query, JSON.stringify(story), now, id, now - KEPT).toArray().length > 0;
  }

  /** The draft, until its time is over. */
  find(id: string, now: number): Story | undefined {
    const [row] = this.#sql
      .exec<{ record: string }>('SELECT record FROM preview WHERE id = ? AND at >= ?', id, now - KEPT)
      .toArray();
    return row && JSON.parse(row.record);
  }
}
