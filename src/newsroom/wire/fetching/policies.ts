import type { Fetched, FetchFailure } from './fetched.ts';
import type { FetchingTables } from './tables.ts';

/** How long a robots.txt or a licence counts, in milliseconds (RFC 9309 section 2.4). */
const FRESH_MS = 86_400_000;
/** How soon a file that could not be read is asked for again, in milliseconds. */
const RETRY_MS = 600_000;
/** How long an old copy counts while there is no new one, in milliseconds. */
const STALE_MS = 7 * FRESH_MS;

interface PoliciesOptions {
  sql: FetchingTables;
  /** In milliseconds. */
  now: () => number;
  /** Reads a file, without asking robots.txt. */
  fetchPolicy: (url: string) => Promise<Fetched>;
}

/** The text of a policy, empty if there is none; or when to ask again, because it is not known. */
export type Policy =
  | { ok: true; text: string }
  | {
      ok: false;
      /** In milliseconds. */
      retryAt: number;
      /** The failure, if the host has asked for a pause or is busy. */
      later?: FetchFailure;
    };

/** Keeps the robots.txt files and licences of others for a day. */
export class Policies {
  readonly #options: PoliciesOptions;
  readonly #pending = new Map<string, Promise<Policy>>();

  constructor(options: PoliciesOptions) {
    this.#options = options;
  }

  /** Reads a policy. One that does not exist, or redirects without end, is empty (RFC 9309 section 2.3.1). */
  async read(url: string): Promise<Policy> {
    const [row] = this.#options.sql
      .exec<{ text: string | null; due: number }>('SELECT text, due FROM policy WHERE url = ?', url)
      .toArray();
    // A later time than this program sets was written while the clock was wrong.
    const now = this.#options.now();
    if (row && row.due > now && row.due <= now + FRESH_MS)
      return row.text === null ? { ok: false, retryAt: row.due } : known(row.text);
    const pending = this.#pending.get(url) ?? this.#refresh(url, row?.text ?? null);
    this.#pending.set(url, pending);
    try {
      return await pending;
    } finally {
      this.#pending.delete(url);
    }
  }

  async #refresh(url: string, old: string | null): Promise<Policy> {
    const fetched = await this.#options.fetchPolicy(url);
    const now = this.#options.now();
    if (fetched.ok && fetched.status < 500) {
      const text = fetched.status < 300 ? new TextDecoder().decode(fetched.body) : '';
      this.#keep(url, text, now + FRESH_MS);
      return known(text);
    }
    if (!fetched.ok && fetched.kind === 'redirects') {
      this.#keep(url, '', now + FRESH_MS);
      return known('');
    }
    if (old !== null) {
      this.#keep(url, old, now + RETRY_MS);
      return known(old);
    }
    const retryAt = now + RETRY_MS;
    // A host that asks for a pause says by that when to ask again.
    if (!fetched.ok && fetched.kind === 'later')
      return { ok: false, retryAt: fetched.retryAt ?? retryAt, later: fetched };
    this.#keep(url, null, retryAt);
    return { ok: false, retryAt };
  }

  #keep(url: string, text: string | null, due: number): void {
    const { sql, now } = this.#options;
    sql.exec('DELETE FROM policy WHERE due < ?', now() - STALE_MS);
    sql.exec(
      `INSERT INTO policy (url, text, due) VALUES (?, ?, ?)
       ON CONFLICT (url) DO UPDATE SET text = excluded.text, due = excluded.due`,
      url,
      text,
      due,
    );
  }
}

const known = (text: string): Policy => ({ ok: true, text });
