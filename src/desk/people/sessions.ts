import { toBase64Url, toHex } from '../../lib/encodings.ts';
import type { People, Person } from './people.ts';

/** How long a session lasts, in milliseconds: 30 days. */
const SESSION_LIFETIME = 30 * 86_400_000;

/** A session that has begun. Only the cookie holds its token; the table holds the token's hash. */
export interface NewSession {
  token: string;
  /** RFC 3339. */
  expires: string;
}

const hashOf = async (token: string) =>
  toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));

const randomToken = () => toBase64Url(crypto.getRandomValues(new Uint8Array(32)).buffer);

/** Who is signed in, and where. */
export class Sessions {
  readonly #sql: SqlStorage;
  readonly #people: People;

  constructor(sql: SqlStorage, people: People) {
    this.#sql = sql;
    this.#people = people;
  }

  /** Begins a session. `agent` is the browser's User-Agent, by which the person knows the session again. */
  async start(person: string, { agent, now }: { agent: string; now: number }): Promise<NewSession> {
    const token = randomToken();
    const expires = now + SESSION_LIFETIME;
    const query =
      'INSERT INTO session (hash, id, person, began, expires, seen, agent) VALUES (?, ?, ?, ?, ?, ?, ?)';
    const id = toHex(crypto.getRandomValues(new Uint8Array(8)));
    this.#sql.exec(query, await hashOf(token), id, person, now, expires, now, agent.slice(0, 300));
    return { token, expires: new Date(expires).toISOString() };
  }

  /** Returns whose session a token is; undefined if it has ended, or if the person was removed. */
  async find(token: string, now: number): Promise<{ id: string; person: Person } | undefined> {
    const query = 'SELECT id, person FROM session WHERE hash = ? AND expires > ?';
    const [row] = this.#sql.exec<{ id: string; person: string }>(query, await hashOf(token), now).toArray();
    const person = row && this.#people.find(row.person);
    return row && person && person.removed === null ? { id: row.id, person } : undefined;
  }
}
