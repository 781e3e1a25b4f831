import { KeyValueTable } from '../../../lib/key-value-table.ts';
import type { Env } from '../../../platform/env.ts';
import { MAX_MESSAGES_PER_CALL, type PushMessage } from '../../../platform/queue-messages.ts';
import type { Site } from '../../../settings/site.ts';
import { newsroomUrl } from '../../people/desk/invitation-link.ts';
import type { People } from '../../people/desk/people.ts';
import type { Person } from '../../people/desk/person.ts';
import { type Language, sentence, textIn } from '../../words/translate.ts';

/** The most mails that a person gets in an hour. What does not fit is in one mail, as soon as there may be another. */
const MAX_PER_HOUR = 5;
const HOUR = 3_600_000;
/** How long a mail is remembered, in milliseconds: longer than it is retried. */
const KEPT = 86_400_000;
/** How long mails wait that the queue has refused, in milliseconds. */
const RETRY_PAUSE = 60_000;
/** The most characters of a subject. The whole sentence is in the text. */
const MAX_SUBJECT = 150;
/** The key of the last mail that did not arrive. */
const LAST_FAILURE = 'mail failure';

const MANY = sentence([
  '{count} message from the newsroom of {site}',
  '{count} messages from the newsroom of {site}',
]);
const SEE = sentence('See it in the newsroom:');
const WHY = sentence(
  'The newsroom of {site} writes to you because you chose it. To choose otherwise: {address}',
);

/** An address, and the mark with which a language from right to left ends it: programs take whatever follows an address for a part of it. */
const ENDS_ADDRESS = /(https?:[^\s\u2069]+)(\u2069)/g;

/** Whether anything sends mail. */
export const canSendMail = ({ EMAIL, MAIL_URL }: Pick<Env, 'EMAIL' | 'MAIL_URL'>): boolean =>
  EMAIL !== undefined || MAIL_URL !== undefined;

/** A mail as it is sent: one line of subject, and plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

interface MailedNotice extends Record<string, SqlStorageValue> {
  title: string;
  title_values: string | null;
  words: string | null;
  path: string;
}

interface Dependencies {
  people: People;
  site: () => Pick<Site, 'title' | 'url'>;
  /** Loads the language in which the newsroom speaks to a person. */
  languageOf: (person: Person) => Promise<Language>;
  sendsMail: () => boolean;
}

/**
 * The mails that tell people. They are made of notices by the alarm, handed to the queue by their number, and read here when they are
 * sent, so that nobody is in the queue, and whoever was removed meanwhile gets none.
 */
export class Mails {
  readonly #sql: SqlStorage;
  readonly #keyValues: KeyValueTable;
  readonly #people: People;
  readonly #site: Dependencies['site'];
  readonly #languageOf: Dependencies['languageOf'];
  readonly #sendsMail: Dependencies['sendsMail'];

  constructor(sql: SqlStorage, { people, site, languageOf, sendsMail }: Dependencies) {
    this.#sql = sql;
    this.#keyValues = new KeyValueTable(sql);
    this.#people = people;
    this.#site = site;
    this.#languageOf = languageOf;
    this.#sendsMail = sendsMail;
  }

  /** Hands the mails that are due to the queue, each at least once. If the queue fails, puts them off and throws its error. */
  async send(queue: Pick<Queue<PushMessage>, 'sendBatch'>, now: number): Promise<void> {
    this.#make(now);
    const query = 'SELECT id FROM mail WHERE due <= ? ORDER BY id LIMIT ?';
    const ids = this.#sql
      .exec<{ id: number }>(query, now, MAX_MESSAGES_PER_CALL)
      .toArray()
      .map(({ id }) => id);
    if (ids.length === 0) return;
    const setDue = 'UPDATE mail SET due = ? WHERE id IN (SELECT value FROM json_each(?))';
    try {
      await queue.sendBatch(ids.map((mail) => ({ body: { kind: 'mail', mail } })));
      this.#sql.exec(setDue, null, JSON.stringify(ids));
    } catch (error) {
      this.#sql.exec(setDue, now + RETRY_PAUSE, JSON.stringify(ids));
      throw error;
    }
  }

