import { SHARD_COUNT, shardOf } from '../../../site/redirects/shard.ts';

/** A row of the table, with what is at present known of its story. */
export interface RedirectRow extends Record<string, SqlStorageValue> {
  key: string;
  /** The id of the story to which it leads; null if it leads elsewhere. */
  story: number | null;
  /** What follows the story's address; without a story, a path or a URL. */
  target: string;
  /** The slug of the story, and whether readers have seen it. */
  slug: string | null;
  isPublic: number;
  identifier: string | null;
}

/** Where a redirect leads, as it is stored. */
export interface StoredTarget {
  story: number | null;
  target: string;
  /** The key of a path of this site, or the URL; null if it leads to a story. */
  leads: string | null;
}

/** The story that readers find is the one into which the redirect's story was merged, unless that was never public. */
const SELECT = `
  SELECT redirect.key, redirect.story, redirect.target, own.identifier,
    CASE WHEN EXISTS (SELECT 1 FROM place WHERE place.story = other.id) THEN other.slug ELSE own.slug END AS slug,
    EXISTS (SELECT 1 FROM place WHERE place.story = own.id) AS isPublic
  FROM redirect
  LEFT JOIN story AS own ON own.id = redirect.story
  LEFT JOIN story AS other ON other.identifier = own.merged AND other.merged IS NULL`;

/** Returns where a redirect leads at present: a path of this site, or a URL of another. */
export const presentTarget = ({ slug, target }: Pick<RedirectRow, 'slug' | 'target'>): string =>
  slug === null ? target : `/stories/${slug}${target}`;

/** The table of redirects. */
export class RedirectTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  #rows(condition: string, ...values: SqlStorageValue[]): RedirectRow[] {
    return this.#sql.exec<RedirectRow>(`${SELECT} WHERE ${condition}`, ...values).toArray();
  }

  find(key: string): RedirectRow | undefined {
    return this.#rows('redirect.key = ?', key)[0];
  }

  /** Finds a redirect that leads to the path with this key. */
  leadingTo(key: string): RedirectRow | undefined {
    return this.#rows('redirect.leads = ? LIMIT 1', key)[0];
  }

  inShard(shard: number): RedirectRow[] {
    return this.#rows('redirect.shard = ? ORDER BY redirect.key', shard);
  }

  /** Lists redirects behind a key, in the order of their keys. */
  listAfter(after: string, limit: number): RedirectRow[] {
    return this.#rows('redirect.key > ? ORDER BY redirect.key LIMIT ?', after, limit);
  }

  /** Lists redirects whose keys begin like this. */
  listPrefix(prefix: string, after: string, limit: number): RedirectRow[] {
    // The last character of Unicode comes behind every other.
    const condition =
      'redirect.key > ? AND redirect.key >= ? AND redirect.key < ? ORDER BY redirect.key LIMIT ?';
    return this.#rows(condition, after, prefix, `${prefix}\u{10FFFF}`, limit);
  }

  /** Lists redirects to a story, or to another path or URL. */
  listTo(to: Pick<StoredTarget, 'story' | 'leads'>, after: string, limit: number): RedirectRow[] {
    const column = to.story === null ? 'leads' : 'story';
    const condition = `redirect.${column} = ? AND redirect.key > ? ORDER BY redirect.key LIMIT ?`;
    return this.#rows(condition, to.story ?? to.leads, after, limit);
  }

  put(key: string, { story, target, leads }: StoredTarget): void {
    const query = `INSERT INTO redirect (key, shard, story, target, leads) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET story = excluded.story, target = excluded.target, leads = excluded.leads`;
    this.#sql.exec(query, key, shardOf(key), story, target, leads);
  }

  remove(key: string): void {
    this.#sql.exec('DELETE FROM redirect WHERE key = ?', key);
  }

  /** Returns the parts that have redirects. */
  shards(): number[] {
    const query = 'SELECT 1 FROM redirect WHERE shard = ? LIMIT 1';
    return Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter(
      (shard) => this.#sql.exec(query, shard).toArray().length > 0,
    );
  }
}
