/** The most connections that a Worker may have open at once. */
const MAX_CONNECTIONS = 6;

/** Lets six requests at a time through, in the order in which they came. */
export class Connections {
  readonly #waiting: (() => void)[] = [];
  #free = MAX_CONNECTIONS;

  async use<T>(request: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await request();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
