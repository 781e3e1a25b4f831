/** How long somebody has their turn after their last step, in milliseconds, should their request have ended without a word. */
const TURN = 2000;
/** How often somebody asks whether it is their turn, in milliseconds. */
const ASK_AGAIN = 20;

/**
 * Turns for work that takes milliseconds or more. If many requests came to it at the same moment, a reader's request would wait for
 * all of them; with turns, for one, or for a step of one.
 */
export class Turns {
  #ends = 0;

  /** Waits until nobody has the turn, and takes it. */
  async take(): Promise<void> {
    while (Date.now() < this.#ends) await scheduler.wait(ASK_AGAIN);
    this.#ends = Date.now() + TURN;
  }

  /** Lets other requests be answered between two steps. */
  async pause(): Promise<void> {
    await scheduler.wait(0);
    this.#ends = Date.now() + TURN;
  }

  end(): void {
    this.#ends = 0;
  }

  /** Does some work when it is its turn. */
  async do<T>(work: () => T | Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.end();
    }
  }
}
