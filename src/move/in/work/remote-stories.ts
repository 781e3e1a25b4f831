import type { DatabaseSync } from 'node:sqlite';

/** A story as a server lists it. */
export interface RemoteStory {
  slug: string;
  identifier: string;
  /** RFC 3339. */
  published: string;
  status: string;
  revision: number;
}

const toStory = (row: Record<string, unknown> | undefined): RemoteStory | undefined =>
  row && ({ ...row } as unknown as RemoteStory);

/** The stories of the server, as it listed them when this run began. */
export class RemoteStories {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  clear(): void {
    this.#database.exec('DELETE FROM remote');
  }

  add({ slug, identifier, published, status, revision }: RemoteStory): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO remote VALUES (?, ?, ?, ?, ?)')
      .run(slug, identifier, published, status, revision);
  }

  count(): number {
    return Number(this.#database.prepare('SELECT count(*) AS n FROM remote').get()?.n);
  }

  bySlug(slug: string): RemoteStory | undefined {
    return toStory(this.#database.prepare('SELECT * FROM remote WHERE slug = ?').get(slug));
  }

  byIdentifier(identifier: string): RemoteStory | undefined {
    return toStory(this.#database.prepare('SELECT * FROM remote WHERE identifier = ?').get(identifier));
  }
}
