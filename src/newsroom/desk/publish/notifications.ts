import { KeyValueTable } from '../../../lib/key-value-table.ts';
import { MAX_MESSAGES_PER_CALL, type PushMessage } from '../../../platform/queue-messages.ts';

/** How long messages wait that the queue has refused, in milliseconds. */
const RETRY_PAUSE = 60_000;

/** The keys of what fails at present, and of the last message that did not arrive. */
const [TROUBLES, LAST_FAILURE] = ['notified troubles', 'notification failure'] as const;
/** The most troubles that are remembered. */
const MAX_TROUBLES = 100;

/** The most characters of a headline or of somebody's words in a message. */
const MAX_QUOTED_LENGTH = 300;

/** Cuts what a message quotes. */
export const shorten = (text: string): string =>
  text.length <= MAX_QUOTED_LENGTH ? text : `${text.slice(0, MAX_QUOTED_LENGTH).toWellFormed()}…`;

/** What the newsroom is told outside, at NOTIFY_URL, and has not been handed to the queue. Without NOTIFY_URL, nothing is kept. */
export class Notifications {
  readonly #sql: SqlStorage;
  readonly #keyValues: KeyValueTable;
  readonly #isOn: () => boolean;

  constructor(sql: SqlStorage, isOn: () => boolean) {
    this.#sql = sql;
    this.#keyValues = new KeyValueTable(sql);
    this.#isOn = isOn;
  }

  /** Tells that something has begun to fail; not again until `endTrouble` is called with the same subject. */
  addTrouble(subject: string, text: string, path: string, now: number): void {
    const known = this.#troubles();
    if (known.includes(subject)) return;
    this.#keyValues.set(TROUBLES, JSON.stringify([...known, subject].slice(-MAX_TROUBLES)));
    this.add(text, path, now);
  }

  endTrouble(subject: string): void {
    const known = this.#troubles();
    if (!known.includes(subject)) return;
    this.#keyValues.set(TROUBLES, JSON.stringify(known.filter((each) => each !== subject)));
  }

  #troubles(): string[] {
    return JSON.parse(this.#keyValues.get(TROUBLES) ?? '[]');
  }

  /** Records that NOTIFY_URL was told something (null), or why it was not. */
  noteDelivery(failure: string | null, now: number): void {
    const last = failure === null ? null : { at: new Date(now).toISOString(), why: failure };
    this.#keyValues.set(LAST_FAILURE, JSON.stringify(last));
  }

  /** Returns what became of the messages; null if there is no NOTIFY_URL. `lastFailure` is null once a message has arrived again. */
  state(): { waiting: number; lastFailure: { at: string; why: string } | null } | null {
    if (!this.#isOn()) return null;
    const { waiting } = this.#sql
      .exec<{ waiting: number }>('SELECT count(*) AS waiting FROM notification')
      .one();
    return { waiting, lastFailure: JSON.parse(this.#keyValues.get(LAST_FAILURE) ?? 'null') };
  }

  /** Adds a message: one sentence, and the path of the page that it is about. */
  add(text: string, path: string, now: number): void {
    if (!this.#isOn()) return;
    const query = 'INSERT INTO notification (text, path, due) VALUES (?, ?, ?)';
    this.#sql.exec(query, text, path, now);
  }

  /** Hands the messages that are due to the queue, each at least once. If the queue fails, puts them off and throws its error. */
  async send(queue: Pick<Queue<PushMessage>, 'sendBatch'>, now: number): Promise<void> {
    const query = 'SELECT id, text, path FROM notification WHERE due <= ? ORDER BY id LIMIT ?';
    const rows = this.#sql
      .exec<{ id: number; text: string; path: string }>(query, now, MAX_MESSAGES_PER_CALL)
      .toArray();
    if (rows.length === 0) return;
    try {
      await queue.sendBatch(rows.map(({ text, path }) => ({ body: { kind: 'notify', text, path } })));
      for (const { id } of rows) this.#sql.exec('DELETE FROM notification WHERE id = ?', id);
    } catch (error) {
      for (const { id } of rows)
        this.#sql.exec('UPDATE notification SET due = ? WHERE id = ?', now + RETRY_PAUSE, id);
      throw error;
    }
  }

  /** Returns when the next message is due, in milliseconds. */
  nextDue(): number | undefined {
    return (
      this.#sql.exec<{ due: number | null }>('SELECT MIN(due) AS due FROM notification').one().due ??
      undefined
    );
  }
}
