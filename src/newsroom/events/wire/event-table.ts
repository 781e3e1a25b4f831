/** An event with twice the outlets ranks like one whose last report is this much newer, in milliseconds. */
const DOUBLING_MS = 12 * 3_600_000;

/** The number that events are sorted by: the time of the last report, and a bonus for the outlets that reported. */
const rankOf = (last: number, outlets: number): number =>
  Math.round(last + DOUBLING_MS * Math.log2(Math.max(1, outlets)));

/** A report that joins an event. */
export interface Report {
  item: number;
  outlet: string;
  /** A BCP 47 tag. */
  language: string | null;
  at: number;
  seen: number;
}

interface EventRow extends Record<string, SqlStorageValue> {
  id: number;
  head: number;
  first: number;
  last: number;
  changed: number;
  reports: number;
  outlets: number;
}

/** What events add up to, as the page of events sorts and shows them. */
export class EventTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Begins an event with its first report, and returns its number. */
  begin({ item, language, at, seen }: Report): number {
    const [row] = this.#sql
      .exec<{ id: number }>(
        `INSERT INTO event (head, language, first, last, changed, reports, outlets, rank)
        VALUES (?, ?, ?, ?, ?, 1, 1, ?) RETURNING id`,
        item,
        primaryLanguage(language),
        at,
        at,
        seen,
        rankOf(at, 1),
      )
      .toArray();
    return (row as { id: number }).id;
  }

  /** Counts a report whose row is not yet of the event. Returns false if the event has expired. */
  join(id: number, { item, outlet, language, at, seen }: Report): boolean {
    const event = this.#read(id);
    if (!event) return false;
    const isKnown =
      this.#sql.exec('SELECT 1 FROM item WHERE event = ? AND outlet = ? LIMIT 1', id, outlet).toArray()
        .length > 0;
    const isHead = at < event.first;
    this.#write({
      ...event,
      head: isHead ? item : event.head,
      first: Math.min(event.first, at),
      last: Math.max(event.last, at),
      changed: Math.max(event.changed, seen),
      reports: event.reports + 1,
      outlets: event.outlets + (isKnown ? 0 : 1),
    });
    if (isHead) this.#sql.exec('UPDATE event SET language = ? WHERE id = ?', primaryLanguage(language), id);
    return true;
  }

  /** Makes two events one, and records where the link of the other one leads. */
  merge(gone: number, kept: number, now: number): void {
    const [from, to] = [this.#read(gone), this.#read(kept)];
    if (!from || !to) return;
    const [row] = this.#sql
      .exec<{ added: number }>(
        `SELECT COUNT(DISTINCT outlet) AS added FROM item WHERE event = ? AND NOT EXISTS
        (SELECT 1 FROM item AS other WHERE other.event = ? AND other.outlet = item.outlet)`,
        gone,
        kept,
      )
      .toArray();
    this.#sql.exec('UPDATE item SET event = ? WHERE event = ?', kept, gone);
    this.#sql.exec('DELETE FROM event WHERE id = ?', gone);
    this.#sql.exec('INSERT INTO event_merge (gone, kept, at) VALUES (?, ?, ?)', gone, kept, now);
    this.#write({
      ...to,
      head: from.first < to.first ? from.head : to.head,
      first: Math.min(from.first, to.first),
      last: Math.max(from.last, to.last),
      changed: Math.max(from.changed, to.changed),
      reports: from.reports + to.reports,
      outlets: to.outlets + (row?.added ?? 0),
    });
  }

  /** Counts an event's reports anew after some have expired. */
  recount(id: number): void {
    const event = this.#read(id);
    const [row] = this.#sql
      .exec<{ first: number | null; last: number; reports: number; outlets: number; head: number }>(
        // SQLite takes `head` from the row that has the least `at`.
        'SELECT MIN(at) AS first, id AS head, COUNT(*) AS reports, COUNT(DISTINCT outlet) AS outlets FROM item WHERE event = ?',
        id,
      )
      .toArray();
    if (!event || !row) return;
    if (row.first === null) {
      this.#sql.exec('DELETE FROM event WHERE id = ?', id);
      this.#sql.exec('DELETE FROM event_merge WHERE kept = ?', id);
    } else
      this.#write({ ...event, first: row.first, head: row.head, reports: row.reports, outlets: row.outlets });
  }

  #read(id: number): EventRow | undefined {
    return this.#sql
      .exec<EventRow>('SELECT id, head, first, last, changed, reports, outlets FROM event WHERE id = ?', id)
      .toArray()[0];
  }

  #write({ id, head, first, last, changed, reports, outlets }: EventRow): void {
    this.#sql.exec(
      'UPDATE event SET head = ?, first = ?, last = ?, changed = ?, reports = ?, outlets = ?, rank = ? WHERE id = ?',
      head,
      first,
      last,
      changed,
      reports,
      outlets,
      rankOf(last, outlets),
      id,
    );
  }
}

/** Returns the language without script and region, in lower case; empty if it is not known. */
const primaryLanguage = (tag: string | null): string =>
  /^[a-z]{2,3}(?=$|-)/i.exec(tag ?? '')?.[0].toLowerCase() ?? '';
