import * as z from 'zod';
import { log } from '../../../lib/log.ts';
import { withTimeout } from '../../../lib/timeout.ts';
import type { RunModel } from '../../drafting/wire/models/workers-ai.ts';
import type { WireTask } from '../../wire/task.ts';
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

/** How long a model may take, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** Returns a vector for each text; texts of one meaning have vectors of nearly one direction. Rejects if it cannot. */
export type Embed = (texts: readonly string[]) => Promise<number[][]>;

const answerSchema = z.object({ data: z.array(z.array(z.number()).min(1)) });

/** Embeds with a model of Workers AI. */
export function embedWith(run: RunModel, model: string, timeout = TIMEOUT_MS): Embed {
  return async (texts) => {
    const abort = new AbortController();
    const ask = async () => run(model, { text: texts }, { signal: abort.signal });
    const answer = await withTimeout(timeout, ask()).finally(() => abort.abort());
    const { data } = answerSchema.parse(answer);
    if (data.length !== texts.length || data.some(({ length }) => length !== data[0]?.length))
      throw new Error(`"${model}" answered with other vectors than one for each text`);
    return data;
  };
}
