import { backoff } from '../../../../lib/backoff.ts';
import { withArticleDefaults } from '../../../../site/story/article.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { StoryRow } from '../../ledger/story-row.ts';
import type { MirroredStory, MirrorResult } from './mirror.ts';

/** Delays before a mirror that failed is called again, in milliseconds. */
const RETRY_DELAYS = { first: 5000, longest: 3_600_000 };
/** Delays before a story is sent again that the mirror refused, in milliseconds. */
const REFUSAL_DELAYS = { first: 60_000, longest: 86_400_000 };
/** The most characters that the stories of a batch may have, unless it is one story: the runtime carries 32 MB a call. */
const MAX_BATCH_LENGTH = 4_000_000;
/** The most characters of a reason that are stored. */
const MAX_REASON_LENGTH = 500;

/** A mirror that is turned on. */
export interface MirrorRow extends Record<string, SqlStorageValue> {
  name: string;
  version: string;
  /** The last story of the fill-in that was sent; null if there is no fill-in. */
  fill: number | null;
  /** When it may be called, in milliseconds. */
  due: number;
  /** How many calls in a row have failed, and since when they have, in milliseconds. */
  failures: number;
  failing: number | null;
}

/** What one call sends. */
export interface MirrorBatch {
  stories: MirroredStory[];
  /** The queue's tickets of the stories, by their ids. Empty for a part of the fill-in. */
  tickets: Map<number, number>;
  /** Stories whose stored form cannot be read. */
  broken: { id: number; why: string }[];
  /** If it is a part of the fill-in, its last story. */
  fill: number | null;
}

/** What a mirror still has to be sent. */
export interface MirrorState {
  name: string;
  /** How many changed stories wait, refused ones included. The fill-in is not counted. */
  waiting: number;
  refused: number;
  isFilling: boolean;
  /** Since when calls fail, in milliseconds; null if the last one did not. */
  failing: number | null;
  /** Why the last call failed, or else why a story was refused. */
  why: string | null;
}

/** The stories that each mirror still has to be sent. A fill-in is a cursor over all stories, and needs no row for each. */
export class MirrorQueue {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #wait: number;

  constructor(sql: SqlStorage, ledger: Ledger, wait: number) {
    this.#wait = wait;
    this.#sql = sql;
    this.#ledger = ledger;
  }

  /** Returns the mirrors that are turned on. */
  rows(): MirrorRow[] {
    return this.#sql
      .exec<MirrorRow>('SELECT name, version, fill, due, failures, failing FROM mirror')
      .toArray();
  }

  /** Begins to send a mirror every story. */
  beginFill(name: string, version: string, now: number): void {
    this.#sql.exec('DELETE FROM mirror_change WHERE mirror = ?', name);
    const query = `INSERT INTO mirror (name, version, fill, due, failures) VALUES (?, ?, 0, ?, 0) ON CONFLICT (name) DO UPDATE
      SET version = excluded.version, fill = 0, due = excluded.due, failures = 0, failing = NULL, why = NULL`;
    this.#sql.exec(query, name, version, now + this.#wait);
  }

  /** Forgets a mirror that was turned off. */
  forget(name: string): void {
    this.#sql.exec('DELETE FROM mirror_change WHERE mirror = ?', name);
    this.#sql.exec('DELETE FROM mirror WHERE name = ?', name);
  }

  /** Adds a changed story. */
  add(mirror: string, story: number, now: number): void {
    const query = `INSERT INTO mirror_change (mirror, story, ticket, due, attempts) VALUES (?, ?, 1, ?, 0)
      ON CONFLICT (mirror, story) DO UPDATE SET ticket = ticket + 1, due = excluded.due`;
    this.#sql.exec(query, mirror, story, now + this.#wait);
  }

