import type { Rendition } from './rendition.ts';

/** What KV gave for a key: whether there was anything, and when it was put there, where that is known. */
export interface Copy {
  isThere: boolean;
  printed: Date | undefined;
}

/** A rendition with what is needed to know whether it still holds. */
export interface Kept {
  rendition: Rendition;
  /** The version of the KV value that the document is made from. */
  version: string;
  /** What it was made of, by key. */
  copies: ReadonlyMap<string, Copy>;
  /** When KV was last asked for it, in milliseconds. */
  checked: number;
  /** When KV last gave this version, in milliseconds. */
  given: number;
}

/** Bytes that a rendition takes beside its body, for its names and headers: the many that are small are bounded by it. */
const OVERHEAD = 4000;

const sizeOf = (kept: Kept | undefined) => (kept ? kept.rendition.body.byteLength + OVERHEAD : 0);

/** What an isolate has rendered, so that it need not do so again. Bounded in bytes; what was asked for least recently goes first. */
export class Shelf {
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
    this.#bytes += sizeOf(kept);
    for (const [oldest] of this.#kept) {
      if (this.#bytes <= this.#capacity) break;
      this.remove(oldest);
    }
  }

  remove(name: string): void {
    this.#bytes -= sizeOf(this.#kept.get(name));
    this.#kept.delete(name);
  }
}
