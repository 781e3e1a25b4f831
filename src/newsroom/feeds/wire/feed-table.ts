import type { SaidSentence } from '../../words/translate.ts';
import type { Feed, FeedState } from './feed.ts';
import { itemsPerWeek, type PaceHints } from './pace.ts';

/** What is remembered of a feed's own words, and of its last response. Durations are in milliseconds. */
interface StoredHints {
  /** What `ttl` and `sy:updatePeriod` state. */
  stated: number | null;
  /** What `Cache-Control: max-age` states. */
  maxAge: number | null;
  skipHours: number[];
  skipDays: number[];
}

/** A row of the table. Times are in milliseconds. */
export interface FeedRecord {
  id: string;
  address: string;
  url: string;
  title: string | null;
  home: string | null;
  state: FeedState | 'removed';
  inFile: boolean;
  addedBy: string | null;
  added: number;
  etag: string | null;
  lastModified: string | null;
  asked: number | null;
  /** When the whole feed was last asked for without a condition. */
  unconditional: number | null;
  next: number | null;
  failures: number;
  answer: string | null;
  /** Its sentences; null if it was stored before these were. */
  said: SaidSentence[] | null;
  hints: StoredHints;
  appearances: number[];
  /** Hashes of the identifiers of items, the newest first. */
  seen: string[];
}

type Row = Record<string, SqlStorageValue>;

const COLUMNS = {
  id: 'id',
  address: 'address',
  url: 'url',
  title: 'title',
  home: 'home',
  state: 'state',
  inFile: 'in_file',
  addedBy: 'added_by',
  added: 'added',
  etag: 'etag',
  lastModified: 'last_modified',
  asked: 'asked',
  unconditional: 'unconditional',
  next: 'next',
  failures: 'failures',
  answer: 'answer',
  said: 'said',
  hints: 'hints',
  appearances: 'appearances',
  seen: 'seen',
} as const satisfies Record<keyof FeedRecord, string>;

const NO_STORED_HINTS: StoredHints = { stated: null, maxAge: null, skipHours: [], skipDays: [] };

function fromRow(row: Row): FeedRecord {
  const record = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, column]) => [name, row[column]]),
  ) as unknown as FeedRecord;
  const json = <T>(column: string, fallback: T): T => ({ value: fallback, ...parsed(row[column]) }).value;
  return {
    ...record,
    inFile: row.in_file === 1,
    hints: { ...NO_STORED_HINTS, ...json<Partial<StoredHints>>('hints', {}) },
    appearances: json<number[]>('appearances', []),
    said: json<SaidSentence[] | null>('said', null),
    seen: json<string[]>('seen', []),
  };
}

const parsed = (value: SqlStorageValue | undefined) =>
  typeof value === 'string' ? { value: JSON.parse(value) } : {};

const toValue = (value: FeedRecord[keyof FeedRecord]): SqlStorageValue =>
  typeof value === 'boolean'
    ? Number(value)
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : value;

/** Whether there is a validator, so that a request can ask for what has changed since (RFC 9110 section 8.8). */
export const hasValidator = ({ etag, lastModified }: Pick<FeedRecord, 'etag' | 'lastModified'>): boolean =>
  etag !== null || lastModified !== null;

/** Returns what the pace of a feed depends on. */
export const paceHints = ({ stated, maxAge, skipHours, skipDays }: StoredHints): PaceHints => ({
  freshFor: stated === null && maxAge === null ? null : Math.max(stated ?? 0, maxAge ?? 0),
  skipHours,
  skipDays,
});

const toTime = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** Returns a feed as the newsroom sees it. */
export function toFeed(record: FeedRecord, { isPushed, now }: { isPushed: boolean; now: number }): Feed {
  const { id, address, url, title, home, state, inFile, addedBy, answer, said, failures } = record;
  return {
    id,
    address,
    url,
    title,
    home,
    state: state === 'removed' ? 'muted' : state,
    inFile,
    addedBy,
    added: new Date(record.added).toISOString(),
    asked: toTime(record.asked),
    next: toTime(record.next),
    answer,
    said,
    failures,
    itemsPerWeek: itemsPerWeek(record.appearances, now),
    isPushed,
  };
}

/** The table of feeds. */
export class FeedTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Returns the feeds by address, without those that were removed. */
  list(): FeedRecord[] {
    return this.#read("WHERE state <> 'removed' ORDER BY address");
  }

  /** Returns the feeds behind this address, one after the other, without those that were removed. */
  *behind(address: string): Generator<FeedRecord> {
    const query = "SELECT * FROM feed WHERE state <> 'removed' AND address > ? ORDER BY address";
    for (const row of this.#sql.exec<Row>(query, address)) yield fromRow(row);
  }

  count(): number {
    const [row] = this.#sql
      .exec<{ count: number }>("SELECT count(*) AS count FROM feed WHERE state <> 'removed'")
      .toArray();
    return row?.count ?? 0;
  }

  /** Finds a feed by its id, removed or not. */
  find(id: string): FeedRecord | undefined {
    return this.#read('WHERE id = ?', id)[0];
  }

  /** Finds a feed by an address that it had or has, removed or not. */
  at(url: string): FeedRecord | undefined {
    return this.#read('WHERE address = ? OR url = ? LIMIT 1', url, url)[0];
  }

  /** Returns the feeds that are due, the one that waits longest first. */
  due(now: number, limit: number): FeedRecord[] {
    return this.#read('WHERE next <= ? ORDER BY next LIMIT ?', now, limit);
  }

  /** Returns when the next feed is due; undefined if none is. */
  nextDue(): number | undefined {
    const [row] = this.#sql
      .exec<{ next: number | null }>('SELECT min(next) AS next FROM feed WHERE next IS NOT NULL')
      .toArray();
    return row?.next ?? undefined;
  }

  /** Adds a feed, which is due at once. */
  add(feed: Pick<FeedRecord, 'address' | 'title' | 'inFile' | 'addedBy' | 'added'>): FeedRecord {
    const id = crypto.randomUUID().replaceAll('-', '');
    const { address, title, inFile, addedBy, added } = feed;
    this.#sql.exec(
      "INSERT INTO feed (id, address, url, title, state, in_file, added_by, added, next) VALUES (?, ?, ?, ?, 'active', ?, ?, ?, ?)",
      id,
      address,
      address,
      title,
      Number(inFile),
      addedBy,
      added,
      added,
    );
    return this.find(id) as FeedRecord;
  }

  /** Changes columns of a feed. */
  change(id: string, changes: Partial<Omit<FeedRecord, 'id' | 'address'>>): void {
    const names = Object.keys(changes) as (keyof typeof changes)[];
    const columns = names.map((name) => `${COLUMNS[name]} = ?`).join(', ');
    const values = names.map((name) => toValue(changes[name] ?? null));
    this.#sql.exec(`UPDATE feed SET ${columns} WHERE id = ?`, ...values, id);
  }

  delete(id: string): void {
    this.#sql.exec('DELETE FROM feed WHERE id = ?', id);
  }

  #read(where: string, ...parameters: SqlStorageValue[]): FeedRecord[] {
    return this.#sql
      .exec<Row>(`SELECT * FROM feed ${where}`, ...parameters)
      .toArray()
      .map(fromRow);
  }
}
