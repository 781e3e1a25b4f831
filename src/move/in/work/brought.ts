import type { DatabaseSync } from 'node:sqlite';
import type { SentKind } from './acknowledgements.ts';

/** Something that the move has brought to a server, and that an undo takes back. */
export interface BroughtItem {
  kind: SentKind;
  /** The key of its post, or that of the redirect. */
  key: string;
  /** How the server calls it: a slug, the id of a draft, an old address. */
  name: string;
  /** Of which revision or version the server has it, if nobody has edited it; null for a redirect. */
  revision: number | null;
  /** What else tells whether somebody has edited it: where a redirect leads. Of a page, the revision that it replaced, if it did. */
  detail: string | null;
}

/** By what is noted which revision the server has of something that an undo took back: a later move brings that again. */
export const UNDONE = 'undone';
/** By what is noted whether an undo has begun with something, and does not know yet what came of it: it may be killed. */
export const UNDOING = 'undoing';
export const undoneKey = (server: string, kind: SentKind, key: string) => `${server} ${kind} ${key}`;

const ROWS_PER_PAGE = 200;

/** What the move has brought to servers. It outlives a new reading of the source, and later runs. */
export class Brought {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  add(server: string, { kind, key, name, revision, detail }: BroughtItem): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO brought VALUES (?, ?, ?, ?, ?, ?)')
      .run(server, kind, key, name, revision, detail);
  }

  find(server: string, kind: SentKind, key: string): BroughtItem | undefined {
    const row = this.#database
      .prepare(
        'SELECT kind, key, name, revision, detail FROM brought WHERE server = ? AND kind = ? AND key = ?',
      )
      .get(server, kind, key);
    return row && ({ ...row } as unknown as BroughtItem);
  }

  /** Notes another revision of something that the move has brought; does nothing if it has not. */
  revise(server: string, kind: SentKind, key: string, revision: number | null): void {
    this.#database
      .prepare('UPDATE brought SET revision = ? WHERE server = ? AND kind = ? AND key = ?')
      .run(revision, server, kind, key);
  }

  remove(server: string, kind: SentKind, key: string): void {
    this.#database
      .prepare('DELETE FROM brought WHERE server = ? AND kind = ? AND key = ?')
      .run(server, kind, key);
  }

  count(server: string, kind?: SentKind): number {
    const query = 'SELECT count(*) AS n FROM brought WHERE server = ? AND kind = coalesce(?, kind)';
    return Number(this.#database.prepare(query).get(server, kind ?? null)?.n);
  }

  /** What was brought of a kind, some at a time, in the order of the keys. */
  *pages(server: string, kind: SentKind): Generator<BroughtItem[]> {
    const page = this.#database.prepare(
      `SELECT kind, key, name, revision, detail FROM brought WHERE server = ? AND kind = ? AND key > ? ORDER BY key LIMIT ${ROWS_PER_PAGE}`,
    );
    for (let after = ''; ; ) {
      const rows = page.all(server, kind, after).map((row) => ({ ...row })) as unknown as BroughtItem[];
      const last = rows.at(-1);
      if (!last) return;
      yield rows;
      after = last.key;
    }
  }
}
