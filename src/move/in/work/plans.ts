import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/** What becomes of a post. `none`: it is left out, and a loss says why. */
type PlanKind = 'story' | 'draft' | 'page' | 'none';

/** Where the TL;DR of a story comes from. */
export type AbstractSource = 'excerpt' | 'first sentences' | 'headline';

/** What becomes of a post of the old site. */
export interface Plan {
  /** The post's key. */
  key: string;
  kind: PlanKind;
  slug: string | null;
  abstract: AbstractSource | null;
  /** What is sent: a record as JSON, or the text of a draft. */
  body: string | null;
}

export type StoredPlan = Plan & { id: number; hash: string };

const ROWS_PER_PAGE = 50;

const hashOf = (body: string) => createHash('sha256').update(body).digest('hex').slice(0, 32);

/** What becomes of the posts, in the order in which it is sent. */
export class Plans {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  add({ key, kind, slug, abstract, body }: Plan): void {
    this.#database
      .prepare(
        'INSERT OR REPLACE INTO plan (key, kind, slug, abstract, hash, json) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(key, kind, slug, abstract, body === null ? null : hashOf(body), body);
  }

  /** Gives an entry another slug than the one that was planned. */
  setSlug(key: string, slug: string): void {
    this.#database.prepare('UPDATE plan SET slug = ? WHERE key = ?').run(slug, key);
  }

  has(key: string): boolean {
    return this.#database.prepare('SELECT 1 FROM plan WHERE key = ?').get(key) !== undefined;
  }

  /** Returns what becomes of a post, without what is sent; undefined if that is not planned yet. */
  find(key: string): Pick<Plan, 'kind' | 'slug'> | undefined {
    const row = this.#database.prepare('SELECT kind, slug FROM plan WHERE key = ?').get(key);
    return row && ({ ...row } as unknown as Pick<Plan, 'kind' | 'slug'>);
  }

  /** Whether a slug is taken by another entry of the same kind. */
  hasSlug(kind: PlanKind, slug: string): boolean {
    return (
      this.#database.prepare('SELECT 1 FROM plan WHERE kind = ? AND slug = ?').get(kind, slug) !== undefined
    );
  }

  count(kind: PlanKind): number {
    return Number(this.#database.prepare('SELECT count(*) AS n FROM plan WHERE kind = ?').get(kind)?.n);
  }

  countAbstracts(source: AbstractSource): number {
    const query = "SELECT count(*) AS n FROM plan WHERE kind = 'story' AND abstract = ?";
    return Number(this.#database.prepare(query).get(source)?.n);
  }

  /** The plans of a kind, in the order in which they were made. */
  *all(kind: PlanKind): Generator<StoredPlan> {
    const page = this.#database.prepare(
      `SELECT id, key, kind, slug, abstract, hash, json AS body FROM plan
       WHERE kind = ? AND id > ? ORDER BY id LIMIT ${ROWS_PER_PAGE}`,
    );
    for (let after = 0; ; ) {
      const rows = page.all(kind, after) as unknown as StoredPlan[];
      yield* rows;
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
    }
  }

  /** Counts a story of a topic. The first title that a topic has here is the one that counts. Returns that title. */
  addTopic(slug: string, title: string): string {
    const row = this.#database
      .prepare(
        'INSERT INTO topic VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET stories = stories + 1 RETURNING title',
      )
      .get(slug, title);
    return String(row?.title);
  }

  hasTopic(slug: string): boolean {
    return this.#database.prepare('SELECT 1 FROM topic WHERE slug = ?').get(slug) !== undefined;
  }

  /** The topics of the stories, the one with the most stories first. */
  topics(): { slug: string; title: string; stories: number }[] {
    const query = 'SELECT slug, title, stories FROM topic ORDER BY stories DESC, slug';
    return this.#database
      .prepare(query)
      .all()
      .map((row) => ({ ...row })) as unknown as { slug: string; title: string; stories: number }[];
  }
}
