import { type Event, STALE } from './faults.ts';

/** How long an isolate answers from what it has read (REUSE_SECONDS), in milliseconds. */
const REUSE = 5000;
/**
 * How long after a write a reader may see what was there before, as long as KV can be read; where a read fails, the program
 * answers with the last good copy, however old.
 */
export const BOUND = STALE + REUSE;

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
export type Verdict =
  | 'right'
  | 'stale'
  | 'last good copy'
  | { breach: 'invented' | 'too old' | 'older after newer' };

/** What was seen at an address. */
export interface Sight {
  /** The KV key that it is made of. */
  key: string;
  /** It is one of several values that are shown together: while one of them is behind, the last good copy of all stays. */
  isTogether?: boolean;
  /** When it was asked for and answered, as steady times. */
  asked: number;
  answered: number;
  /** What the address had shown by then, `shownAt`. */
  shown: number;
  isSeen: (says: string) => boolean;
}

/** Knows every write to KV, and so what a reader may see, and when. */
export class Witness {
  readonly #held = new Map<string, Held[]>();
  /** When reads of a key failed. */
  readonly #failures = new Map<string, number[]>();
  /** Of each address, the oldest write that it may have shown last, in the cache of one isolate. */
  #shown = new Map<string, number>();

  readonly listen = (told: string): void => {
    const { id, stage, key, says, at } = JSON.parse(told) as Event;
    if (stage === 'failed') {
      this.#failures.set(key, [...(this.#failures.get(key) ?? []).slice(-99), at]);
      return;
    }
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

  /** Whether a read of the key failed between two steady times. */
  #hasFailed(key: string, from: number, to: number): boolean {
    return this.#failures.get(key)?.some((at) => at >= from && at <= to) ?? false;
  }

  /** Judges what was seen at an address. */
  judge(address: string, { key, isTogether = false, asked, answered, shown, isSeen }: Sight): Verdict {
    const held = this.#of(key);
    const fits = held.flatMap(({ says }, index) => (isSeen(says) ? [index] : []));
    const last = fits.at(-1);
    if (last === undefined) return { breach: 'invented' };
    const isPast = ({ done }: Held) => done !== undefined && done <= asked - BOUND;
    const isOld = last < held.findLastIndex(isPast);
    const isExcused = isOld && (isTogether || this.#hasFailed(key, asked, answered));
    if (isOld && !isExcused) return { breach: 'too old' };
    if (last < shown) return { breach: 'older after newer' };
    const oldest = fits.find((index) => index >= shown) ?? last;
    this.#shown.set(address, Math.max(this.shownAt(address), oldest));
    if (isExcused) return 'last good copy';
    return last >= held.findLastIndex(({ done }) => done !== undefined && done <= asked) ? 'right' : 'stale';
  }
}