  /** Makes mails of the notices that wait, as far as the hour allows: one of each, or one of all. */
  #make(now: number): void {
    this.#sql.exec('DELETE FROM mail WHERE at <= ?', now - KEPT);
    for (const { person, ids } of this.#waiting()) {
      const query = 'SELECT count(*) AS sent FROM mail WHERE person = ? AND at > ?';
      const { sent } = this.#sql.exec<{ sent: number }>(query, person, now - HOUR).one();
      const left = MAX_PER_HOUR - sent;
      if (left <= 0) continue;
      for (const notices of ids.length <= left ? ids.map((id) => [id]) : [ids]) {
        const insert = 'INSERT INTO mail (person, at, due) VALUES (?, ?, ?) RETURNING id';
        const { id } = this.#sql.exec<{ id: number }>(insert, person, now, now).one();
        const update = 'UPDATE notice SET mail = ? WHERE id IN (SELECT value FROM json_each(?))';
        this.#sql.exec(update, id, JSON.stringify(notices));
      }
    }
  }

  /** Lists the notices that wait for a mail, by the person. */
  #waiting(): { person: string; ids: number[] }[] {
    const query =
      'SELECT person, json_group_array(id ORDER BY id) AS ids FROM notice WHERE mail = 0 GROUP BY person';
    return this.#sql
      .exec<{ person: string; ids: string }>(query)
      .toArray()
      .map(({ person, ids }) => ({ person, ids: JSON.parse(ids) }));
  }

  /** Returns a mail in the language of who gets it; undefined if it was sent, or if there is nobody any more who gets it. */
  async find(id: number): Promise<Mail | undefined> {
    const query = 'SELECT person FROM mail WHERE id = ? AND sent IS NULL';
    const [mail] = this.#sql.exec<{ person: string }>(query, id).toArray();
    const person = mail && this.#people.find(mail.person);
    if (!person || person.removed !== null || person.email === null) return undefined;
    const notices = this.#sql
      .exec<MailedNotice>(
        'SELECT title, title_values, words, path FROM notice WHERE mail = ? ORDER BY id',
        id,
      )
      .toArray();
    const site = this.#site();
    const home = newsroomUrl(site.url);
    const language = await this.#languageOf(person);
    const titles = notices.map(({ title, title_values }) =>
      textIn(language, title, JSON.parse(title_values ?? '{}')),
    );
    const [first] = titles;
    if (first === undefined) return undefined;
    const parts = notices.map(({ words, path }, at) =>
      [
        titles[at],
        ...(words === null ? [] : [`“${words}”`]),
        `${textIn(language, SEE)}\n${new URL(path, home).href}`,
      ].join('\n\n'),
    );
    const subject =
      titles.length === 1 ? first : textIn(language, MANY, { count: titles.length, site: site.title });
    const why = textIn(language, WHY, { site: site.title, address: `${home}/account` });
    const text = `${parts.join('\n\n\n')}\n\n-- \n${why}\n`;
    return {
      to: person.email,
      subject: Array.from(subject).slice(0, MAX_SUBJECT).join(''),
      text: text.replaceAll(ENDS_ADDRESS, '$1 $2'),
    };
  }

  /** Records that a mail was sent (null), or why it was not. */
  settle(id: number, failure: string | null, now: number): void {
    if (failure === null) this.#sql.exec('UPDATE mail SET sent = ? WHERE id = ?', now, id);
    const last = failure === null ? null : { at: new Date(now).toISOString(), why: failure };
    this.#keyValues.set(LAST_FAILURE, JSON.stringify(last));
  }

  /** Returns what became of the mails; null if none are sent. `lastFailure` is null once one was sent again. */
  state(): { waiting: number; lastFailure: { at: string; why: string } | null } | null {
    if (!this.#sendsMail()) return null;
    const query = 'SELECT count(*) AS waiting FROM notice WHERE mail = 0';
    const { waiting } = this.#sql.exec<{ waiting: number }>(query).one();
    return { waiting, lastFailure: JSON.parse(this.#keyValues.get(LAST_FAILURE) ?? 'null') };
  }

  /** Returns when the next mail is due, in milliseconds. */
  nextDue(): number | undefined {
    const { due } = this.#sql.exec<{ due: number | null }>('SELECT MIN(due) AS due FROM mail').one();
    const times = this.#waiting().map(({ person }) => {
      const query = 'SELECT at FROM mail WHERE person = ? ORDER BY at DESC LIMIT 1 OFFSET ?';
      const [earlier] = this.#sql.exec<{ at: number }>(query, person, MAX_PER_HOUR - 1).toArray();
      return earlier ? earlier.at + HOUR : 0;
    });
    if (due !== null) times.push(due);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}
