import type { Index } from '../../old-site.ts';
import { readFeedDate } from './feed-date.ts';
import type { FeedEntry } from './feed-entry.ts';

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
    const known = this.#index.get<{ run: number; time: number; at: number }>('feed-entry', key);
    const isFirst = known?.run !== this.#run;
    if (isFirst || time > known.time) this.#index.put('feed-entry', key, { run: this.#run, time, at });
    return isFirst;
  }

  /** Whether the entry that is number `at` counts. */
  counts(entry: FeedEntry, at: number): boolean {
    const key = keyOf(entry);
    return key === null || this.#index.get<{ at: number }>('feed-entry', key)?.at === at;
  }
}

const keyOf = ({ id, links }: FeedEntry): string | null => id ?? links[0] ?? null;
