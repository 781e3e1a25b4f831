import type { Index } from '../../old-site.ts';
import { readFeedDate } from './feed-date.ts';
import type { FeedEntry } from './feed-entry.ts';

/** The version of an entry that counts so far: in which reading, when it was changed, its number, its address. */
interface Version {
  run: number;
  time: number;
  at: number;
  link: string | null;
}

/**
 * Knows which version of each entry counts: the one that was changed last, and of equal ones the first (RFC 5005 section 4, if the walk
 * begins with the newest document). It knows them by their ids, on disk. `run` tells this reading from earlier ones.
 */
export class Versions {
  readonly #index: Index;
  readonly #run: number;

  constructor(index: Index, run: number) {
    this.#index = index;
    this.#run = run;
  }

  /** Notes the entry that is number `at`. Returns whether it is the first with its id. */
  add(entry: FeedEntry, at: number): boolean {
    const key = keyOf(entry);
    if (key === null) return true;
    const time = Date.parse(readFeedDate(entry.updated ?? entry.published)?.date ?? '') || 0;
    const known = this.#index.get<Version>('feed-entry', key);
    const isFirst = known?.run !== this.#run;
    const link = entry.links[0] ?? null;
    if (isFirst || time > known.time) this.#index.put('feed-entry', key, { run: this.#run, time, at, link });
    return isFirst;
  }

  /** Whether the entry that is number `at` counts. */
  counts(entry: FeedEntry, at: number): boolean {
    const key = keyOf(entry);
    return key === null || this.#index.get<Version>('feed-entry', key)?.at === at;
  }

  /** Whether an entry that does not count leads elsewhere than the one that does: some feeds give several entries one id. */
  leadsElsewhere(entry: FeedEntry): boolean {
    const key = keyOf(entry);
    const [link] = entry.links;
    return link !== undefined && key !== null && this.#index.get<Version>('feed-entry', key)?.link !== link;
  }
}

const keyOf = ({ id, links }: FeedEntry): string | null => id ?? links[0] ?? null;