  /**
   * Returns what a mirror is to be sent next: changed stories first, the latest change before all others, then those of the fill-in.
   * Undefined if there is nothing.
   */
  next({ name, fill }: MirrorRow, limit: number, now: number): MirrorBatch | undefined {
    const query =
      'SELECT story, ticket FROM mirror_change WHERE mirror = ? AND due <= ? ORDER BY due DESC, story LIMIT ?';
    const changes = this.#sql.exec<{ story: number; ticket: number }>(query, name, now, limit).toArray();
    if (changes.length > 0) {
      const rows = changes
        .map(({ story }) => this.#ledger.names.byId(story))
        .filter((row) => row !== undefined);
      const batch = this.#read(rows);
      const isRead = (id: number) => batch.ids.has(id);
      return {
        ...batch,
        tickets: new Map(
          changes.filter(({ story }) => isRead(story)).map(({ story, ticket }) => [story, ticket]),
        ),
        fill: null,
      };
    }
    if (fill === null) return undefined;
    const { ids, ...batch } = this.#read(this.#ledger.list(fill, limit));
    const last = Math.max(...ids);
    return ids.size > 0 ? { ...batch, tickets: new Map(), fill: last } : undefined;
  }

  /** Reads as many of the stories, in their order, as a batch may have. */
  #read(rows: readonly StoryRow[]): Pick<MirrorBatch, 'stories' | 'broken'> & { ids: Set<number> } {
    const batch = {
      stories: [] as MirroredStory[],
      broken: [] as MirrorBatch['broken'],
      ids: new Set<number>(),
    };
    let left = MAX_BATCH_LENGTH;
    for (const { id, identifier, slug, status, changed } of rows) {
      const query = 'SELECT length(article) AS length FROM story WHERE id = ?';
      if (status === 'published') left -= this.#sql.exec<{ length: number }>(query, id).one().length;
      if (left < 0 && batch.ids.size > 0) break;
      batch.ids.add(id);
      try {
        const article = status === 'published' ? withArticleDefaults(this.#ledger.article(id)) : null;
        batch.stories.push({ id, identifier, slug, article, changed });
      } catch (error) {
        batch.broken.push({ id, why: `its stored form cannot be read: ${error}` });
      }
    }
    return batch;
  }

  /** Ends the fill-in of a mirror that has been sent every story. */
  endFill(name: string): void {
    this.#sql.exec('UPDATE mirror SET fill = NULL WHERE name = ?', name);
  }

  /**
   * Records that a mirror has taken a batch, except for the stories that it refused or did not come to. Does nothing if the mirror was
   * turned off or changed meanwhile; leaves a fill-in that began again where it is.
   */
  settle(
    row: MirrorRow,
    batch: MirrorBatch,
    { refused = [], unsent = [], pause = 0 }: MirrorResult,
    now: number,
  ): void {
    const { name, version } = row;
    if (!this.#isCurrent(row)) return;
    if (row.failing !== null || pause > 0) {
      const query = 'UPDATE mirror SET due = ?, failures = 0, failing = NULL, why = NULL WHERE name = ?';
      this.#sql.exec(query, now + pause, name);
    }
    const kept = [...refused, ...batch.broken];
    for (const { id, why } of kept) {
      if (!batch.tickets.has(id)) this.add(name, id, now);
      this.#refuse(name, id, why, now);
    }
    for (const id of unsent) if (!batch.tickets.has(id)) this.add(name, id, now);
    const ids = new Set([...kept.map(({ id }) => id), ...unsent]);
    for (const [id, ticket] of batch.tickets) {
      if (ids.has(id)) continue;
      const query = 'DELETE FROM mirror_change WHERE mirror = ? AND story = ? AND ticket = ?';
      this.#sql.exec(query, name, id, ticket);
    }
    if (batch.fill === null) return;
    const query = 'UPDATE mirror SET fill = ?, due = MAX(due, ?) WHERE name = ? AND version = ? AND fill = ?';
    this.#sql.exec(query, batch.fill, now + this.#wait, name, version, row.fill);
  }

  #refuse(mirror: string, story: number, why: string, now: number): void {
    const key = [mirror, story];
    const query = 'SELECT attempts FROM mirror_change WHERE mirror = ? AND story = ?';
    const attempts = this.#sql.exec<{ attempts: number }>(query, ...key).toArray()[0]?.attempts ?? 0;
    const due = now + backoff(attempts + 1, REFUSAL_DELAYS);
    const update = 'UPDATE mirror_change SET due = ?, attempts = ?, why = ? WHERE mirror = ? AND story = ?';
    this.#sql.exec(update, due, attempts + 1, why.slice(0, MAX_REASON_LENGTH), ...key);
  }

  /** Records that a call failed. */
  fail(row: MirrorRow, why: string, now: number): void {
    if (!this.#isCurrent(row)) return;
    const query = `UPDATE mirror SET due = ?, failures = failures + 1, failing = COALESCE(failing, ?), why = ? WHERE name = ?`;
    this.#sql.exec(
      query,
      now + backoff(row.failures + 1, RETRY_DELAYS),
      now,
      why.slice(0, MAX_REASON_LENGTH),
      row.name,
    );
  }

  /** Returns whether a mirror still is what it was when a call began. */
  #isCurrent({ name, version }: MirrorRow): boolean {
    return (
      this.#sql.exec('SELECT 1 FROM mirror WHERE name = ? AND version = ?', name, version).toArray().length >
      0
    );
  }

  /** Returns when a mirror is to be called next, in milliseconds; undefined if it has everything. */
  nextDue({ name, fill, due }: MirrorRow): number | undefined {
    const query = 'SELECT MIN(due) AS due FROM mirror_change WHERE mirror = ?';
    const change = this.#sql.exec<{ due: number | null }>(query, name).one().due;
    if (fill === null && change === null) return undefined;
    return Math.max(due, fill === null ? (change ?? 0) : 0);
  }

  state(): MirrorState[] {
    return this.#sql
      .exec<Omit<MirrorState, 'isFilling'> & { fill: number | null }>(
        `SELECT name, fill, failing, (SELECT COUNT(*) FROM mirror_change WHERE mirror = name) AS waiting,
           (SELECT COUNT(*) FROM mirror_change WHERE mirror = name AND attempts > 0) AS refused,
           COALESCE(why, (SELECT why FROM mirror_change WHERE mirror = name AND attempts > 0 LIMIT 1)) AS why
         FROM mirror ORDER BY name`,
      )
      .toArray()
      .map(({ fill, ...row }) => ({ ...row, isFilling: fill !== null }));
  }
}
