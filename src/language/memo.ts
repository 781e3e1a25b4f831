/** The most values that a memo holds: enough for a dozen languages with several regions each. */
const CAPACITY = 40;

/**
 * Holds what is slow to make, by its key, for the newest keys. The limit is needed because stories can use any number of language
 * tags: `en-x-a1`, `en-x-a2` and so on are all valid.
 */
export class Memo<T> {
  readonly #made = new Map<string, T>();

  get(key: string, make: (key: string) => T): T {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#made.size >= CAPACITY ? this.#made.keys() : [];
    if (oldest !== undefined) this.#made.delete(oldest);
    const value = make(key);
    this.#made.set(key, value);
    return value;
  }
}
