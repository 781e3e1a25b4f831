import { log } from '../../../lib/log.ts';
import type { WireTask } from '../../wire/task.ts';
import type { Embed } from './embed.ts';
import type { Items } from './items.ts';

/** Pairs of one run: twice as many texts are as many as Workers AI takes at once. */
const AT_ONCE = 50;
/** How long a model that failed is left alone, in milliseconds. */
const PAUSE_MS = 3_600_000;
/** The vectors that are kept, some 8 kB each, so that an event is not embedded with each report that is like it. */
const MAX_VECTORS = 500;
/** The cosine of vectors from which on two reports are of one event. */
const SAME = 0.75;

/** Asks a model about pairs of events whose words leave open whether they are one. If it fails, the words alone decide. */
export class Doubts implements WireTask {
  readonly name = 'doubts';
  readonly #items: Items;
  readonly #embed: Embed;
  readonly #vectors = new Map<number, number[]>();
  #pausedUntil = 0;

  constructor(items: Items, embed: Embed) {
    this.#items = items;
    this.#embed = embed;
  }

  nextDue(): number | undefined {
    return this.#items.hasDoubts() ? this.#pausedUntil : undefined;
  }

  async run(now: number): Promise<void> {
    const doubts = this.#items.takeDoubts(AT_ONCE, now);
    const missing = new Map(
      doubts
        .flatMap(({ heads }) => heads)
        .filter(({ item }) => !this.#vectors.has(item))
        .map(({ item, text }) => [item, text]),
    );
    try {
      const vectors = missing.size === 0 ? [] : await this.#embed([...missing.values()]);
      for (const [at, item] of [...missing.keys()].entries()) this.#vectors.set(item, vectors[at] ?? []);
    } catch (error) {
      this.#pausedUntil = now + PAUSE_MS;
      log({ event: 'embedding-failed', error: String(error) });
      return;
    }
    for (const { heads, events } of doubts) {
      const [one, other] = heads.map(({ item }) => this.#vectors.get(item) ?? []);
      if (cosine(one ?? [], other ?? []) >= SAME) this.#items.makeOne(...events, now);
    }
    for (const item of this.#vectors.keys()) {
      if (this.#vectors.size <= MAX_VECTORS) break;
      this.#vectors.delete(item);
    }
  }
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let [dot, left, right] = [0, 0, 0];
  for (const [at, x] of a.entries()) {
    const y = b[at] ?? 0;
    dot += x * y;
    left += x * x;
    right += y * y;
  }
  return dot === 0 ? 0 : dot / Math.sqrt(left * right);
}
