import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { OldEntry, OldPost } from '../old-site.ts';

type Other = Exclude<OldEntry, { kind: 'post' | 'loss' }>;
type OfKind<K extends Other['kind']> = Extract<Other, { kind: K }>;

/** How many rows are in memory at once. Posts can be large. */
const [POSTS_PER_PAGE, ENTRIES_PER_PAGE] = [20, 500];

/** The entries of the old site, as its reader told of them. */
export class OldEntries {
  readonly #database: DatabaseSync;
  readonly #addPost: StatementSync;
  readonly #addEntry: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#addPost = database.prepare(
      'INSERT INTO post (key, identifier, time, json) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING',
    );
    this.#addEntry = database.prepare('INSERT INTO entry (kind, json) VALUES (?, ?)');
  }

  /** Adds a post. Returns whether it was new: a reader may meet one twice, and the first counts. */
  addPost(post: OldPost): boolean {
    const time = post.published === null ? Number.NaN : Date.parse(post.published);
    return (
      this.#addPost.run(
        post.key,
        post.identifier,
        Number.isNaN(time) ? null : Math.trunc(time),
        JSON.stringify(post),
      ).changes > 0
    );
  }

  /** Whether another post has this identifier. */
  hasIdentifier(identifier: string): boolean {
    return this.#database.prepare('SELECT 1 FROM post WHERE identifier = ?').get(identifier) !== undefined;
  }

  add(entry: Other): void {
    this.#addEntry.run(entry.kind, JSON.stringify(entry));
  }

  countPosts(): number {
    return Number(this.#database.prepare('SELECT count(*) AS n FROM post').get()?.n);
  }

  /** The posts, oldest first, and those without a date last. */
  *posts(): Generator<OldPost> {
    const page = this.#database.prepare(
      `SELECT id, coalesce(time, 9e15) AS time, json FROM post WHERE (coalesce(time, 9e15), id) > (?, ?)
       ORDER BY coalesce(time, 9e15), id LIMIT ${POSTS_PER_PAGE}`,
    );
    for (let [time, id] = [-9e15, 0]; ; ) {
      const rows = page.all(time, id);
      for (const { json } of rows) yield JSON.parse(String(json)) as OldPost;
      const last = rows.at(-1);
      if (!last) return;
      [time, id] = [Number(last.time), Number(last.id)];
    }
  }

  /** The dates of public posts. */
  *publicDates(): Generator<string> {
    const query = `SELECT json ->> 'published' AS date FROM post
      WHERE json ->> 'unpublished' IS NULL AND json ->> 'type' = 'post' AND json ->> 'published' IS NOT NULL ORDER BY id`;
    for (const { date } of this.#database.prepare(query).iterate()) yield String(date);
  }

  /** The entries of one kind, in the order of the source. */
  *all<K extends Other['kind']>(kind: K): Generator<OfKind<K>> {
    const page = this.#database.prepare(
      `SELECT id, json FROM entry WHERE kind = ? AND id > ? ORDER BY id LIMIT ${ENTRIES_PER_PAGE}`,
    );
    for (let after = 0; ; ) {
      const rows = page.all(kind, after);
      for (const { json } of rows) yield JSON.parse(String(json)) as OfKind<K>;
      const last = rows.at(-1);
      if (!last) return;
      after = Number(last.id);
    }
  }

  /** The old site itself; undefined if the source did not describe it. */
  site(): OfKind<'site'> | undefined {
    for (const site of this.all('site')) return site;
    return undefined;
  }
}
