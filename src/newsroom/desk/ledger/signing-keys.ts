import type { UsedKey } from '../../../site/story/history/history.ts';

/** Every public key that has ever signed a statement of this newsroom. */
export class SigningKeys {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Lists the keys, the one that was used last first. */
  list(): UsedKey[] {
    const query = 'SELECT key, first, last FROM signing_key ORDER BY last DESC, key';
    return this.#sql.exec<UsedKey & Record<string, SqlStorageValue>>(query).toArray();
  }

  /** Records that a key has signed a statement of this time. Returns whether the public list of keys is stale. */
  use(key: string, at: number): boolean {
    const before = this.#published();
    const query = `INSERT INTO signing_key (key, first, last) VALUES (?1, ?2, ?2)
      ON CONFLICT (key) DO UPDATE SET first = MIN(first, ?2), last = MAX(last, ?2)`;
    this.#sql.exec(query, key, at);
    return this.#published() !== before;
  }

  /** What the public list depends on: it does not say when the newest key was last used, because every change would change it. */
  #published(): string {
    return JSON.stringify(
      this.list().map((each, index) => ({ ...each, last: index === 0 ? null : each.last })),
    );
  }
}
