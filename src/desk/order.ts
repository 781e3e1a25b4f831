import { editionLength } from '../edition/edition.ts';
import type { Scope } from '../edition/scope.ts';
import type { Dirty } from './change.ts';

/** A story's place in a scope. */
export interface Place {
  scope: string;
  sequence: number;
  shown: boolean;
}

/** The most characters of entries in an edition: a KV value has at most 25 MiB, and a character up to three bytes. */
const LARGEST_EDITION = 8_000_000;

/** The order of publication of every scope. A story keeps its place for ever; what is not shown leaves a gap. */
export class Order {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  #one<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...values: SqlStorageValue[]
  ): T | undefined {
    return this.#sql.exec<T>(query, ...values).toArray()[0];
  }

  /** Gives the story its place in each of the scopes, and takes it out of the others that it was in. */
  show(story: number, scopes: readonly Scope[], now: number, dirty: Dirty): void {
    const places = this.#sql
      .exec<{ scope: Scope; shown: number }>('SELECT scope, shown FROM place WHERE story = ?', story)
      .toArray();
    const before = new Map(places.map(({ scope, shown }) => [scope, shown === 1]));
    for (const scope of new Set([...before.keys(), ...scopes])) {
      const isShown = scopes.includes(scope);
      const wasShown = before.get(scope);
      if (!isShown && !wasShown) continue;
      const step = Number(isShown) - Number(wasShown ?? false);
      const total = this.#one<{ last: number; shown: number }>(
        `INSERT INTO scope (scope, last, shown, changed) VALUES (?, ?, ?, ?)
         ON CONFLICT (scope) DO UPDATE SET last = last + excluded.last, shown = shown + ?, changed = excluded.changed
         RETURNING last, shown`,
        scope,
        wasShown === undefined ? 1 : 0,
        step,
        now,
        step,
      ) ?? { last: 0, shown: 0 };
      if (wasShown === undefined) {
        this.#sql.exec(
          'INSERT INTO place (scope, sequence, story, shown) VALUES (?, ?, ?, 1)',
          scope,
          total.last,
          story,
        );
      } else if (step !== 0) {
        this.#sql.exec(
          'UPDATE place SET shown = ? WHERE story = ? AND scope = ?',
          Number(isShown),
          story,
          scope,
        );
      }
      dirty.scopes.push(scope);
      if ((step > 0 && total.shown === 1) || total.shown === 0) dirty.directory = true;
    }
  }

  /** Every place that the story ever had. */
  placesOf(story: number): Place[] {
    return this.#sql
      .exec<{ scope: string; sequence: number; shown: number }>(
        'SELECT scope, sequence, shown FROM place WHERE story = ? ORDER BY scope',
        story,
      )
      .toArray()
      .map((place) => ({ ...place, shown: place.shown === 1 }));
  }

  /** Gives the story the places that it had on another server; the next one where another story has its own here. */
  adopt(story: number, places: readonly Place[], changed: number, dirty: Dirty): void {
    for (const { scope, sequence, shown } of places) {
      const taken = this.#one('SELECT story FROM place WHERE scope = ? AND sequence = ?', scope, sequence);
      const total = this.#one<{ last: number }>('SELECT last FROM scope WHERE scope = ?', scope);
      const own = taken ? (total?.last ?? 0) + 1 : sequence;
      this.#sql.exec(
        `INSERT INTO scope (scope, last, shown, changed) VALUES (?, ?, ?, ?) ON CONFLICT (scope) DO UPDATE
         SET last = MAX(last, excluded.last), shown = shown + excluded.shown, changed = MAX(changed, excluded.changed)`,
        scope,
        own,
        Number(shown),
        changed,
      );
      this.#sql.exec(
        'INSERT INTO place (scope, sequence, story, shown) VALUES (?, ?, ?, ?)',
        scope,
        own,
        story,
        Number(shown),
      );
      dirty.scopes.push(scope as Scope);
      dirty.directory = true;
    }
  }

  /** What an edition is printed from: the open page of the scope and the closed one before it. */
  edition(scope: Scope): { count: number; changed: number; entries: string[] } {
    const total = this.#one<{ last: number; shown: number; changed: number }>(
      'SELECT last, shown, changed FROM scope WHERE scope = ?',
      scope,
    );
    if (!total) return { count: 0, changed: 0, entries: [] };
    const rows = this.#sql.exec<{ entry: string }>(
      `SELECT story.entry FROM place JOIN story ON story.id = place.story
       WHERE place.scope = ? AND place.sequence > ? AND place.shown = 1 ORDER BY place.sequence DESC`,
      scope,
      total.last - editionLength(total.last),
    );
    const entries: string[] = [];
    let size = 0;
    for (const { entry } of rows) {
      size += entry.length;
      if (size > LARGEST_EDITION) break;
      entries.push(entry);
    }
    return { count: total.shown, changed: total.changed, entries };
  }

  /** Scopes that show a story. */
  scopes(): Scope[] {
    return this.#sql
      .exec<{ scope: Scope }>('SELECT scope FROM scope WHERE shown > 0 ORDER BY scope')
      .toArray()
      .map(({ scope }) => scope);
  }
}
