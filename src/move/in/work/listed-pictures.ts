import type { DatabaseSync } from 'node:sqlite';
import type { OldPicture, Place } from '../old-site.ts';

const ROWS_PER_PAGE = 200;

/** The pictures of the old site, and which post shows each. */
export class ListedPictures {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Adds a picture that a post shows; `owner` is the post's key, or empty if no post does. */
  add(owner: string, place: Place, picture: OldPicture): void {
    this.#database
      .prepare('INSERT INTO picture (owner, url, place, json) VALUES (?, ?, ?, ?)')
      .run(owner, picture.url, JSON.stringify(place), JSON.stringify(picture));
  }

  clear(): void {
    this.#database.exec('DELETE FROM picture');
  }

  count(): number {
    return Number(this.#database.prepare('SELECT count(DISTINCT url) AS n FROM picture').get()?.n);
  }

  /** Each picture once, as it is shown first. */
  *distinct(): Generator<OldPicture> {
    for (const { picture, isFirst } of this.all()) if (isFirst) yield picture;
  }

  /** Each picture as often as it is shown, in the order of the posts. */
  *all(): Generator<{ owner: string; place: Place; picture: OldPicture; isFirst: boolean }> {
    const page = this.#database.prepare(
      `SELECT id, owner, place, json, id = (SELECT min(id) FROM picture AS other WHERE other.url = picture.url) AS first
       FROM picture WHERE id > ? ORDER BY id LIMIT ${ROWS_PER_PAGE}`,
    );
    for (let after = 0; ; ) {
      const rows = page.all(after);
      for (const { owner, place, json, first } of rows) {
        yield {
          owner: String(owner),
          place: JSON.parse(String(place)),
          picture: JSON.parse(String(json)),
          isFirst: first === 1,
        };
      }
      const last = rows.at(-1);
      if (!last) return;
      after = Number(last.id);
    }
  }
}
