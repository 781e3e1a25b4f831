import { toHex } from '../../../lib/encodings.ts';
import { log } from '../../../lib/log.ts';
import { endFeed } from '../../notices/desk/tables.ts';
import { endLinks } from './pending-links.ts';
import type { People } from './people.ts';
import { type PeopleRefusal, type Person, refuse } from './person.ts';
import type { Actor } from './roles.ts';
import { hashOf, makeSecret, type Secret } from './secret.ts';

/** How long a session lasts, in milliseconds: 30 days. */
const SESSION_LIFETIME = 30 * 86_400_000;

/**
 * How long a session that has ended is known, in milliseconds: 30 days. Who sends a form with its token gets back what they typed; who
 * was never signed in does not, and cannot keep the server busy with long forms.
 */
const KNOWN_AFTERWARDS = 30 * 86_400_000;

/** How long a sign-in counts as fresh, in milliseconds: 10 minutes. What lets somebody in for good needs a fresh one. */
const FRESH = 10 * 60_000;

/** `seen` is written at most this often, in milliseconds, because each write is a row of the day's allowance. */
const SEEN_INTERVAL = 5 * 60_000;

/** A session that has begun. Only the cookie holds its token; the table holds the token's hash. */
export interface NewSession {
  token: string;
  /** When the Desk forgets that there was one, RFC 3339. */
  forgotten: string;
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
  readonly #onEnd: () => void;

  /** `onEnd` hears when sessions were ended. */
  constructor(sql: SqlStorage, people: People, onEnd: () => void) {
    this.#sql = sql;
    this.#people = people;
    this.#onEnd = onEnd;
  }

  /** Begins a session. `agent` is the browser's User-Agent, by which the person knows the session again. */
  async start(person: string, options: { agent: string; now: number }): Promise<NewSession> {
    return this.open(person, await makeSecret(), options);
  }

  /** Begins a session whose secret is made already, so that nothing happens in between. Deletes those that ended long ago. */
  open(person: string, { token, hash }: Secret, { agent, now }: { agent: string; now: number }): NewSession {
    this.#sql.exec('DELETE FROM session WHERE expires <= ?', now - KNOWN_AFTERWARDS);
    const expires = now + SESSION_LIFETIME;
    const query =
      'INSERT INTO session (hash, id, person, began, expires, seen, agent) VALUES (?, ?, ?, ?, ?, ?, ?)';
    const id = toHex(crypto.getRandomValues(new Uint8Array(8)));
    this.#sql.exec(query, hash, id, person, now, expires, now, agent.slice(0, 300));
    return { token, forgotten: iso(expires + KNOWN_AFTERWARDS) };
  }

  /** Returns whose session a token is; undefined if it has ended, or if the person was removed. */
  async find(
    token: string,
    now: number,
  ): Promise<{ id: string; person: Person; isFresh: boolean } | undefined> {
    const query = 'SELECT id, person, began, seen FROM session WHERE hash = ? AND expires > ?';
    const hash = await hashOf(token);
    const [row] = this.#sql.exec<Pick<Row, 'id' | 'person' | 'began' | 'seen'>>(query, hash, now).toArray();
    const person = row && this.#people.find(row.person);
    if (!row || !person || person.removed !== null) return undefined;
    if (now - row.seen >= SEEN_INTERVAL)
      this.#sql.exec('UPDATE session SET seen = ? WHERE hash = ?', now, hash);
    return { id: row.id, person, isFresh: now - row.began < FRESH };
  }

  /** Whether a token is that of a session, perhaps of one that has ended. */
  async isKnown(token: string): Promise<boolean> {
    const hash = await hashOf(token);
    return this.#sql.exec('SELECT 1 FROM session WHERE hash = ?', hash).toArray().length > 0;
  }

  /** Whether a session of this person has not ended. */
  isOpen(id: string, { person, now }: { person: string; now: number }): boolean {
    const query = 'SELECT 1 FROM session WHERE id = ? AND person = ? AND expires > ?';
    return this.#sql.exec(query, id, person, now).toArray().length > 0;
  }

  /** Whether a session of this person began a few minutes ago; `grace` gives it more, in milliseconds. */
  isFresh(id: string, { person, now, grace }: { person: string; now: number; grace: number }): boolean {
    const query = 'SELECT 1 FROM session WHERE id = ? AND person = ? AND began > ? AND expires > ?';
    return this.#sql.exec(query, id, person, now - FRESH - grace, now).toArray().length > 0;
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
  end(id: string, { actor, now }: { actor: Actor; now: number }): { ok: true } | PeopleRefusal {
    const [row] = this.#sql
      .exec<Pick<Row, 'person'>>('SELECT person FROM session WHERE id = ? AND expires > ?', id, now)
      .toArray();
    if (!row) return { ok: true };
    const refusal = this.#whyNot(row.person, actor);
    if (refusal) return refusal;
    this.#sql.exec('UPDATE session SET expires = ? WHERE id = ?', now, id);
    const name = this.#people.find(row.person)?.name;
    log({ event: 'sessions-ended', who: actor.name, person: name, sessions: 1 }, 'info');
    this.#onEnd();
    return { ok: true };
  }

  /**
   * Ends what lets somebody in as a person: their sessions, except perhaps the one that asks for it, and the links that nobody has used.
   * The address of their feed ends too. With `keep`, also removes their passkeys, except those with these ids. Returns how much there was of each.
   */
  endAll(
    person: string,
    { actor, now, except = '', keep }: { actor: Actor; now: number; except?: string; keep?: string[] },
  ): { ok: true; sessions: number; links: number; passkeys: number } | PeopleRefusal {
    const refusal = this.#whyNot(person, actor);
    if (refusal) return refusal;
    const count = (query: string, ...values: SqlStorageValue[]) =>
      this.#sql.exec(query, ...values).toArray().length;
    const ending =
      'UPDATE session SET expires = ?1 WHERE person = ?2 AND id <> ?3 AND expires > ?1 RETURNING 1';
    const sessions = count(ending, now, person, except);
    const links = endLinks(this.#sql, person, now);
    endFeed(this.#sql, person);
    const others = 'person = ? AND id NOT IN (SELECT value FROM json_each(?))';
    const passkeys = keep
      ? count(`DELETE FROM passkey WHERE ${others} RETURNING 1`, person, JSON.stringify(keep))
      : 0;
    const name = this.#people.find(person)?.name;
    log({ event: 'sessions-ended', who: actor.name, person: name, sessions, links, passkeys }, 'info');
    this.#onEnd();
    return { ok: true, sessions, links, passkeys };
  }

  #whyNot(person: string, actor: Actor): PeopleRefusal | undefined {
    const whyNot = person === actor.person ? undefined : this.#people.whyNot(actor, 'administer');
    return whyNot === undefined ? undefined : refuse('role', whyNot);
  }
}
