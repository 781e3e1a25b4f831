import { log } from '../../../lib/log.ts';
import { sentence } from '../../words/translate.ts';
import { endLinks, LINK_LIFETIME } from './pending-links.ts';
import type { People } from './people.ts';
import { type PeopleRefusal, type Person, refuse } from './person.ts';
import { type Actor, NEW_ROLE, type Role } from './roles.ts';
import { hashOf, makeSecret } from './secret.ts';
import type { NewSession, Sessions } from './sessions.ts';

/** How long a used or expired invitation is kept, so that a page can say which it is: 30 days. */
const KEPT = 30 * 86_400_000;

/** An invitation. Only its link holds the token; the table holds the token's hash. */
export interface Invitation {
  token: string;
  /** RFC 3339. */
  expires: string;
  person: Person;
}

interface InvitationRequest {
  name: string;
  role?: Role | undefined;
  email?: string | null | undefined;
  actor: Actor;
  now: number;
}

interface Row extends Record<string, SqlStorageValue> {
  person: string;
  by: string;
  expires: number;
  used: number | null;
  ended: number | null;
}

/** Links that sign somebody in once: new people, and those who have lost their passkey. */
export class Invitations {
  readonly #sql: SqlStorage;
  readonly #people: People;
  readonly #sessions: Sessions;

  constructor(sql: SqlStorage, people: People, sessions: Sessions) {
    this.#sql = sql;
    this.#people = people;
    this.#sessions = sessions;
  }

  /**
   * Makes an invitation. Somebody of this name is invited again, and keeps role and e-mail address unless others are given. Somebody
   * new is a writer unless said otherwise. Earlier links of theirs end.
   */
  async invite({
    actor,
    now,
    ...asked
  }: InvitationRequest): Promise<({ ok: true; isNew: boolean } & Invitation) | PeopleRefusal> {
    const { token, hash } = await makeSecret();
    const whyNot = this.#people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const known = this.#people.byName(asked.name);
    const found = known ? this.#update(known, asked, actor) : this.#add(asked, now);
    if (!found.ok) return found;
    const { person } = found;
    this.#sql.exec('DELETE FROM invitation WHERE expires <= ?', now - KEPT);
    endLinks(this.#sql, person.id, now);
    const expires = now + LINK_LIFETIME;
    const query = 'INSERT INTO invitation (hash, person, by, expires) VALUES (?, ?, ?, ?)';
    this.#sql.exec(query, hash, person.id, actor.name, expires);
    log({ event: 'person-invited', who: actor.name, person: person.name, role: person.role }, 'info');
    return { ok: true, isNew: !known, token, expires: new Date(expires).toISOString(), person };
  }

  /** Returns whom an invitation is for, or why it is not good any more. Uses nothing up. */
  async find(token: string, now: number): Promise<{ ok: true; person: Person; by: string } | PeopleRefusal> {
    return this.#find(await hashOf(token), now);
  }

  /** Uses an invitation up, and begins a session for whom it is for. */
  async accept(
    token: string,
    options: { agent: string; now: number },
  ): Promise<{ ok: true; session: NewSession; person: Person } | PeopleRefusal> {
    const [hash, secret] = await Promise.all([hashOf(token), makeSecret()]);
    // From here on, nothing waits: of two requests with one link, the second finds it used.
    const found = this.#find(hash, options.now);
    if (!found.ok) return found;
    this.#sql.exec('UPDATE invitation SET used = ? WHERE hash = ?', options.now, hash);
    const { person } = found;
    log({ event: 'signed-in', who: person.name, by: 'invitation' }, 'info');
    return { ok: true, session: this.#sessions.open(person.id, secret, options), person };
  }

  /** Ends the link of a person that nobody has used. Succeeds if there is none. */
  revoke(
    person: string,
    { actor, now }: { actor: Actor; now: number },
  ): { ok: true; revoked: boolean } | PeopleRefusal {
    const whyNot = this.#people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const found = this.#people.find(person);
    if (!found) return refuse('missing', sentence('There is no such person.'));
    const revoked = endLinks(this.#sql, person, now) > 0;
    if (revoked) log({ event: 'invitation-revoked', who: actor.name, person: found.name }, 'info');
    return { ok: true, revoked };
  }

  #find(hash: string, now: number): { ok: true; person: Person; by: string } | PeopleRefusal {
    const query = 'SELECT person, by, expires, used, ended FROM invitation WHERE hash = ?';
    const [row] = this.#sql.exec<Row>(query, hash).toArray();
    if (!row)
      return refuse(
        'missing',
        sentence(
          'This link is not known here. Check that it was copied whole. If it was: Ask an admin of the newsroom for a new one.',
        ),
      );
    const person = this.#people.find(row.person);
    if (!person || person.removed !== null)
      return refuse(
        'state',
        sentence(
          'Whom this link was for has been removed from the newsroom, so it lets nobody in. If that is a mistake, ask an admin of the newsroom to invite you again.',
        ),
      );
    if (row.used !== null)
      return refuse(
        'state',
        sentence(
          'This link was used already, and each is good for one sign-in. If it was you, sign in with your passkey. If it was not, tell an admin of the newsroom at once. Ask an admin of the newsroom for a new one.',
        ),
      );
    if (row.ended !== null)
      return refuse(
        'state',
        sentence(
          'This link was ended before anybody used it: an admin made a newer one, or somebody ended what signs you in. Ask an admin of the newsroom for a new one.',
        ),
      );
    if (row.expires <= now)
      return refuse(
        'state',
        sentence(
          'This link was good for a day, and has expired. Ask an admin of the newsroom for a new one.',
        ),
      );
    return { ok: true, person, by: row.by };
  }

  #add(
    { name, role = NEW_ROLE, email = null }: Omit<InvitationRequest, 'actor' | 'now'>,
    now: number,
  ): { ok: true; person: Person } | PeopleRefusal {
    const refusal = this.#people.whyNotDetails({ name, email });
    return refusal ?? { ok: true, person: this.#people.add({ name, role, email }, now) };
  }

  #update(
    person: Person,
    { role, email }: Pick<InvitationRequest, 'role' | 'email'>,
    actor: Actor,
  ): { ok: true; person: Person } | PeopleRefusal {
    if ((role ?? person.role) === person.role && (email ?? person.email) === person.email)
      return { ok: true, person };
    return this.#people.change(person.id, {
      actor,
      ...(role === undefined ? {} : { role }),
      ...(email == null ? {} : { email }),
    });
  }
}
