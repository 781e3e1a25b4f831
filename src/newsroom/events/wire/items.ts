import { type FeedItem, ITEM_LIFE_MS } from '../../feeds/wire/feed-item.ts';
import type { WireTask } from '../../wire/task.ts';
import { EVENT_MS, EventIndex, type IndexEntry } from './event-index.ts';
import { EventTable, type Report } from './event-table.ts';
import { featuresOf } from './features.ts';
import { type SortedItem, sortItems } from './sort-items.ts';

/** Items of a row, as a power of two. */
const PAGE_BITS = 6;

/** How long items are in the index: those that came up to 72 hours late find the events that they belong to. */
const INDEX_MS = 2 * EVENT_MS;

/** The most items in memory; older ones are in no event that can grow. */
const MAX_ITEMS = 20_000;

/** The index of items in memory, and its copy in SQLite, which it is loaded from when the object wakes. */
class IndexPages {
  readonly #sql: SqlStorage;
  #index: EventIndex | undefined;
  /** Items that are in memory only. */
  #unsaved: IndexEntry[] = [];

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Returns the index, and loads it if it is not in memory. */
  open(now: number): EventIndex {
    if (this.#index && this.#index.size <= MAX_ITEMS * 1.1) return this.#index;
    this.save();
    const index = new EventIndex();
    const rows = this.#sql
      .exec<{ entries: string }>(
        'SELECT entries FROM index_page WHERE last >= ? ORDER BY page DESC LIMIT ?',
        now - INDEX_MS,
        MAX_ITEMS >> PAGE_BITS,
      )
      .toArray();
    for (const { entries } of rows.reverse()) {
      for (const entry of JSON.parse(entries) as IndexEntry[]) {
        index.add({ ...entry, event: this.#currentEvent(entry.event) });
      }
    }
    this.#index = index;
    return index;
  }

  add(entry: IndexEntry): void {
    this.#index?.add(entry);
    this.#unsaved.push(entry);
  }

  /** Writes what was added. */
  save(): void {
    for (const [page, added] of Map.groupBy(this.#unsaved, ({ item }) => item >> PAGE_BITS)) {
      const [row] = this.#sql
        .exec<{ last: number; entries: string }>('SELECT last, entries FROM index_page WHERE page = ?', page)
        .toArray();
      const entries = [...(row ? (JSON.parse(row.entries) as IndexEntry[]) : []), ...added];
      this.#sql.exec(
        'INSERT OR REPLACE INTO index_page (page, last, entries) VALUES (?, ?, ?)',
        page,
        added.reduce((last, { at }) => Math.max(last, at), row?.last ?? 0),
        JSON.stringify(entries),
      );
    }
    this.#unsaved = [];
  }

  /** Forgets what is in memory, after an error that rolled the tables back. */
  drop(): void {
    this.#index = undefined;
    this.#unsaved = [];
  }

  /** Returns when the oldest row may be deleted, in milliseconds. */
  nextExpiry(): number | undefined {
    const [row] = this.#sql
      .exec<{ last: number | null }>('SELECT MIN(last) AS last FROM index_page')
      .toArray();
    return typeof row?.last === 'number' ? row.last + INDEX_MS : undefined;
  }

  /** Deletes old rows, and takes what they had from memory. */
  expire(now: number): void {
    this.#index = undefined;
    this.#sql.exec('DELETE FROM index_page WHERE last < ?', now - INDEX_MS);
  }

  #currentEvent(id: number): number {
    const [row] = this.#sql
      .exec<{ kept: number }>('SELECT kept FROM event_merge WHERE gone = ?', id)
      .toArray();
    return row ? this.#currentEvent(row.kept) : id;
  }
}

const DAY_MS = 86_400_000;

/** What is kept of a text, in characters. */
const MAX_TITLE = 500;
const MAX_SUMMARY = 1_500;
const MAX_OUTLET = 200;

/** Items with a longer address or identifier are left out: it cannot be cut. */
const MAX_ADDRESS = 4_000;

/** Items that one run of the task deletes. The next one follows at once. */
const EXPIRED_AT_ONCE = 1_000;

/** The most pairs of events that wait for a model. */
const MAX_DOUBTS = 500;

/** Two events whose words leave open whether they are one. */
interface Doubt {
  events: [number, number];
  /** The first report of each. */
  heads: { item: number; text: string }[];
}

interface ItemRow extends Record<string, SqlStorageValue> {
  id: number;
  feed: string;
  url: string;
  title: string;
  summary: string;
}

const ITEM = 'item.id, item.feed, item.url, item.title, item.summary';

/** What feeds report, each article once, and the events that the articles are about. */
export class Items implements WireTask {
  readonly name = 'items';
  readonly #sql: SqlStorage;
  readonly #events: EventTable;
  readonly #pages: IndexPages;
  /** In memory only: what is lost with it, words alone decide. */
  #doubts: [number, number][] = [];

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#events = new EventTable(sql);
    this.#pages = new IndexPages(sql);
  }

  /**
   * Stores the items that are new, finds their events, and updates those whose title or summary has changed. The order of the items
   * does not matter. Returns how many are new.
   */
  add(items: readonly FeedItem[], now: number): { added: number } {
    let added = 0;
    try {
      for (const each of sortItems(items, now)) if (this.#addOne(each, now)) added++;
      this.#pages.save();
    } catch (error) {
      this.#pages.drop();
      throw error;
    }
    return { added };
  }

  hasDoubts(): boolean {
    return this.#doubts.length > 0;
  }

  /** Returns pairs of events that may be one, at most this many, and forgets them. */
  takeDoubts(most: number, now: number): Doubt[] {
    return this.#doubts.splice(0, most).flatMap((doubt) => {
      const events = this.#pages.open(now).pair(...doubt);
      const heads = (events ?? []).flatMap((id) =>
        this.#sql
          .exec<{ item: number; text: string }>(
            `SELECT item.id AS item, item.title || '. ' || SUBSTR(item.summary, 1, 300) AS text
            FROM event JOIN item ON item.id = event.head WHERE event.id = ?`,
            id,
          )
          .toArray(),
      );
      return events && heads.length === 2 ? [{ events, heads }] : [];
    });
  }

