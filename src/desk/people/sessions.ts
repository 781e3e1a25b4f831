import { toHex } from '../../lib/encodings.ts';
import { log } from '../../lib/log.ts';
import type { People } from './people.ts';
import { type PeopleRefusal, type Person, refuse } from './person.ts';
import type { Actor } from './roles.ts';
import { hashOf, makeSecret, type Secret } from './secret.ts';

/** How long a session lasts, in milliseconds: 30 days. */
const SESSION_LIFETIME = 30 * 86_400_000;

/** `seen` is written at most this often, in milliseconds, because each write is a row of the day's allowance. */
const SEEN_INTERVAL = 5 * 60_000;

/** A session that has begun. Only the cookie holds its token; the table holds the token's hash. */
export interface NewSession {
  token: string;
  /** RFC 3339. */
  expires: string;
}

/** A session as its owner and admins see it. Times are RFC 3339. */
export interface OpenSession {
  id: string;
  began: string;
  seen: string;
  expires: string;
  /** The browser's User-Agent. */
  agent: string;
}

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  person: string;
  began: number;
  seen: number;
  expires: number;
  agent: string;
}

const iso = (time: number) => new Date(time).toISOString();

/** Who is signed in, and where. */
export class Sessions {
  readonly #sql: SqlStorage;
  readonly #people: People;

  constructor(sql: SqlStorage, people: People) {
    this.#sql = sql;
    this.#people = people;
  }

  /** Begins a session. `agent` is the browser's User-Agent, by which the person knows the session again. */
  async start(person: string, options: { agent: string; now: number }): Promise<NewSession> {
    return this.open(person, await makeSecret(), options);
  }

  /** Begins a session whose secret is made already, so that nothing happens in between. Deletes sessions that have expired. */
  open(person: string, { token, hash }: Secret, { agent, now }: { agent: string; now: number }): NewSession {
    this.#sql.exec('DELETE FROM session WHERE expires <= ?', now);
    const expires = now + SESSION_LIFETIME;
    const query =
      'INSERT INTO session (hash, id, person, began, expires, seen, agent) VALUES (?, ?, ?, ?, ?, ?, ?)';
    const id = toHex(crypto.getRandomValues(new Uint8Array(8)));
    this.#sql.exec(query, hash, id, person, now, expires, now, agent.slice(0, 300));
    return { token, expires: iso(expires) };
  }

  /** Returns whose session a token is; undefined if it has ended, or if the person was removed. */
  async find(token: string, now: number): Promise<{ id: string; person: Person } | undefined> {
    const query = 'SELECT id, person, seen FROM session WHERE hash = ? AND expires > ?';
    const hash = await hashOf(token);
    const [row] = this.#sql.exec<Pick<Row, 'id' | 'person' | 'seen'>>(query, hash, now).toArray();
    const person = row && this.#people.find(row.person);
    if (!row || !person || person.removed !== null) return undefined;
    if (now - row.seen >= SEEN_INTERVAL)
      this.#sql.exec('UPDATE session SET seen = ? WHERE hash = ?', now, hash);
    return { id: row.id, person };
  }

  /** Lists a person's open sessions, the last one used first. */
  list(person: string, now: number): OpenSession[] {
    const query =
      'SELECT id, began, seen, expires, agent FROM session WHERE person = ? AND expires > ? ORDER BY seen DESC, began DESC, id';
    return this.#sql
      .exec<Row>(query, person, now)
      .toArray()
      .map(({ id, began, seen, expires, agent }) => ({
        id,
        began: iso(began),
        seen: iso(seen),
        expires: iso(expires),
        agent,
      }));
  }

  /** Ends a session of the actor's own, or as an admin anybody's. Succeeds if it has ended already. */
  end(id: string, { actor }: { actor: Actor }): { ok: true } | PeopleRefusal {
    const [row] = this.#sql
      .exec<Pick<Row, 'person'>>('SELECT person FROM session WHERE id = ?', id)
      .toArray();
    if (!row) return { ok: true };
    const refusal = this.#whyNot(row.person, actor);
    if (refusal) return refusal;
    this.#sql.exec('DELETE FROM session WHERE id = ?', id);
    this.#log(row.person, actor, 1);
    return { ok: true };
  }

  /** Ends a person's sessions, except perhaps the one that asks for it. Returns how many. */
  endAll(
    person: string,
    { actor, except = '' }: { actor: Actor; except?: string },
  ): { ok: true; ended: number } | PeopleRefusal {
    const refusal = this.#whyNot(person, actor);
    if (refusal) return refusal;
    const query = 'DELETE FROM session WHERE person = ? AND id <> ? RETURNING id';
    const ended = this.#sql.exec(query, person, except).toArray().length;
    this.#log(person, actor, ended);
    return { ok: true, ended };
  }

  #whyNot(person: string, actor: Actor): PeopleRefusal | undefined {
    const whyNot = person === actor.person ? undefined : this.#people.whyNot(actor, 'admin');
    return whyNot === undefined ? undefined : refuse('role', whyNot);
  }

  #log(person: string, actor: Actor, sessions: number): void {
    const name = this.#people.find(person)?.name;
    log({ event: 'sessions-ended', who: actor.name, person: name, sessions }, 'info');
  }
}
