import { toHex } from '../../../lib/encodings.ts';
import { log } from '../../../lib/log.ts';
import { forgetNotices } from '../../notices/desk/tables.ts';
import {
  bytesOf,
  MAX_NEWSROOM_LINE,
  type NewsroomPage,
  type NewsroomResult,
  type PersonLine,
} from '../../transfer/desk/newsroom-line.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import { findLookAlike, findUnseen } from './look-alike.ts';
import { LINK_LIFETIME } from './pending-links.ts';
import {
  foldEmail,
  foldName,
  type PeopleRefusal,
  type Person,
  type PersonSummary,
  refuse,
  tidyName,
  whyInvalid,
} from './person.ts';
import { type Actor, type Capability, may, type Role, whyNotRole } from './roles.ts';

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  name: string;
  email: string | null;
  role: Role;
  language: string | null;
  added: number;
  removed: number | null;
}

interface SignIns extends Record<string, SqlStorageValue> {
  passkeys: number;
  sessions: number;
  seen: number | null;
  link_by: string | null;
  link_expires: number | null;
}

interface PasskeyRow extends Record<string, SqlStorageValue> {
  id: string;
  publicKey: string;
  counter: number;
  transports: string;
  name: string;
  added: number;
  used: number | null;
}

const iso = (time: number) => new Date(time).toISOString();

const personOf = ({ id, name, email, role, language, added, removed }: Row): Person => ({
  id,
  name,
  email,
  role,
  language,
  added: iso(added),
  removed: removed === null ? null : iso(removed),
});

const COLUMNS = 'id, name, email, role, language, added, removed';
const IN_ORDER = 'ORDER BY removed IS NOT NULL, name COLLATE NOCASE, id';

const GONE = refuse('missing', sentence('This person does not belong to the newsroom any more.'));

/** The people of the newsroom. */
export class People {
  readonly #sql: SqlStorage;
  readonly #onLoss: () => void;

  /** `onLoss` hears when somebody may perhaps do less than before. */
  constructor(sql: SqlStorage, onLoss: () => void) {
    this.#sql = sql;
    this.#onLoss = onLoss;
  }

  /** Adds a person. Throws if somebody else has the e-mail address. */
  add(person: Pick<Person, 'name' | 'role'> & { email?: string | null }, now: number): Person {
    const id = toHex(crypto.getRandomValues(new Uint8Array(16)));
    const query = 'INSERT INTO person (id, name, email, role, added) VALUES (?, ?, ?, ?, ?)';
    const email = person.email == null ? null : foldEmail(person.email);
    this.#sql.exec(query, id, tidyName(person.name), email, person.role, now);
    return this.find(id) as Person;
  }

