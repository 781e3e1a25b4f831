import type { FetchPage } from '../../wire/fetching/fetched.ts';
import type { WireTask } from '../../wire/task.ts';
import type { ItemStore } from './feed-item.ts';
import { type FeedRecord, FeedTable, hasValidator } from './feed-table.ts';
import { takeAnswer } from './follow-feed.ts';
import { readAnswer } from './read-answer.ts';
import type { Hubs } from './websub/hubs.ts';

/**
 * How many feeds are asked in one run. A run may send 50 requests on the free plan, and a feed can need several: robots.txt, and one for
 * each redirect.
 */
const FEEDS_PER_RUN = 10;

/** How many are asked at once. The runtime opens six connections, and other tasks need some. */
const AT_ONCE = 3;

const [HOUR, DAY] = [3_600_000, 86_400_000];

interface PollerOptions {
  fetchPage: FetchPage;
  items: ItemStore;
  hubs: Hubs;
  /** The clock, in milliseconds. */
  now?: () => number;
}

/** Asks the feeds that are due, and takes in what they report. */
export class Poller implements WireTask {
  readonly name = 'feeds';
  readonly #table: FeedTable;
  readonly #options: PollerOptions;

  constructor(sql: SqlStorage, options: PollerOptions) {
    this.#table = new FeedTable(sql);
    this.#options = options;
  }

  nextDue(): number | undefined {
    return this.#table.nextDue();
  }

  async run(now: number): Promise<void> {
    const due = this.#table.due(now, FEEDS_PER_RUN).filter((record) => this.#claim(record, now));
    const waiting = due.values();
    const work = async () => {
      for (const record of waiting) await this.#ask(record);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /**
   * Takes a feed out of those that are due before it is asked, so that one that ends this object is not asked at once when it wakes.
   * Forgets a removed one, and returns false.
   */
  #claim(record: FeedRecord, now: number): boolean {
    const { id, state, unconditional } = record;
    if (state === 'removed') this.#table.delete(id);
    if (state !== 'active') return false;
    const isConditional = hasValidator(record);
    this.#table.change(id, {
      next: now + (isConditional ? HOUR : DAY),
      unconditional: isConditional ? unconditional : now,
    });
    return true;
  }

  async #ask(asked: FeedRecord): Promise<void> {
    const { fetchPage, items, hubs, now = Date.now } = this.#options;
    const { id, url, etag, lastModified } = asked;
    const fetched = await fetchPage({
      url,
      purpose: 'feed',
      ...(etag === null ? {} : { etag }),
      ...(lastModified === null ? {} : { lastModified }),
    });
    const answer = await readAnswer(fetched, now());
    const record = this.#table.find(id);
    // An editor may have muted or removed it in the meantime.
    if (record?.state !== 'active') return;
    const at = now();
    // `asked` still has what a claim has replaced.
    const before = { ...record, unconditional: asked.unconditional };
    const taken = takeAnswer(before, answer, {
      now: at,
      wasConditional: hasValidator(asked),
      isPushed: hubs.isPushed(id, at),
      table: this.#table,
    });
    this.#table.change(id, taken.changes);
    items.add(taken.items, at);
    if (answer.kind !== 'feed') return;
    if (taken.items.length > 0) hubs.missed(id);
    hubs.discover(this.#table.find(id) ?? record, answer, at);
  }
}
