import { STALE, type Write } from './faults.ts';

/** How long an isolate answers from what it has read (REUSE_SECONDS), in milliseconds. */
const REUSE = 5000;
/** The longest time for which no read reaches KV, in milliseconds. */
const OUTAGE = 15_000;
/** How long after a write a reader may see what was there before: as late as KV is, and nobody could know better. */
export const BOUND = STALE + REUSE + OUTAGE;

/** A value that a key was given. */
interface Held {
  id: number;
  says: string;
  begun: number;
  done: number | undefined;
}

const NOTHING: Held = {
  id: 0,
  says: 'nothing',
  begun: Number.NEGATIVE_INFINITY,
  done: Number.NEGATIVE_INFINITY,
};

/** What an answer is, beside what was written. */
export type Verdict = 'right' | 'stale' | { breach: 'invented' | 'too old' | 'older after newer' };

/** Knows every write to KV, and so what a reader may see, and when. */
export class Witness {
  readonly #held = new Map<string, Held[]>();
  /** Of each address, the oldest write that it may have shown last, in the cache of one isolate. */
  #shown = new Map<string, number>();

  readonly listen = (told: string): void => {
    const { id, stage, key, says, at } = JSON.parse(told) as Write;
    const held = this.#of(key);
    if (stage === 'begun') held.push({ id, says, begun: at, done: undefined });
    else {
      const write = held.findLast((each) => each.id === id && each.done === undefined);
      if (write) write.done = at;
    }
    this.#held.set(key, held);
  };

  #of(key: string): Held[] {
    return this.#held.get(key) ?? [NOTHING];
  }

  /** A new isolate has nothing in its cache. */
  forgetCache(): void {
    this.#shown = new Map();
  }

  /** What an address has shown by now: whoever asks from now on sees nothing that is older. */
  shownAt(address: string): number {
    return this.#shown.get(address) ?? 0;
  }

  /** Judges what was seen at an address that is made of a key, by somebody who asked at a steady time. */
  judge(
    address: string,
    key: string,
    { asked, shown, isSeen }: { asked: number; shown: number; isSeen: (says: string) => boolean },
  ): Verdict {
    const held = this.#of(key);
    const fits = held.flatMap(({ says }, index) => (isSeen(says) ? [index] : []));
    const last = fits.at(-1);
    if (last === undefined) return { breach: 'invented' };
    if (last < held.findLastIndex(({ done }) => done !== undefined && done <= asked - BOUND)) {
      return { breach: 'too old' };
    }
    if (last < shown) return { breach: 'older after newer' };
    const oldest = fits.find((index) => index >= shown) ?? last;
    this.#shown.set(address, Math.max(this.shownAt(address), oldest));
    return last >= held.findLastIndex(({ done }) => done !== undefined && done <= asked) ? 'right' : 'stale';
  }
}
