import { toPrintable } from '../../../lib/characters.ts';
import type { People } from '../../people/desk/people.ts';
import { type PeopleRefusal, type Person, refuse } from '../../people/desk/person.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { hashOf, makeSecret } from '../../people/desk/secret.ts';
import { forPrograms } from '../../words/translate.ts';
import { type Choices, channelsOf, type NoticeKind } from './kinds.ts';
import { endFeed } from './tables.ts';

/** How long notices are kept, in milliseconds: 30 days. */
const KEPT = 30 * 86_400_000;
/** The most notices that are kept for a person. */
const MAX_NOTICES = 200;

/** What a person is told. */
export interface Notice {
  /** A UUID, by which feed readers know it again. */
  id: string;
  kind: NoticeKind;
  /** A sentence to translate, and what stands for the names in it. */
  title: string;
  values: Record<string, string | number>;
  /** What somebody said with it. */
  words: string | null;
  /** The path of the page that it is about. */
  path: string;
  /** RFC 3339. */
  at: string;
}

/** The notices of a person's feed, newest first. */
export interface NoticeFeed {
  person: Person;
  /** When its address was made, RFC 3339. */
  made: string;
  notices: Notice[];
}

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  kind: NoticeKind;
  title: string;
  title_values: string | null;
  words: string | null;
  path: string;
  at: number;
}

const iso = (time: number) => new Date(time).toISOString();

/** Makes one line of a text, so that it can be the subject of a mail. */
const toLine = (text: string): string => toPrintable(text).replace(/\s+/g, ' ').trim();

/** What people of the newsroom are told. `tell` runs in the transaction of what it tells of. */
export class Notices {
  readonly #sql: SqlStorage;
  readonly #people: People;
  readonly #sendsMail: () => boolean;

  constructor(sql: SqlStorage, { people, sendsMail }: { people: People; sendsMail: () => boolean }) {
    this.#sql = sql;
    this.#people = people;
    this.#sendsMail = sendsMail;
  }

  /** Tells people, by their ids and as each has chosen; but not `by`, the person who did it. */
  tell(
    to: Iterable<string | null>,
    {
      by,
      now,
      ...notice
    }: Pick<Notice, 'kind' | 'title' | 'path'> & {
      values?: Notice['values'];
      words?: string | null | undefined;
      by: string | null;
      now: number;
    },
  ): void {
    const { kind, title, values = {}, words = null, path } = notice;
    const lines = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? toLine(value) : value,
    ]);
    for (const id of new Set(to)) {
      const person = id === null || id === by ? undefined : this.#people.find(id);
      if (!person || person.removed !== null) continue;
      const channels = channelsOf(this.choices(person.id), kind);
      const inFeed = channels.includes('feed');
      const byMail = channels.includes('mail') && person.email !== null && this.#sendsMail();
      if (!inFeed && !byMail) continue;
      this.#sql.exec(
        `INSERT INTO notice (uuid, person, kind, title, title_values, words, path, at, in_feed, mail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        crypto.randomUUID(),
        person.id,
        kind,
        toLine(title),
        JSON.stringify(Object.fromEntries(lines)),
        words === null ? null : toPrintable(words.trim()),
        path,
        now,
        Number(inFeed),
        byMail ? 0 : null,
      );
      const oldest = 'SELECT id FROM notice WHERE person = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2';
      const query = `DELETE FROM notice WHERE person = ?1 AND id <= (${oldest})`;
      this.#sql.exec(query, person.id, MAX_NOTICES);
    }
  }

  /** Returns the ids of the people of the newsroom who have written a story: by its drafts, or by name once these are deleted. */
  authorsOf(slug: string): string[] {
    const query = `SELECT person.id FROM person WHERE removed IS NULL AND (
      id IN (SELECT person FROM draft_author JOIN draft ON draft.id = draft_author.draft WHERE base_slug = ?1)
      OR name IN (SELECT wrote.value FROM story JOIN revision ON revision.story = story.id, json_each(revision.wrote) AS wrote
        WHERE slug = ?1))`;
    return this.#sql
      .exec<{ id: string }>(query, slug)
      .toArray()
      .map(({ id }) => id);
  }

  /** Returns what a person has chosen, and since when there is an address of their feed. */
  settings(person: string): { choices: Choices; feedMade: string | null } {
    const query = 'SELECT made FROM notice_feed WHERE person = ?';
    const [feed] = this.#sql.exec<{ made: number }>(query, person).toArray();
    return { choices: this.choices(person), feedMade: feed ? iso(feed.made) : null };
  }

  choices(person: string): Choices {
    const query = 'SELECT notices FROM person WHERE id = ?';
    const [row] = this.#sql.exec<{ notices: string | null }>(query, person).toArray();
    return JSON.parse(row?.notices ?? '{}');
  }

  /** Records how the actor wants to be told. */
  choose(choices: Choices, { actor }: { actor: Actor }): { ok: true } | PeopleRefusal {
    const whyNot = this.#whyNoPerson(actor);
    if (whyNot) return whyNot;
    this.#sql.exec('UPDATE person SET notices = ? WHERE id = ?', JSON.stringify(choices), actor.person);
    return { ok: true };
  }

  /** Makes an address of the actor's feed, which ends the one before. Returns its secret, which is stored nowhere. */
  async makeFeed({
    actor,
    now,
  }: {
    actor: Actor;
    now: number;
  }): Promise<{ ok: true; secret: string } | PeopleRefusal> {
    const { token, hash } = await makeSecret();
    const whyNot = this.#whyNoPerson(actor);
    if (whyNot) return whyNot;
    endFeed(this.#sql, actor.person ?? '');
    this.#sql.exec('INSERT INTO notice_feed (hash, person, made) VALUES (?, ?, ?)', hash, actor.person, now);
    return { ok: true, secret: token };
  }

  #whyNoPerson(actor: Actor): PeopleRefusal | undefined {
    if (actor.person === null)
      return refuse('role', forPrograms(`${actor.name} is a program, and only people are told.`));
    const whyNot = this.#people.whyNot(actor, 'comment');
    return whyNot === undefined ? undefined : refuse('role', whyNot);
  }

  /** Returns the feed that a secret opens; undefined if it opens none, or if the person was removed. */
  async feed(secret: string, now: number): Promise<NoticeFeed | undefined> {
    const hash = await hashOf(secret);
    const [feed] = this.#sql
      .exec<{ person: string; made: number }>('SELECT person, made FROM notice_feed WHERE hash = ?', hash)
      .toArray();
    const person = feed && this.#people.find(feed.person);
    if (!person || person.removed !== null) return undefined;
    const query = `SELECT uuid AS id, kind, title, title_values, words, path, at FROM notice
      WHERE person = ? AND in_feed = 1 AND at > ? ORDER BY notice.id DESC`;
    const notices = this.#sql
      .exec<Row>(query, person.id, now - KEPT)
      .toArray()
      .map(({ title_values, at, ...row }) => ({
        ...row,
        values: JSON.parse(title_values ?? '{}'),
        at: iso(at),
      }));
    return { person, made: iso(feed.made), notices };
  }

  /** Deletes notices that have been kept long enough. */
  expire(now: number): void {
    this.#sql.exec('DELETE FROM notice WHERE at <= ?', now - KEPT);
  }

  /** Returns when the next notice has been kept long enough, in milliseconds. */
  nextExpiry(): number | undefined {
    const { at } = this.#sql.exec<{ at: number | null }>('SELECT MIN(at) AS at FROM notice').one();
    return at === null ? undefined : at + KEPT;
  }
}
