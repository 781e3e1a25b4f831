import { MAX_PAUSE_MS } from './retry-after.ts';
import type { FetchingTables } from './tables.ts';

/** The pause between two requests to one host, in milliseconds. */
export const PAUSE_MS = 2000;
/** How long a caller waits for its turn, in milliseconds. */
export const MAX_WAIT_MS = 60_000;
/** How many callers may wait for one host. */
const MAX_WAITING = 20;
/** For how long a request keeps its host to itself if the object stops in the middle of it, in milliseconds. */
const IN_USE_MS = 10_000;

interface HostQueueOptions {
  sql: FetchingTables;
  /** In milliseconds. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  /** The pause between two requests to a host, in milliseconds; `PAUSE_MS` by default. */
  pauseOf?: (host: string) => number;
}

/** The result of a request, and when its host may be asked again, in milliseconds. */
export interface Answer<T> {
  result: T;
  freeAt?: number;
}

/** The result of a request that got its turn; or when to try again, in milliseconds. */
type Turn<T> = { ok: true; result: T } | { ok: false; freeAt: number };

interface Line {
  length: number;
  /** Resolves when the last caller in the line is done. */
  last: Promise<void>;
}

/** Sends one request at a time to each host, with a pause after it. When a host may be asked again outlives a restart. */
export class HostQueue {
  readonly #options: HostQueueOptions;
  readonly #lines = new Map<string, Line>();

  constructor(options: HostQueueOptions) {
    this.#options = options;
  }

  /**
   * Calls `request` once the host is free and has had its pause. `pause` is the host's own wish, if that is longer than the usual one.
   * Does not call it if the turn would come after more than `MAX_WAIT_MS`.
   */
  async ask<T>(host: string, pause: number, request: () => Promise<Answer<T>>): Promise<Turn<T>> {
    const { now } = this.#options;
    const until = now() + MAX_WAIT_MS;
    const longer = Math.max(pause - this.#pauseOf(host), 0);
    const freeAt = this.#freeAt(host, longer);
    if (freeAt > until) return { ok: false, freeAt };
    const line = this.#lines.get(host) ?? { length: 0, last: Promise.resolve() };
    if (line.length >= MAX_WAITING) return { ok: false, freeAt: until };
    this.#lines.set(host, line);
    line.length++;
    const before = line.last;
    const { promise, resolve } = Promise.withResolvers<void>();
    line.last = promise;
    try {
      await before;
      return await this.#askNext(host, { longer, until, request });
    } finally {
      resolve();
      line.length--;
      if (line.length === 0) this.#lines.delete(host);
    }
  }

  async #askNext<T>(
    host: string,
    { longer, until, request }: { longer: number; until: number; request: () => Promise<Answer<T>> },
  ): Promise<Turn<T>> {
    const { now, sleep } = this.#options;
    const turn = Math.max(this.#freeAt(host, longer), now());
    if (turn > until) return { ok: false, freeAt: turn };
    while (now() < turn) await sleep(turn - now());
    this.#setFree(host, now() + IN_USE_MS);
    let freeAt = 0;
    try {
      const answer = await request();
      freeAt = answer.freeAt ?? 0;
      return { ok: true, result: answer.result };
    } finally {
      this.#setFree(host, Math.max(freeAt, now() + this.#pauseOf(host)));
    }
  }

  /** Forgets hosts that have been free for a while. */
  prune(): void {
    this.#options.sql.exec('DELETE FROM host WHERE free < ?', this.#options.now() - MAX_WAIT_MS);
  }

  #pauseOf(host: string): number {
    return this.#options.pauseOf?.(host) ?? PAUSE_MS;
  }

  #freeAt(host: string, longer: number): number {
    const [row] = this.#options.sql
      .exec<{ free: number }>('SELECT free FROM host WHERE name = ?', host)
      .toArray();
    // A later time than any host can ask for was written while the clock was wrong.
    const isPossible = row && row.free <= this.#options.now() + MAX_PAUSE_MS;
    return isPossible ? row.free + longer : 0;
  }

  #setFree(host: string, free: number): void {
    this.#options.sql.exec(
      'INSERT INTO host (name, free) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET free = excluded.free',
      host,
      free,
    );
  }
}