  /** Makes two events one, if they still may be. */
  makeOne(a: number, b: number, now: number): void {
    const pair = this.#pages.open(now).pair(a, b);
    if (pair) this.#merge(...pair, now);
  }

  #merge(kept: number, gone: number, now: number): void {
    this.#events.merge(gone, kept, now);
    this.#pages.open(now).merge(gone, kept);
  }

  /** Deletes items that were seen more than 30 days ago, at most a thousand, and events that have none left. */
  async run(now: number): Promise<void> {
    const rows = this.#sql
      .exec<{ id: number; event: number }>(
        'SELECT id, event FROM item WHERE seen < ? ORDER BY seen LIMIT ?',
        now - ITEM_LIFE_MS,
        EXPIRED_AT_ONCE,
      )
      .toArray();
    for (const { id } of rows) {
      this.#sql.exec('DELETE FROM item WHERE id = ?', id);
      this.#sql.exec('DELETE FROM appearance WHERE item = ?', id);
    }
    for (const event of new Set(rows.map(({ event }) => event))) this.#events.recount(event);
    this.#pages.expire(now);
  }

  /** Returns the first midnight, by UTC, at which something may be deleted. */
  nextDue(): number | undefined {
    const [row] = this.#sql.exec<{ seen: number | null }>('SELECT MIN(seen) AS seen FROM item').toArray();
    const times = [
      this.#pages.nextExpiry(),
      typeof row?.seen === 'number' ? row.seen + ITEM_LIFE_MS : undefined,
    ];
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 ? undefined : (Math.floor(Math.min(...known) / DAY_MS) + 1) * DAY_MS;
  }

  /** Returns whether the item is new. */
  #addOne({ item, at, comparable }: SortedItem, now: number): boolean {
    const entry = item.id ?? comparable;
    if (item.url.length > MAX_ADDRESS || entry.length > MAX_ADDRESS || at < now - ITEM_LIFE_MS) return false;
    const title = item.title.slice(0, MAX_TITLE).toWellFormed();
    const summary = item.summary.slice(0, MAX_SUMMARY).toWellFormed();
    const own = this.#findEntry(item.feed, entry);
    const same = own ?? (isHomePage(comparable) ? undefined : this.#findComparable(comparable));
    const isOther = !own && same && this.#listsAnother(item.feed, same.id) && same.title !== title;
    if (same && !isOther) {
      if (!own) this.#appear(item.feed, entry, same.id);
      this.#update(same, item, title, summary);
      return false;
    }
    const language = item.language;
    const outlet = (item.publisher?.trim() || hostOf(item.url)).slice(0, MAX_OUTLET).toWellFormed();
    const features = featuresOf(title, summary, language);
    const placed = this.#pages.open(now).place(features, at, 0);
    // A feed may link all its entries to one page: then the entry's identifier is part of what is compared.
    const key = same || isHomePage(comparable) ? `${comparable} ${item.feed} ${entry}` : comparable;
    const id = this.#insert(item, { key, title, summary, outlet, at, copyOf: placed.copyOf });
    const report: Report = { item: id, outlet, language, at, seen: item.seenAt };
    for (const gone of placed.merged) this.#merge(placed.event, gone, now);
    let { event } = placed;
    if (placed.rule === 'new' || !this.#events.join(event, report)) event = this.#events.begin(report);
    this.#sql.exec('UPDATE item SET event = ? WHERE id = ?', event, id);
    this.#appear(item.feed, entry, id);
    this.#pages.add({ ...features, item: id, event, at });
    for (const doubt of placed.doubts) this.#doubts.push([doubt, event]);
    this.#doubts.splice(0, this.#doubts.length - MAX_DOUBTS);
    return true;
  }

  #insert(
    { feed, url, language, seenAt }: FeedItem,
    row: { key: string; title: string; summary: string; outlet: string; at: number; copyOf: number | null },
  ): number {
    const [made] = this.#sql
      .exec<{ id: number }>(
        `INSERT INTO item (comparable, feed, url, title, summary, outlet, language, at, seen, event, copy_of)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING id`,
        row.key,
        feed,
        url,
        row.title,
        row.summary,
        row.outlet,
        language,
        row.at,
        seenAt,
        row.copyOf,
      )
      .toArray();
    return (made as { id: number }).id;
  }

  /** Takes a new title, summary or address from the feed that had the item first, so that two feeds do not take turns. */
  #update(known: ItemRow, { feed, url }: FeedItem, title: string, summary: string): void {
    if (known.feed !== feed) return;
    if (known.title === title && known.summary === summary && known.url === url) return;
    this.#sql.exec(
      'UPDATE item SET title = ?, summary = ?, url = ? WHERE id = ?',
      title,
      summary,
      url,
      known.id,
    );
  }

  #findEntry(feed: string, entry: string): ItemRow | undefined {
    return this.#sql
      .exec<ItemRow>(
        `SELECT ${ITEM} FROM appearance JOIN item ON item.id = appearance.item WHERE appearance.feed = ? AND entry = ?`,
        feed,
        entry,
      )
      .toArray()[0];
  }

  #findComparable(comparable: string): ItemRow | undefined {
    return this.#sql.exec<ItemRow>(`SELECT ${ITEM} FROM item WHERE comparable = ?`, comparable).toArray()[0];
  }

  /** Whether a feed lists an item already, under another identifier. */
  #listsAnother(feed: string, item: number): boolean {
    return (
      this.#sql.exec('SELECT 1 FROM appearance WHERE item = ? AND feed = ? LIMIT 1', item, feed).toArray()
        .length > 0
    );
  }

  #appear(feed: string, entry: string, item: number): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO appearance (feed, entry, item) VALUES (?, ?, ?)',
      feed,
      entry,
      item,
    );
  }
}

/** Whether an address is that of no article. */
const isHomePage = (comparable: string): boolean => /^(?:https:\/\/[^/?#]*)?$/.test(comparable);

/** Returns the host of an address without `www.`; the address itself if it has none. */
const hostOf = (url: string): string => URL.parse(url)?.hostname.replace(/^www\./, '') || url;
