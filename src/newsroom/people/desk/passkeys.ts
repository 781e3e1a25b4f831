import { log } from '../../../lib/log.ts';
import { sentence } from '../../words/translate.ts';
import type { Challenges } from './challenges.ts';
import type { People } from './people.ts';
import { type PeopleRefusal, type Person, refuse } from './person.ts';
import { type Actor, whoMay } from './roles.ts';
import { makeSecret } from './secret.ts';
import type { NewSession, Sessions } from './sessions.ts';

/** The most passkeys of a person. */
const MAX_PASSKEYS = 20;

/** A passkey as its owner sees it. Times are RFC 3339. */
export interface Passkey {
  /** The credential's id, in base64url. */
  id: string;
  /** What keeps it: the password manager, or the browser that added it. */
  name: string;
  added: string;
  /** When it last signed in. */
  used: string | null;
}

/** What an answer of a passkey is verified with. */
export interface PasskeyDetails extends Passkey {
  person: string;
  /** The public key as COSE, in base64url. */
  publicKey: string;
  /** How browsers reach it (`usb`, `internal` …). */
  transports: string[];
}

/** A passkey that an authenticator has made, verified. */
type NewPasskey = Omit<PasskeyDetails, 'added' | 'used'> & { counter: number };

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  person: string;
  public_key: string;
  counter: number;
  transports: string;
  name: string;
  added: number;
  used: number | null;
}

const iso = (time: number) => new Date(time).toISOString();

const detailsOf = ({ id, person, public_key, transports, name, added, used }: Row): PasskeyDetails => ({
  id,
  name,
  added: iso(added),
  used: used === null ? null : iso(used),
  person,
  publicKey: public_key,
  transports: JSON.parse(transports) as string[],
});

/** How long the browser may take to make a passkey, after the sign-in was found fresh, in milliseconds: 5 minutes. */
const CEREMONY = 5 * 60_000;

export const NOT_FRESH = sentence(
  'You signed in more than 10 minutes ago. Whoever adds a passkey or makes a sign-in link has to have signed in just before, so that nobody else does it in your browser. Sign in again with your passkey, or by a new link from an admin.',
);

const LATE = refuse(
  'state',
  sentence(
    'It took longer than five minutes, or was sent before. Nothing is wrong with the passkey: try again.',
  ),
);

/** The passkeys that people sign in with. The Worker verifies signatures; this room knows challenges, counters and owners. */
export class Passkeys {
  readonly #sql: SqlStorage;
  readonly #people: People;
  readonly #sessions: Sessions;
  readonly #challenges: Challenges;

  constructor(
    sql: SqlStorage,
    { people, sessions, challenges }: { people: People; sessions: Sessions; challenges: Challenges },
  ) {
    this.#sql = sql;
    this.#people = people;
    this.#sessions = sessions;
    this.#challenges = challenges;
  }

  /** Makes a challenge; see `Challenges`. */
  async challenge(person: string | null, now: number): Promise<string> {
    return this.#challenges.make(person, now);
  }

  find(id: string): PasskeyDetails | undefined {
    const [row] = this.#sql.exec<Row>('SELECT * FROM passkey WHERE id = ?', id).toArray();
    return row && detailsOf(row);
  }

  /** Lists a person's passkeys, the oldest first. */
  list(person: string): PasskeyDetails[] {
    const query = 'SELECT * FROM passkey WHERE person = ? ORDER BY added, id';
    return this.#sql.exec<Row>(query, person).toArray().map(detailsOf);
  }

  /** Lists everybody's passkeys, the oldest first. */
  listAll(): PasskeyDetails[] {
    return this.#sql.exec<Row>('SELECT * FROM passkey ORDER BY added, id').toArray().map(detailsOf);
  }