  find(id: string): Person | undefined {
    const [row] = this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM person WHERE id = ?`, id).toArray();
    return row && personOf(row);
  }

  /** Finds who has an e-mail address, in any case, and was not removed. */
  byEmail(email: string): Person | undefined {
    const query = `SELECT ${COLUMNS} FROM person WHERE email = ? AND removed IS NULL`;
    const [row] = this.#sql.exec<Row>(query, foldEmail(email)).toArray();
    return row && personOf(row);
  }

  /** Finds who has a name, whatever its case, and was not removed. */
  byName(name: string): Person | undefined {
    const folded = foldName(name);
    return this.list().find((each) => each.removed === null && foldName(each.name) === folded);
  }

  /** Lists the people, those who were removed last. */
  list(): Person[] {
    return this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM person ${IN_ORDER}`).toArray().map(personOf);
  }

  /** Lists the people with what they sign in with. */
  listWithSignIns(now: number): PersonSummary[] {
    const query = `SELECT ${COLUMNS},
      (SELECT count(*) FROM passkey WHERE person = person.id) AS passkeys,
      (SELECT count(*) FROM session WHERE person = person.id AND expires > ?1) AS sessions,
      (SELECT max(seen) FROM session WHERE person = person.id) AS seen,
      link.by AS link_by, link.expires AS link_expires
      FROM person LEFT JOIN invitation AS link ON link.person = person.id
        AND link.expires > ?1 AND link.used IS NULL AND link.ended IS NULL
      ${IN_ORDER}`;
    return this.#sql
      .exec<Row & SignIns>(query, now)
      .toArray()
      .map(({ passkeys, sessions, seen, link_by, link_expires, ...row }) => ({
        ...personOf(row),
        passkeys,
        sessions,
        seen: seen === null ? null : iso(seen),
        link:
          link_by === null || link_expires === null
            ? null
            : { by: link_by, made: iso(link_expires - LINK_LIFETIME), expires: iso(link_expires) },
      }));
  }

  /** Changes a person's name, e-mail address or role. */
  change(
    id: string,
    { actor, ...changes }: { name?: string; email?: string | null; role?: Role; actor: Actor },
  ): { ok: true; person: Person } | PeopleRefusal {
    const whyNot = this.whyNot(actor, 'administer');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const person = this.find(id);
    if (!person || person.removed !== null) return GONE;
    const { name = person.name, email = person.email, role = person.role } = changes;
    const refusal = this.whyNotDetails({ name, email }, id);
    if (refusal) return refusal;
    if (!may(role, 'administer') && this.#isLastAdmin(person))
      return refuse(
        'state',
        sentence(
          '{name} is the only admin, and stays one until somebody else is: without an admin, nobody could invite people.',
        ),
        { name: person.name },
      );
    this.#sql.exec(
      'UPDATE person SET name = ?, email = ?, role = ? WHERE id = ?',
      tidyName(name),
      email == null ? null : foldEmail(email),
      role,
      id,
    );
    log(
      { event: 'person-changed', who: actor.name, person: name, email: email !== person.email, role },
      'info',
    );
    this.#onLoss();
    return { ok: true, person: this.find(id) as Person };
  }

  /** Records in which language the newsroom speaks to the actor; null for its own. */
  chooseLanguage(language: string | null, { actor }: { actor: Actor }): { ok: true } | PeopleRefusal {
    const whyNot = this.whyNot(actor, 'comment');
    if (whyNot !== undefined) return refuse('role', whyNot);
    this.#sql.exec('UPDATE person SET language = ? WHERE id = ?', language, actor.person);
    return { ok: true };
  }

  /** Removes a person: ends the sessions, and deletes the passkeys. What they wrote and did stays theirs. */
  remove(id: string, { actor, now }: { actor: Actor; now: number }): { ok: true } | PeopleRefusal {
    const whyNot = this.whyNot(actor, 'administer');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const person = this.find(id);
    if (!person || person.removed !== null) return GONE;
    if (this.#isLastAdmin(person))
      return refuse(
        'state',
        sentence(
          '{name} is the only admin, and cannot be removed: without an admin, nobody could invite people. Make somebody else an admin first.',
        ),
        { name: person.name },
      );
    this.#sql.exec('UPDATE person SET removed = ? WHERE id = ?', now, id);
    this.#sql.exec('UPDATE session SET expires = min(expires, ?) WHERE person = ?', now, id);
    this.#sql.exec('DELETE FROM passkey WHERE person = ?', id);
    forgetNotices(this.#sql, id);
    log({ event: 'person-removed', who: actor.name, person: person.name }, 'info');
    this.#onLoss();
    return { ok: true };
  }

  /** Returns the lines of a backup for the people behind this id, as many as fit into a part of it; undefined at their end. */
  exportPage(after: string): NewsroomPage<string> | undefined {
    let [text, next] = ['', after];
    for (let room = MAX_NEWSROOM_LINE; room > 0; ) {
      const query = `SELECT ${COLUMNS}, notices FROM person WHERE id > ? ORDER BY id LIMIT 1`;
      const [row] = this.#sql.exec<Row & { notices: string | null }>(query, next).toArray();
      if (!row) break;
      const keys = `SELECT id, public_key AS publicKey, counter, transports, name, added, used FROM passkey
        WHERE person = ? ORDER BY added, id`;
      const passkeys = this.#sql
        .exec<PasskeyRow>(keys, row.id)
        .toArray()
        .map((passkey) => ({ ...passkey, transports: JSON.parse(passkey.transports) }));
      const { notices, ...details } = row;
      const chosen = notices === null ? {} : { notices: JSON.parse(notices) };
      const person: PersonLine = { format: 1, ...details, passkeys, ...chosen };
      const line = `${JSON.stringify({ person })}\n`;
      text += line;
      room -= bytesOf(line);
      next = row.id;
    }
    return text === '' ? undefined : { text, next };
  }

  /**
   * Imports a person with their passkeys. Somebody who is known here stays as they are: a passkey that was removed here, after a theft
   * perhaps, must not come back.
   */
  import({ passkeys, ...person }: PersonLine, { actor }: { actor: Actor }): NewsroomResult {
    const whyNot = this.whyNot(actor, 'administer');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const { id, name, email, role, language, added, removed, notices } = person;
    const refuseTaken = (detail: string): NewsroomResult => ({ ok: false, why: 'taken', detail });
    const known = this.find(id);
    if (known) {
      const isSame = known.name === name && known.email === email && known.role === role;
      if (isSame && (known.removed === null) === (removed === null)) return { ok: true, changed: false };
      return refuseTaken(`${known.name} was changed here since the backup, and stays as they are here.`);
    }
    const namesake = removed === null ? this.byName(name) : undefined;
    const owner = removed === null && email !== null ? this.byEmail(email) : undefined;
    const others = [namesake, owner].filter((other) => other !== undefined);
    for (const other of others)
      if (!this.#isOnlyInvited(other.id))
        return refuseTaken(
          `The ${other === namesake ? 'name' : 'e-mail address'} of ${name} is taken here by somebody who joined after the backup. Change it under People, and import again.`,
        );
    for (const passkey of passkeys)
      if (this.#sql.exec('SELECT 1 FROM passkey WHERE id = ?', passkey.id).toArray().length > 0)
        return refuseTaken(
          `A passkey of ${name} belongs to somebody else here. Remove it there, and import again.`,
        );
    // Whoever `npm start` invites before the restore gives way to who they were.
    for (const other of others) {
      this.#sql.exec('DELETE FROM invitation WHERE person = ?', other.id);
      forgetNotices(this.#sql, other.id);
      this.#sql.exec('DELETE FROM person WHERE id = ?', other.id);
    }
    const columns =
      'INSERT INTO person (id, name, email, role, language, added, removed, notices) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
    const chosen = notices === undefined ? null : JSON.stringify(notices);
    this.#sql.exec(columns, ...[id, name, email, role, language, added, removed, chosen]);
    const query = `INSERT INTO passkey (id, person, public_key, counter, transports, name, added, used)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
    for (const { id: key, publicKey, counter, transports, name: keeper, added: at, used } of passkeys)
      this.#sql.exec(query, ...[key, id, publicKey, counter, JSON.stringify(transports), keeper, at, used]);
    log({ event: 'person-restored', who: actor.name, person: name, role, passkeys: passkeys.length }, 'info');
    return { ok: true, changed: true };
  }

  /** Returns why these details are refused for a person, or for a new one if `id` is missing. */
  whyNotDetails(
    { name, email }: { name: string; email: string | null },
    id?: string,
  ): PeopleRefusal | undefined {
    const fault = whyInvalid({ name, email });
    if (fault !== undefined) return refuse('invalid', fault);
    // A name that was given before these rules stays.
    const isNewName = id === undefined || this.find(id)?.name !== tidyName(name);
    const unseen = isNewName ? findUnseen(name) : undefined;
    if (unseen !== undefined)
      return refuse(
        'invalid',
        sentence(
          'The name has a character that nobody sees ({character}), so it could pass for another name. Type it anew instead of pasting it.',
        ),
        { character: unseen },
      );
    const others = this.list().filter((each) => each.removed === null && each.id !== id);
    const namesake = isNewName ? findLookAlike(name, others) : undefined;
    if (namesake)
      return refuse(
        'taken',
        sentence(
          'Somebody called {name} is in the newsroom already, and people could not tell the two names apart. Choose another name.',
        ),
        { name: namesake.name },
      );
    const owner = email === null ? undefined : this.byEmail(email);
    if (owner && owner.id !== id)
      return refuse('taken', sentence('{name} has this e-mail address. Two people cannot share one.'), {
        name: owner.name,
      });
    return undefined;
  }

  /** Returns why the actor may not do what needs a capability, or undefined. A person has the role of the table, not the one that is claimed. */
  whyNot(actor: Actor, capability: Capability): Told | undefined {
    if (actor.person === null) return may(actor.role, capability) ? undefined : whyNotRole(actor, capability);
    const person = this.find(actor.person);
    if (!person || person.removed !== null)
      return told(sentence('{name} does not belong to this newsroom any more.'), { name: actor.name });
    return may(person.role, capability) ? undefined : whyNotRole(person, capability);
  }

  /** Whether somebody was invited and has never come in, so that nothing here is theirs. */
  #isOnlyInvited(id: string): boolean {
    const tables = ['passkey', 'session', 'draft_author', 'review_event', 'note_on_draft', 'media'];
    const theirs = tables.map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE person = ?1)`);
    const cameIn = 'EXISTS (SELECT 1 FROM invitation WHERE person = ?1 AND used IS NOT NULL)';
    const query = `SELECT ${[...theirs, cameIn].join(' OR ')} AS found`;
    return this.#sql.exec<{ found: number }>(query, id).one().found === 0;
  }

  #isLastAdmin(person: Person): boolean {
    const others = this.list().filter(({ id, removed }) => id !== person.id && removed === null);
    return may(person.role, 'administer') && !others.some(({ role }) => may(role, 'administer'));
  }
}
