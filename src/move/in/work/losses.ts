import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LossKind } from '../loss-kinds.ts';
import type { Loss } from '../old-site.ts';

/** The step of the move at which something was lost, in the order of the report. */
export type Stage = 'read' | 'pictures' | 'plan' | 'send' | 'redirects';

/** The most characters of a text of a loss: what a reader quotes is shorter, and a title or an excerpt that is cut here is there in full. */
const MAX_TEXT = 50_000;

/** What could not move in as it was. A loss belongs to an owner, such as a post, so that a step done twice does not double it. */
export class Losses {
  readonly #database: DatabaseSync;
  readonly #add: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#add = database.prepare('INSERT INTO loss (stage, owner, json) VALUES (?, ?, ?)');
  }

  add(stage: Stage, loss: Loss, owner = ''): void {
    this.#add.run(stage, owner, JSON.stringify({ ...loss, was: cut(loss.was), now: cut(loss.now) }));
  }

  /** Forgets the losses of a step, or of one of its owners. */
  forget(stage: Stage, owner?: string): void {
    if (owner === undefined) this.#database.prepare('DELETE FROM loss WHERE stage = ?').run(stage);
    else this.#database.prepare('DELETE FROM loss WHERE stage = ? AND owner = ?').run(stage, owner);
  }

  /** How many losses of each kind there are, the most frequent kind first. */
  counts(): { kind: LossKind; count: number }[] {
    const query =
      "SELECT json ->> 'kind' AS kind, count(*) AS n FROM loss GROUP BY 1 ORDER BY count(*) DESC, 1";
    return this.#database
      .prepare(query)
      .all()
      .map(({ kind, n }) => ({ kind: String(kind) as LossKind, count: Number(n) }));
  }

  /** The losses of a kind, in an order that depends on them alone. */
  *ofKind(kind: LossKind): Generator<Loss> {
    const query = `SELECT json FROM loss WHERE json ->> 'kind' = ?
      ORDER BY json ->> '$.place.file', json ->> '$.place.line', json ->> '$.place.entry', id`;
    for (const { json } of this.#database.prepare(query).iterate(kind)) {
      yield JSON.parse(String(json)) as Loss;
    }
  }
}

const cut = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text);
