/** What an isolate keeps so that it need not read or render it again; bounded in bytes, and what was asked for least recently goes first. */
export class Shelf<Kept extends { size: number }> {
  readonly #kept = new Map<string, Kept>();
  readonly #capacity: number;
  #bytes = 0;

  /** @param capacity the most bytes to keep */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(name: string): Kept | undefined {
    const kept = this.#kept.get(name);
    if (kept) {
      this.#kept.delete(name);
      this.#kept.set(name, kept);
    }
    return kept;
  }

  put(name: string, kept: Kept): void {
    this.remove(name);
    this.#kept.set(name, kept);
    this.#bytes += kept.size + ENTRY_OVERHEAD;
    for (const [oldest] of this.#kept) {
      if (this.#bytes <= this.#capacity) break;
      this.remove(oldest);
    }
  }

  remove(name: string): void {
    const kept = this.#kept.get(name);
    if (!kept) return;
    this.#bytes -= kept.size + ENTRY_OVERHEAD;
    this.#kept.delete(name);
  }
}

/** Bytes that each takes beside its `size`, for its name and what else is kept: the many that are small are bounded by it. */
const ENTRY_OVERHEAD = 4000;
