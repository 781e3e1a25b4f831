import type { DatabaseSync } from 'node:sqlite';

/** What is sent to a server. */
export type SentKind = 'story' | 'draft' | 'page' | 'redirect';

/**
 * What came of it. `sending`: the answer is not known, because the process was stopped. `new`: this move brought it. `there`: the server had
 * it, the same. `updated`: the server had it as it had been sent, and has it as it is now. `kept`: the server has it otherwise, so it was
 * left alone. `refused`: the server did not take it.
 */
export type Outcome = 'sending' | 'new' | 'there' | 'updated' | 'kept' | 'refused';

export interface Acknowledgement {
  /** The hash of what was sent. */
  hash: string;
  outcome: Outcome;
  /** The revision that the server answered, of stories and pages. */
  revision: number | null;
}

/** What servers have acknowledged. It outlives a new reading of the source. */
export class Acknowledgements {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  find(server: string, kind: SentKind, key: string): Acknowledgement | undefined {
    const row = this.#database
      .prepare('SELECT hash, outcome, revision FROM sent WHERE server = ? AND kind = ? AND key = ?')
      .get(server, kind, key);
    return row && ({ ...row } as unknown as Acknowledgement);
  }

  set(
    server: string,
    kind: SentKind,
    key: string,
    { hash, outcome, revision }: Omit<Acknowledgement, 'revision'> & { revision?: number | null | undefined },
  ): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?, ?)')
      .run(server, kind, key, hash, outcome, revision ?? null);
  }

  remove(server: string, kind: SentKind, key: string): void {
    this.#database
      .prepare('DELETE FROM sent WHERE server = ? AND kind = ? AND key = ?')
      .run(server, kind, key);
  }

  /** Whether something was sent to a server, and what it answered is not known. */
  isUnsettled(server: string): boolean {
    return (
      this.#database.prepare("SELECT 1 FROM sent WHERE server = ? AND outcome = 'sending'").get(server) !==
      undefined
    );
  }

  /** Forgets all that was noted of a server. */
  forget(server: string): void {
    this.#database.prepare('DELETE FROM sent WHERE server = ?').run(server);
  }

  /** The keys of posts that a server has as stories, and that are none in the move now. */
  storiesPlannedOtherwise(server: string): string[] {
    return this.#database
      .prepare(
        `SELECT key FROM sent JOIN plan USING (key) WHERE server = ? AND sent.kind = 'story' AND plan.kind <> 'story'
         AND outcome IN ('new', 'there', 'updated', 'kept') ORDER BY plan.id`,
      )
      .all(server)
      .map(({ key }) => String(key));
  }

  /** Counts what came of the posts or redirects that are part of the move now. */
  count(server: string, kind: SentKind, outcome: Outcome): number {
    const known =
      kind === 'redirect'
        ? ' AND key IN (SELECT key FROM redirect)'
        : ' AND key IN (SELECT key FROM plan WHERE plan.kind = sent.kind)';
    const query = `SELECT count(*) AS n FROM sent WHERE server = ? AND kind = ? AND outcome = ?${known}`;
    return Number(this.#database.prepare(query).get(server, kind, outcome)?.n);
  }

  /** Begins another run after one that ended: what that one brought was there before this one. */
  beginAgain(server: string): void {
    this.#database
      .prepare(
        "UPDATE sent SET outcome = 'there' WHERE server = ? AND outcome IN ('new', 'updated', 'sending')",
      )
      .run(server);
  }
}
