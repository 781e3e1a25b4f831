import { toHex } from '../../lib/encodings.ts';
import { type Actor, hasRole, type Role, roleDetail } from './roles.ts';

/** A person of the newsroom. Times are RFC 3339. */
export interface Person {
  id: string;
  name: string;
  email: string | null;
  role: Role;
  added: string;
  /** When the person was removed; null for somebody who may sign in. */
  removed: string | null;
}

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  name: string;
  email: string | null;
  role: Role;
  added: number;
  removed: number | null;
}

const personOf = ({ added, removed, ...row }: Row): Person => ({
  ...row,
  added: new Date(added).toISOString(),
  removed: removed === null ? null : new Date(removed).toISOString(),
});

const COLUMNS = 'id, name, email, role, added, removed';

/** The people of the newsroom. */
export class People {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Adds a person. Throws if somebody else has the e-mail address. */
  add(person: Pick<Person, 'name' | 'role'> & { email?: string | null }, now: number): Person {
    const id = toHex(crypto.getRandomValues(new Uint8Array(16)));
    const query = 'INSERT INTO person (id, name, email, role, added) VALUES (?, ?, ?, ?, ?)';
    this.#sql.exec(query, id, person.name, person.email?.toLowerCase() ?? null, person.role, now);
    return this.find(id) as Person;
  }

  find(id: string): Person | undefined {
    const [row] = this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM person WHERE id = ?`, id).toArray();
    return row && personOf(row);
  }

  /** Lists the people, those who were removed last. */
  list(): Person[] {
    const query = `SELECT ${COLUMNS} FROM person ORDER BY removed IS NOT NULL, name COLLATE NOCASE, id`;
    return this.#sql.exec<Row>(query).toArray().map(personOf);
  }

  /** Returns why the actor may not do what needs a role, or undefined. A person has the role of the table, not the one that is claimed. */
  whyNot(actor: Actor, least: Role): string | undefined {
    if (actor.person === null) return hasRole(actor.role, least) ? undefined : roleDetail(actor, least);
    const person = this.find(actor.person);
    if (!person || person.removed !== null) return `${actor.name} does not belong to this newsroom any more.`;
    return hasRole(person.role, least) ? undefined : roleDetail(person, least);
  }
}
