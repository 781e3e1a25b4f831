import { type KvEvent, MAX_STALENESS, storyNumber, type ValueSummary, versionsIn } from './faults.ts';

/** How long an isolate reuses what it has read (`REUSE_SECONDS` in src/), in milliseconds. */
const REUSE = 5000;
/**
 * How long after a write a reader may still see the value before, while KV can be read. If a read fails, the program answers
 * with the last good copy, however old.
 */
export const STALENESS_BOUND = MAX_STALENESS + REUSE;

/** A value that was written to a key. `begun` and `done` are the steady times of the write. */
export interface StoredValue extends ValueSummary {
  id: number;
  begun: number;
  done: number | undefined;
}

const NOTHING: StoredValue = {
  id: 0,
  content: 'nothing',
  begun: Number.NEGATIVE_INFINITY,
  done: Number.NEGATIVE_INFINITY,
};

/** How an answer compares with what was written. */
export type Verdict =
  | 'right'
  | 'stale'
  | 'last good copy'
  | { breach: 'never written' | 'too old' | 'older after newer'; part?: string };

/** When a request was sent and answered, as steady times. */
export interface Interval {
  asked: number;
  answered: number;
}

/** What a reader saw at an address, or in one part of it. */
export interface Observation extends Interval {
  address: string;
  /** The KV key that the response is made from. */
  key: string;
  /** The result of `shownAt` when the request was sent; undefined if no cache keeps the address. */
  shown: Shown | undefined;
  /** The part of the address, if its content has several. */
  part?: string;
  /** The last good copy is right, because nothing newer may have been readable. */
  isExcused?: boolean;
  /** Whether the reader may have seen this value. */
  matches: (value: StoredValue) => boolean;
}

/** For each part of an address, the index or version of the newest value that readers are known to have seen. */
export type Shown = ReadonlyMap<string, number>;

/** Records every write to KV, and judges from that what a reader may see at what time. */
export class Witness {
  readonly #values = new Map<string, StoredValue[]>();
  /** The times at which reads of a key failed. */
  readonly #failures = new Map<string, number[]>();
  /** The versions that were ever written of each story, by its number. */
  readonly #versions = new Map<number, Set<number>>();
  /** The keys to which each story was ever written, by its number. */
  readonly #keys = new Map<number, Set<string>>();
  /** What each address has shown from the cache of the current isolate. */
  #shown = new Map<string, Map<string, number>>();

  /** Takes a `KvEvent` as JSON. */
  readonly record = (event: string): void => {
    const { stage, key, at, ...summary } = JSON.parse(event) as KvEvent;
    if (stage === 'failed') {
      this.#failures.set(key, [...(this.#failures.get(key) ?? []).slice(-99), at]);
      return;
    }
    const values = this.#values.get(key) ?? [NOTHING];
    if (stage === 'begun') {
      values.push({ ...summary, begun: at, done: undefined });
      if (key.startsWith('story:')) this.#noteStory(key, summary.content);
    } else {
      const write = values.findLast(({ id, done }) => id === summary.id && done === undefined);
      if (write) write.done = at;
    }
    this.#values.set(key, values);
  };

  #noteStory(key: string, marks: string): void {
    const story = storyNumber(key.slice('story:'.length));
    this.#keys.set(story, (this.#keys.get(story) ?? new Set()).add(key));
    const version = versionsIn(marks).get(story);
    if (version !== undefined)
      this.#versions.set(story, (this.#versions.get(story) ?? new Set()).add(version));
  }

  /** Lists all values of a key in the order of their writes. The first is `nothing`. */
  valuesOf(key: string): readonly StoredValue[] {
    return this.#values.get(key) ?? [NOTHING];
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }

  /** Whether this version of the story was ever written. */
  isVersion = (story: number, version: number): boolean => this.#versions.get(story)?.has(version) ?? false;

  /** Lists the keys of a story: one for its slug, one for each former slug. */
  keysOf = (story: number): string[] => [...(this.#keys.get(story) ?? [])];

  /** Lists the values of a key that a reader may see while KV can be read. */
  visible(key: string, { asked, answered }: Interval): readonly StoredValue[] {
    const values = this.valuesOf(key);
    const from = values.findLastIndex(({ done }) => done !== undefined && done <= asked - STALENESS_BOUND);
    return values.slice(Math.max(from, 0)).filter(({ begun }) => begun <= answered);
  }

  /** Whether some readers may not get the key's newest value yet, or reading it failed. */
  isUnsettled(key: string, span: Interval): boolean {
    const isRecent = ({ begun, done = begun }: StoredValue) =>
      begun <= span.answered && done > span.asked - STALENESS_BOUND;
    return this.hasFailed(key, span) || this.valuesOf(key).some(isRecent);
  }

  /** Whether a read of the key failed during the request. */
  hasFailed(key: string, { asked, answered }: Interval): boolean {
    return this.#failures.get(key)?.some((at) => at >= asked && at <= answered) ?? false;
  }

  /** Forgets what was shown, because a new isolate begins with an empty cache. */
  forgetCache(): void {
    this.#shown = new Map();
  }

  /** Returns what an address has shown so far. Later requests must not see anything older. */
  shownAt = (address: string): Shown => new Map(this.#shown.get(address));

  /** Records that readers have seen a part of an address up to this index or version. */
  noteShown(address: string, part: string, place: number): void {
    const shown = this.#shown.get(address) ?? new Map<string, number>();
    shown.set(part, Math.max(shown.get(part) ?? 0, place));
    this.#shown.set(address, shown);
  }

  judge({ address, key, part = '', shown, isExcused = false, matches, ...span }: Observation): Verdict {
    const values = this.valuesOf(key);
    const matching = values.flatMap((each, index) => (matches(each) ? [index] : []));
    const last = matching.at(-1);
    if (last === undefined) return { breach: 'never written' };
    const newestAt = (time: number) => values.findLastIndex(({ done }) => done !== undefined && done <= time);
    const isOld = last < newestAt(span.asked - STALENESS_BOUND);
    const isLastGood = isOld && (isExcused || this.hasFailed(key, span));
    if (isOld && !isLastGood) return { breach: 'too old' };
    if (shown) {
      const before = shown.get(part) ?? 0;
      if (last < before) return { breach: 'older after newer' };
      this.noteShown(address, part, matching.find((index) => index >= before) ?? last);
    }
    if (isLastGood) return 'last good copy';
    return last >= newestAt(span.asked) ? 'right' : 'stale';
  }
}