  /** Adds a passkey that has answered a challenge for its person, in a session that has just begun. */
  async add(
    passkey: NewPasskey,
    { challenge, session, now }: { challenge: string; session: string; now: number },
  ): Promise<{ ok: true } | PeopleRefusal> {
    const { id, person, publicKey, counter, transports, name } = passkey;
    const end = await this.#challenges.endOf(challenge, person, now);
    if (end === undefined || !this.#challenges.spend(challenge, end, now)) return LATE;
    const owner = this.#people.find(person);
    if (!owner || owner.removed !== null)
      return refuse(
        'role',
        sentence('You do not belong to this newsroom any more, so no passkey was added.'),
      );
    if (!this.#sessions.isFresh(session, { person, now, grace: CEREMONY })) return refuse('state', NOT_FRESH);
    if (this.find(id))
      return refuse('taken', sentence('This passkey is known already. It signs you in as it is.'));
    if (this.list(person).length >= MAX_PASSKEYS)
      return refuse(
        'state',
        sentence('You have {number} passkeys, which is the most. Remove one, and try again.'),
        { number: MAX_PASSKEYS },
      );
    const query = `INSERT INTO passkey (id, person, public_key, counter, transports, name, added) VALUES (?, ?, ?, ?, ?, ?, ?)`;
    this.#sql.exec(
      query,
      id,
      person,
      publicKey,
      counter,
      JSON.stringify(transports),
      name.slice(0, 100),
      now,
    );
    log({ event: 'passkey-added', who: owner.name, passkey: name }, 'info');
    return { ok: true };
  }

  /** Begins a session for the owner of a passkey that has answered a challenge. `counter` is what its authenticator counts. */
  async signIn(
    id: string,
    { challenge, counter, agent, now }: { challenge: string; counter: number; agent: string; now: number },
  ): Promise<{ ok: true; session: NewSession; person: Person } | PeopleRefusal> {
    const [end, secret] = await Promise.all([this.#challenges.endOf(challenge, null, now), makeSecret()]);
    const [row] = this.#sql.exec<Row>('SELECT * FROM passkey WHERE id = ?', id).toArray();
    const person = row && this.#people.find(row.person);
    if (!row || !person || person.removed !== null) return refuse('missing', UNKNOWN_PASSKEY);
    if (end === undefined || !this.#challenges.spend(challenge, end, now)) return LATE;
    // Authenticators that do not count always say 0 (WebAuthn Level 3 section 6.1.1).
    if ((counter > 0 || row.counter > 0) && counter <= row.counter) {
      log({
        event: 'passkey-cloned',
        who: person.name,
        passkey: row.name,
        counter,
        expected: row.counter + 1,
      });
      return refuse(
        'state',
        sentence(
          'Your passkey “{passkey}” may have been copied: its counter is behind the one of its last sign-in. So it did not sign you in. Sign in with another passkey or ask an admin for a link, remove this passkey on your account’s page, and tell an admin.',
        ),
        { passkey: row.name },
      );
    }
    this.#sql.exec('UPDATE passkey SET counter = ?, used = ? WHERE id = ?', counter, now, id);
    log({ event: 'signed-in', who: person.name, by: 'passkey', passkey: row.name }, 'info');
    return { ok: true, session: this.#sessions.open(person.id, secret, { agent, now }), person };
  }

  /** Removes a passkey of the actor's own, or anybody's, with the capability to administer. Succeeds if it is gone already. */
  remove(id: string, { actor }: { actor: Actor }): { ok: true } | PeopleRefusal {
    const passkey = this.find(id);
    if (!passkey) return { ok: true };
    if (passkey.person !== actor.person && this.#people.whyNot(actor, 'administer') !== undefined)
      return refuse('role', sentence('Only whom a passkey belongs to can remove it, or {roles}.'), {
        roles: whoMay('administer'),
      });
    this.#sql.exec('DELETE FROM passkey WHERE id = ?', id);
    const person = this.#people.find(passkey.person)?.name;
    log({ event: 'passkey-removed', who: actor.name, person, passkey: passkey.name }, 'info');
    return { ok: true };
  }
}

/** What somebody is told whose passkey is not in the table. */
export const UNKNOWN_PASSKEY = sentence(
  'The newsroom does not know this passkey: it was removed, or belongs to another site. Choose another passkey, or ask an admin of the newsroom for a link.',
);
