/** A least-recently-used cache, limited in bytes, for what an isolate has read or rendered. */
export class Shelf<Kept extends { size: number }> {
  readonly #kept = new Map<string, Kept>();
  readonly #capacity: number;
  #bytes = 0;

  /** @param capacity in bytes */
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

/** The bytes that each item takes for its name and bookkeeping, besides its `size`. They limit the number of small items. */
const ENTRY_OVERHEAD = 4000;
