/** An event in a list. Times are in milliseconds. */
export interface EventSummary {
  id: number;
  /** The title of its first report. */
  title: string;
  /** A primary language subtag; empty if it is not known. */
  language: string;
  first: number;
  last: number;
  reports: number;
  outlets: number;
  /** The names of some of its outlets. */
  outletNames: string[];
  /** Whether all of it came after the person last said that they had seen the events. */
  isNew: boolean;
  /** How many reports came after that, at most 100. */
  newReports: number;
}

/** A report of an event. */
export interface EventItem {
  id: number;
  url: string;
  title: string;
  summary: string;
  outlet: string;
  language: string | null;
  at: number;
  /** Whether it came after the person last said that they had seen the events. */
  isNew: boolean;
  /** The outlet whose text it nearly is, if it is a copy. */
  copyOf: string | null;
}

interface EventFilter {
  /** Who asks, for what is new. */
  person: string;
  /** A primary language subtag. */
  language?: string;
  /** The address of a feed that has a report of the event. */
  feed?: string;
  /** How many to leave out and to return. */
  offset?: number;
  limit: number;
}

interface EventPage {
  events: EventSummary[];
  /** The newest reports of each event. */
  items: EventItem[][];
  /** The languages of all events, and the feeds that have reports. */
  languages: string[];
  feeds: string[];
  /** Until when the person has seen the events, in milliseconds; 0 if they never said so. */
  seen: number;
}

interface SummaryRow extends Record<string, SqlStorageValue> {
  id: number;
  title: string;
  language: string;
  first: number;
  last: number;
  changed: number;
  reports: number;
  outlets: number;
}

const SUMMARY =
  'event.id, item.title, event.language, first, last, changed, reports, outlets FROM event JOIN item ON item.id = event.head';

/** The most reports of an event that are returned. */
const MAX_ITEMS = 200;

/** What the newsroom sees of events. */
export class Events {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Returns events, the highest rank first: the newest and most reported. */
  list({ person, language, feed, offset = 0, limit }: EventFilter): EventSummary[] {
    const conditions: string[] = [];
    const values: SqlStorageValue[] = [];
    if (language !== undefined) {
      conditions.push('event.language = ?');
      values.push(language);
    }
    if (feed !== undefined) {
      conditions.push(
        'event.id IN (SELECT item.event FROM appearance JOIN item ON item.id = appearance.item WHERE appearance.feed = ?)',
      );
      values.push(feed);
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const seen = this.seenUntil(person);
    return this.#sql
      .exec<SummaryRow>(
        `SELECT ${SUMMARY} ${where} ORDER BY rank DESC, event.id DESC LIMIT ? OFFSET ?`,
        ...values,
        limit,
        offset,
      )
      .toArray()
      .map((row) => this.#summarize(row, seen));
  }

  /** Returns an event with its newest reports, at most 200; undefined if there is none. A number from before a merge finds it too. */
  find(id: number, person: string): { event: EventSummary; items: EventItem[] } | undefined {
    const [merge] = this.#sql
      .exec<{ kept: number }>('SELECT kept FROM event_merge WHERE gone = ?', id)
      .toArray();
    if (merge) return this.find(merge.kept, person);
    const [row] = this.#sql.exec<SummaryRow>(`SELECT ${SUMMARY} WHERE event.id = ?`, id).toArray();
    if (!row) return undefined;
    const seen = this.seenUntil(person);
    return { event: this.#summarize(row, seen), items: this.#itemsOf(id, seen, MAX_ITEMS) };
  }

  /** Returns what a page of the newsroom shows: events, the newest reports of each, and what they can be filtered by. */
  page({ reports, ...filter }: EventFilter & { reports: number }): EventPage {
    const events = this.list(filter);
    const seen = this.seenUntil(filter.person);
    return {
      events,
      items: events.map(({ id }) => this.#itemsOf(id, seen, reports)),
      languages: this.#distinct('event', 'language'),
      feeds: this.#distinct('appearance', 'feed'),
      seen,
    };
  }

  /** Returns until when a person has seen the events; 0 if they never said so. */
  seenUntil(person: string): number {
    const [row] = this.#sql
      .exec<{ at: number }>('SELECT at FROM event_seen WHERE person = ?', person)
      .toArray();
    return row?.at ?? 0;
  }

  /** Notes that a person has seen what was there at a time. It never goes back. */
  markSeen(person: string, at: number, now: number): void {
    this.#sql.exec(
      'INSERT INTO event_seen (person, at) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET at = MAX(at, excluded.at)',
      person,
      Math.min(at, now),
    );
  }

  #summarize({ changed, ...row }: SummaryRow, seen: number): EventSummary {
    const newReports = changed <= seen ? 0 : this.#countNew(row.id, seen);
    const names = this.#sql
      .exec<{ outlet: string }>('SELECT DISTINCT outlet FROM item WHERE event = ? LIMIT 6', row.id)
      .toArray();
    return {
      ...row,
      outletNames: names.map(({ outlet }) => outlet),
      isNew: newReports > 0 && newReports >= Math.min(100, row.reports),
      newReports,
    };
  }

  #countNew(id: number, seen: number): number {
    const [row] = this.#sql
      .exec<{ count: number }>(
        'SELECT COUNT(*) AS count FROM (SELECT 1 FROM item WHERE event = ? AND seen > ? LIMIT 100)',
        id,
        seen,
      )
      .toArray();
    return row?.count ?? 0;
  }

  #itemsOf(id: number, seen: number, limit: number): EventItem[] {
    return this.#sql
      .exec<Record<string, SqlStorageValue>>(
        `SELECT item.id, item.url, item.title, item.summary, item.outlet, item.language, item.at, item.seen, first.outlet AS copyOf
        FROM item LEFT JOIN item AS first ON first.id = item.copy_of
        WHERE item.event = ? ORDER BY item.at DESC, item.id DESC LIMIT ?`,
        id,
        limit,
      )
      .toArray()
      .map(({ seen: at, ...row }) => ({ ...row, isNew: Number(at) > seen }) as unknown as EventItem);
  }

  /** Returns the values of the first column of an index, without reading each row. */
  #distinct(table: 'event' | 'appearance', column: 'language' | 'feed'): string[] {
    return this.#sql
      .exec<{ value: string }>(
        `WITH RECURSIVE each (value) AS (
          SELECT MIN(${column}) FROM ${table}
          UNION ALL
          SELECT (SELECT MIN(${column}) FROM ${table} WHERE ${column} > value) FROM each WHERE value IS NOT NULL
        ) SELECT value FROM each WHERE value IS NOT NULL AND value != '' LIMIT 1000`,
      )
      .toArray()
      .map(({ value }) => value);
  }
}
