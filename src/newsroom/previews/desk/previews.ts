import { toHex } from '../../../lib/encodings.ts';
import type { WrittenStory } from '../../../site/story/story.ts';

/** How long a preview is kept, in milliseconds. */
const PREVIEW_LIFETIME = 3_600_000;

/** Drafts under random ids of 128 bits. Only the id protects a preview from strangers, so the server chooses it. */
export class Previews {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Stores a draft and returns its id. Removes expired drafts. */
  add(story: WrittenStory, now: number): string {
    this.#sql.exec('DELETE FROM preview WHERE at < ?', now - PREVIEW_LIFETIME);
    const id = toHex(crypto.getRandomValues(new Uint8Array(16)));
    this.#sql.exec('INSERT INTO preview (id, record, at) VALUES (?, ?, ?)', id, JSON.stringify(story), now);
    return id;
  }

  /** Replaces the draft with this id; returns false if there is none, or it has expired. */
  replace(id: string, story: WrittenStory, now: number): boolean {
    const query = 'UPDATE preview SET record = ?, at = ? WHERE id = ? AND at >= ? RETURNING id';
    return this.#sql.exec(query, JSON.stringify(story), now, id, now - PREVIEW_LIFETIME).toArray().length > 0;
  }

  find(id: string, now: number): WrittenStory | undefined {
    const [row] = this.#sql
      .exec<{ record: string }>(
        'SELECT record FROM preview WHERE id = ? AND at >= ?',
        id,
        now - PREVIEW_LIFETIME,
      )
      .toArray();
    return row && JSON.parse(row.record);
  }
}
