/** A clock that stands still until everybody sleeps, and then goes to the next time at which somebody wakes. */
export class VirtualClock {
  #now: number;
  readonly #sleepers: { at: number; wake: () => void }[] = [];

  constructor(start = Date.UTC(2026, 10, 26)) {
    this.#now = start;
  }

  now = (): number => this.#now;

  sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => this.#sleepers.push({ at: this.#now + Math.max(milliseconds, 0), wake }));

  /** Passes time without waking anybody. */
  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Runs a program to its end, however long it sleeps. */
  async run<T>(program: Promise<T>): Promise<T> {
    let isOver = false;
    const watched = program.finally(() => {
      isOver = true;
    });
    watched.catch(() => undefined);
    while (!isOver) {
      // Everything that can go on without time passing does so before the event loop comes back here.
      await new Promise((resolve) => setImmediate(resolve));
      if (isOver) break;
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers.shift();
      if (!next) continue;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    return watched;
  }
}
