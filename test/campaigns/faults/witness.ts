import { type Event, numberOf, type Said, STALE, versionsIn } from './faults.ts';

/** How long an isolate answers from what it has read (REUSE_SECONDS), in milliseconds. */
const REUSE = 5000;
/**
 * How long after a write a reader may see what was there before, as long as KV can be read; where a read fails, the program
 * answers with the last good copy, however old.
 */
export const BOUND = STALE + REUSE;

/** A value that a key was given. */
export interface Held extends Said {
  id: number;
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
  | { breach: 'invented' | 'too old' | 'older after newer'; part?: string };

/** When an address was asked and answered, as steady times. */
export interface Span {
  asked: number;
  answered: number;
}

/** What was seen at an address, or in one part of it. */
export interface Sight extends Span {
  address: string;
  /** The KV key that it is made of. */
  key: string;
  /** What the address had shown by the time it was asked, `shownAt`; nothing where no cache keeps it. */
  shown: Shown | undefined;
  /** Which part of the address it is, where more than one key is in it. */
  part?: string;
  /** Nothing but the last good copy could be shown, or may have been. */
  isExcused?: boolean;
  isSeen: (held: Held) => boolean;
}

/** How far each part of an address had come. */
export type Shown = ReadonlyMap<string, number>;

/** Knows every write to KV, and so what a reader may see, and when. */
export class Witness {
  readonly #held = new Map<string, Held[]>();
  /** When reads of a key failed. */
  readonly #failures = new Map<string, number[]>();
  /** The versions of each story that were ever written, and the keys that they were written to. */
  readonly #versions = new Map<number, Set<number>>();
  readonly #keys = new Map<number, Set<string>>();
  /** How far the parts of each address have come at least, in the cache of one isolate. */
  #shown = new Map<string, Map<string, number>>();

  readonly listen = (told: string): void => {
    const { stage, key, at, ...said } = JSON.parse(told) as Event;
    if (stage === 'failed') {
      this.#failures.set(key, [...(this.#failures.get(key) ?? []).slice(-99), at]);
      return;
    }
    const held = this.#held.get(key) ?? [NOTHING];
    if (stage === 'begun') {
      held.push({ ...said, begun: at, done: undefined });
      if (key.startsWith('story:')) this.#noteStory(key, said.says);
    } else {
      const write = held.findLast(({ id, done }) => id === said.id && done === undefined);
      if (write) write.done = at;
    }
    this.#held.set(key, held);
  };

  #noteStory(key: string, marks: string): void {
    const story = numberOf(key.slice('story:'.length));
    this.#keys.set(story, (this.#keys.get(story) ?? new Set()).add(key));
    const version = versionsIn(marks).get(story);
    if (version !== undefined)
      this.#versions.set(story, (this.#versions.get(story) ?? new Set()).add(version));
  }

  /** All that a key was given, in order. */
  valuesOf(key: string): readonly Held[] {
    return this.#held.get(key) ?? [NOTHING];
  }

  keys(): string[] {
    return [...this.#held.keys()];
  }

  /** Whether this version of the story was ever written. */
  isVersion = (story: number, version: number): boolean => this.#versions.get(story)?.has(version) ?? false;

  /** The keys of a story: of its slug, and of those that it had. */
  keysOf = (story: number): string[] => [...(this.#keys.get(story) ?? [])];

  /** The values of a key that a reader may see, as long as KV can be read. */
  visible(key: string, { asked, answered }: Span): readonly Held[] {
    const held = this.valuesOf(key);
    const from = held.findLastIndex(({ done }) => done !== undefined && done <= asked - BOUND);
    return held.slice(Math.max(from, 0)).filter(({ begun }) => begun <= answered);
  }

  /** Whether not every reader has the key's newest value yet, or reading it failed. */
  isUnsettled(key: string, span: Span): boolean {
    const isRecent = ({ begun, done = begun }: Held) => begun <= span.answered && done > span.asked - BOUND;
    return this.hasFailed(key, span) || this.valuesOf(key).some(isRecent);
  }

  /** Whether a read of the key failed between two steady times. */
  hasFailed(key: string, { asked, answered }: Span): boolean {
    return this.#failures.get(key)?.some((at) => at >= asked && at <= answered) ?? false;
  }

  /** A new isolate has nothing in its cache. */
  forgetCache(): void {
    this.#shown = new Map();
  }

  /** What an address has shown by now: whoever asks from now on sees nothing that is older. */
  shownAt = (address: string): Shown => new Map(this.#shown.get(address));

  /** Notes how far a part of an address has come. */
  show(address: string, part: string, place: number): void {
    const shown = this.#shown.get(address) ?? new Map<string, number>();
    shown.set(part, Math.max(shown.get(part) ?? 0, place));
    this.#shown.set(address, shown);
  }

  /** Judges what was seen at an address. */
  judge({ address, key, part = '', shown, isExcused = false, isSeen, ...span }: Sight): Verdict {
    const held = this.valuesOf(key);
    const fits = held.flatMap((each, index) => (isSeen(each) ? [index] : []));
    const last = fits.at(-1);
    if (last === undefined) return { breach: 'invented' };
    const isBy = (time: number) => held.findLastIndex(({ done }) => done !== undefined && done <= time);
    const isOld = last < isBy(span.asked - BOUND);
    const isLastGood = isOld && (isExcused || this.hasFailed(key, span));
    if (isOld && !isLastGood) return { breach: 'too old' };
    if (shown) {
      const before = shown.get(part) ?? 0;
      if (last < before) return { breach: 'older after newer' };
      this.show(address, part, fits.find((index) => index >= before) ?? last);
    }
    if (isLastGood) return 'last good copy';
    return last >= isBy(span.asked) ? 'right' : 'stale';
  }
}
