import { hostnameOf } from '../../lib/public-hosts.ts';
import { MAX_DELIVERY_ATTEMPTS, retryDelay } from '../../lib/retry-delay.ts';
import type { ActivityKind, SentActivity } from '../../newsroom/desk/publish/mirrors/fediverse.ts';
import type { Scheme } from '../signing/request.ts';
import type { FollowerTable } from './follower-table.ts';

/** The most deliveries that one message makes: asked twice each, they stay below the 50 requests of the free plan. */
export const BATCH = 20;
/** The most servers that one claim looks at, because most of them may follow others than whom an activity is for. */
const MAX_LOOKED_AT = 500;
/** How long a delivery may hold its claim, in milliseconds: after that it is made again, with the same id. */
export const CLAIM_MS = 120_000;
/** How long activities and what became of them are kept, in milliseconds. */
const KEPT_MS = 30 * 86_400_000;
/** How long a server may fail before its followers are dropped, in milliseconds. */
const DEAD_AFTER_MS = 30 * 86_400_000;
/** How long a host that understood only the older signatures is sent these, in milliseconds. It may be updated. */
const CAVAGE_MS = 7 * 86_400_000;
/** The most answers that wait for one host: no more Follows of such a host are accepted. */
export const MAX_ANSWERS_PER_HOST = 100;
/** A server that does not know its inbox may be misconfigured for a moment: so often it has to say so. */
const NOT_FOUND_TIMES = 3;

/** An activity for one inbox alone. */
export type Answer = Pick<SentActivity, 'address' | 'sender' | 'body'> & { inbox: string };

/** A delivery that was claimed: of an activity to a server, or of an answer. */
export interface Delivery {
  to: { server: number; activity: number } | { answer: number };
  inbox: string;
  sender: string;
  body: string;
  scheme: Scheme;
}

/** How an attempt ended. `scheme` is the one that the server understood. `gone` ends the delivery, and who follows from there. `unasked` is due again at once. */
export type Outcome = Pick<Delivery, 'to'> &
  ({ delivered: Scheme } | { failed: string; status?: number } | { gone: string } | { unasked: true });

type Made = Exclude<Outcome, { unasked: true }>;

/** What became of an activity, as editors are told. */
export interface ActivityReport {
  kind: ActivityKind;
  added: number;
  isSuperseded: boolean;
  accepted: number;
  waiting: number;
  failed: number;
  /** The hosts of the servers that accepted it, or did not and why; in order, and of each at most so many as were asked for. */
  acceptedBy: string[];
  failedAt: { host: string; why: string }[];
}

interface ServerRow extends Record<string, SqlStorageValue> {
  id: number;
  inbox: string;
  host: string;
  sent: number;
  failures: number;
  failing: number | null;
}

/** Whether a server has said for good that it has no such inbox. */
const isOver = (status: number | undefined, failures: number) =>
  status === 410 || (status === 404 && failures >= NOT_FOUND_TIMES);

/** Whether an activity, `a`, is for a server's followers. */
const IS_FOR = `EXISTS (SELECT 1 FROM json_each(a.audience) AS one
  JOIN follower ON follower.server = server.id AND follower.followed = one.value)`;

/** What followers' servers have been sent, and still have to be. */
export class Deliveries {
  readonly #sql: SqlStorage;
  readonly #followers: FollowerTable;
  readonly #retrySeconds: number;

  constructor(sql: SqlStorage, followers: FollowerTable, retrySeconds: number) {
    this.#sql = sql;
    this.#followers = followers;
    this.#retrySeconds = retrySeconds;
  }

  /** Returns the number of the newest activity. */
  last(): number {
    const query = "SELECT seq FROM sqlite_sequence WHERE name = 'activity'";
    return this.#sql.exec<{ seq: number }>(query).toArray()[0]?.seq ?? 0;
  }

  /** Adds an activity. What it says of a story takes the place of what waits: a withdrawn story is sent to nobody any more. */
  add({ address, kind, story, sender, audience, body }: SentActivity, now: number): void {
    const query = `INSERT INTO activity (address, kind, story, sender, audience, body, added) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING RETURNING id`;
    const list = JSON.stringify(audience);
    const [row] = this.#sql
      .exec<{ id: number }>(query, address, kind, story, sender, list, body, now)
      .toArray();
    if (!row || story === null) return;
    const kinds = { update: ['update'], delete: ['create', 'announce', 'update'] }[kind as string] ?? [];
    const supersede =
      'UPDATE activity SET superseded = 1 WHERE story = ? AND id < ? AND kind IN (SELECT value FROM json_each(?))';
    this.#sql.exec(supersede, story, row.id, JSON.stringify(kinds));
  }

  /** Whether no more answers may wait for an inbox's host. */
  isFull({ inbox }: Pick<Answer, 'inbox'>): boolean {
    const query = 'SELECT COUNT(*) AS count FROM answer WHERE host = ?';
    return this.#sql.exec<{ count: number }>(query, hostnameOf(inbox)).one().count >= MAX_ANSWERS_PER_HOST;
  }

  answer({ address, sender, body, inbox }: Answer, now: number): void {
    const query = `INSERT INTO answer (address, inbox, host, sender, body, due) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING`;
    this.#sql.exec(query, address, inbox, hostnameOf(inbox), sender, body, now);
  }

  /** Claims deliveries that are due: of answers one a host, and of activities the next one of each server, because their order matters. */
  claim(now: number): Delivery[] {
    const answers = this.#claimAnswers(now);
    return [...answers, ...this.#claimActivities(BATCH - answers.length, now)];
  }

  #claimAnswers(now: number): Delivery[] {
    const query = `UPDATE answer SET due = ?1 WHERE id IN (SELECT MIN(id) FROM answer WHERE due <= ?2 GROUP BY host LIMIT ?3)
      RETURNING id, inbox, host, sender, body`;
    type Row = { id: number; inbox: string; host: string; sender: string; body: string };
    return this.#sql
      .exec<Row>(query, now + CLAIM_MS, now, BATCH)
      .toArray()
      .map(({ id, host, ...rest }) => ({ to: { answer: id }, scheme: this.#schemeOf(host, now), ...rest }));
  }

  #claimActivities(limit: number, now: number): Delivery[] {
    const last = this.last();
    const rows = this.#sql
      .exec<ServerRow>(
        'SELECT id, inbox, host, sent, failures, failing FROM server WHERE sent < ? AND due <= ? LIMIT ?',
        last,
        now,
        MAX_LOOKED_AT,
      )
      .toArray();
    const claimed: Delivery[] = [];
    for (const { id, inbox, host, sent } of rows) {
      if (claimed.length >= limit) break;
      const next = this.#next(id, sent);
      if (!next) {
        this.#sql.exec('UPDATE server SET sent = ? WHERE id = ?', last, id);
        continue;
      }
      this.#sql.exec('UPDATE server SET due = ? WHERE id = ?', now + CLAIM_MS, id);
      const { id: activity, ...rest } = next;
      claimed.push({ to: { server: id, activity }, inbox, scheme: this.#schemeOf(host, now), ...rest });
    }
    return claimed;
  }

  /** Returns the next activity for a server. */
  #next(server: number, sent: number): { id: number; sender: string; body: string } | undefined {
    const query = `SELECT a.id, a.sender, a.body FROM activity AS a, server
      WHERE server.id = ? AND a.id > ? AND a.superseded = 0 AND ${IS_FOR} ORDER BY a.id LIMIT 1`;
    return this.#sql.exec<{ id: number; sender: string; body: string }>(query, server, sent).toArray()[0];
  }

  #schemeOf(host: string, now: number): Scheme {
    const query = 'SELECT 1 FROM cavage WHERE host = ? AND until > ?';
    return this.#sql.exec(query, host, now).toArray().length > 0 ? 'cavage' : 'rfc9421';
  }

  /** Records how a delivery ended. Returns when it is tried again, in milliseconds, if it is. */
  settle(outcome: Outcome, now: number): number | undefined {
    const { to } = outcome;
    if ('unasked' in outcome) return this.#handBack(to, now);
    return 'answer' in to
      ? this.#settleAnswer(to.answer, outcome, now)
      : this.#settleActivity(to, outcome, now);
  }

  #handBack(to: Outcome['to'], now: number): undefined {
    if ('answer' in to) this.#sql.exec('UPDATE answer SET due = ? WHERE id = ?', now, to.answer);
    else this.#sql.exec('UPDATE server SET due = ? WHERE id = ? AND sent < ?', now, to.server, to.activity);
  }

  #settleAnswer(id: number, outcome: Made, now: number): number | undefined {
    const query = 'SELECT host, failures FROM answer WHERE id = ?';
    const [row] = this.#sql.exec<{ host: string; failures: number }>(query, id).toArray();
    if (!row) return undefined;
    if ('delivered' in outcome) this.#learn(row.host, outcome.delivered, now);
    const failures = row.failures + 1;
    if (!('failed' in outcome) || outcome.status === 410 || failures >= MAX_DELIVERY_ATTEMPTS) {
      this.#sql.exec('DELETE FROM answer WHERE id = ?', id);
      return undefined;
    }
    const due = now + retryDelay(failures, this.#retrySeconds) * 1000;
    this.#sql.exec('UPDATE answer SET failures = ?, due = ? WHERE id = ?', failures, due, id);
    return due;
  }

  #settleActivity(to: { server: number; activity: number }, outcome: Made, now: number): number | undefined {
    const query = 'SELECT id, inbox, host, sent, failures, failing FROM server WHERE id = ?';
    const [row] = this.#sql.exec<ServerRow>(query, to.server).toArray();
    // Of two attempts, the first to end counts.
    if (!row || row.sent >= to.activity) return undefined;
    if ('delivered' in outcome) {
      this.#learn(row.host, outcome.delivered, now);
      const update = 'UPDATE server SET sent = ?, due = 0, failures = 0, failing = NULL WHERE id = ?';
      this.#sql.exec(update, to.activity, row.id);
      this.#log(to.activity, row, null, now);
      return undefined;
    }
    const failures = row.failures + 1;
    const failing = row.failing ?? now;
    if ('gone' in outcome || isOver(outcome.status, failures) || now - failing > DEAD_AFTER_MS) {
      this.#log(to.activity, row, 'gone' in outcome ? outcome.gone : outcome.failed, now);
      this.#followers.removeServer(row.id);
      return undefined;
    }
    if (failures < MAX_DELIVERY_ATTEMPTS) {
      const due = now + retryDelay(failures, this.#retrySeconds) * 1000;
      const update = 'UPDATE server SET failures = ?, failing = ?, due = ? WHERE id = ?';
      this.#sql.exec(update, failures, failing, due, row.id);
      return due;
    }
    // What has waited behind it is given up too: the server has not answered for hours. The next activity is tried again.
    for (let next = this.#next(row.id, row.sent); next; next = this.#next(row.id, next.id))
      this.#log(next.id, row, outcome.failed, now);
    const update = 'UPDATE server SET sent = ?, failures = 0, failing = ?, due = 0 WHERE id = ?';
    this.#sql.exec(update, this.last(), failing, row.id);
    return undefined;
  }

  #log(activity: number, { id, host }: ServerRow, failure: string | null, now: number): void {
    const query =
      'INSERT OR REPLACE INTO delivery (activity, server, host, at, failure) VALUES (?, ?, ?, ?, ?)';
    this.#sql.exec(query, activity, id, host, now, failure);
  }

  /** Remembers which signatures a host understands. */
  #learn(host: string, scheme: Scheme, now: number): void {
    const query = 'INSERT INTO cavage (host, until) VALUES (?, ?) ON CONFLICT DO NOTHING';
    if (scheme === 'cavage') this.#sql.exec(query, host, now + CAVAGE_MS);
    else this.#sql.exec('DELETE FROM cavage WHERE host = ?', host);
  }

  /**
   * Remembers how an inbox's host signs itself: it is sent the same, because some, such as snac, accept what they do not understand, and
   * drop it.
   */
  learnFrom({ inbox }: Pick<Answer, 'inbox'>, scheme: Scheme): void {
    const query = 'INSERT OR REPLACE INTO cavage (host, until) VALUES (?, ?)';
    if (scheme === 'cavage') this.#sql.exec(query, hostnameOf(inbox), Number.MAX_SAFE_INTEGER);
    else this.#sql.exec('DELETE FROM cavage WHERE host = ?', hostnameOf(inbox));
  }

  /** Counts the deliveries that are due, up to `limit`. */
  due(now: number, limit: number): number {
    const query = `SELECT COUNT(*) AS count FROM (SELECT 1 FROM server WHERE sent < ?1 AND due <= ?2
      UNION ALL SELECT 1 FROM answer WHERE due <= ?2 LIMIT ?3)`;
    return this.#sql.exec<{ count: number }>(query, this.last(), now, limit).one().count;
  }

  /** Returns when the next delivery is due, in milliseconds. */
  nextDue(): number | undefined {
    const query =
      'SELECT MIN(due) AS due FROM (SELECT due FROM server WHERE sent < ? UNION ALL SELECT due FROM answer)';
    return this.#sql.exec<{ due: number | null }>(query, this.last()).one().due ?? undefined;
  }

  /** Deletes what is old. Nobody is moved twice, so that is kept. */
  expire(now: number): void {
    const query = "DELETE FROM activity WHERE added <= ? AND kind <> 'move' RETURNING id";
    for (const { id } of this.#sql.exec<{ id: number }>(query, now - KEPT_MS).toArray())
      this.#sql.exec('DELETE FROM delivery WHERE activity = ?', id);
    this.#sql.exec('DELETE FROM cavage WHERE until <= ?', now);
  }

  /** Counts the servers that still have to be sent something, and those that fail. */
  state(): { waiting: number; failing: number } {
    const query = 'SELECT ifnull(SUM(sent < ?), 0) AS waiting, COUNT(failing) AS failing FROM server';
    return this.#sql.exec<{ waiting: number; failing: number }>(query, this.last()).one();
  }

  /** Returns what became of the activities about a story, the newest first, with at most `limit` hosts each. */
  ofStory(story: number, limit: number): ActivityReport[] {
    type Row = { id: number; kind: ActivityKind; added: number; superseded: number };
    const query = 'SELECT id, kind, added, superseded FROM activity WHERE story = ? ORDER BY id DESC';
    return this.#sql
      .exec<Row>(query, story)
      .toArray()
      .map(({ id, kind, added, superseded }) => {
        const counted = this.#sql
          .exec<{ accepted: number; failed: number }>(
            'SELECT COUNT(*) - COUNT(failure) AS accepted, COUNT(failure) AS failed FROM delivery WHERE activity = ?',
            id,
          )
          .one();
        const waiting = `SELECT COUNT(*) AS waiting FROM server, activity AS a
          WHERE a.id = ? AND a.superseded = 0 AND server.sent < a.id AND ${IS_FOR}`;
        return {
          kind,
          added,
          isSuperseded: superseded === 1,
          ...counted,
          ...this.#sql.exec<{ waiting: number }>(waiting, id).one(),
          acceptedBy: this.#sql
            .exec<{ host: string }>(
              'SELECT DISTINCT host FROM delivery WHERE activity = ? AND failure IS NULL ORDER BY host LIMIT ?',
              id,
              limit,
            )
            .toArray()
            .map(({ host }) => host),
          failedAt: this.#sql
            .exec<{ host: string; why: string }>(
              'SELECT host, failure AS why FROM delivery WHERE activity = ? AND failure IS NOT NULL ORDER BY host LIMIT ?',
              id,
              limit,
            )
            .toArray(),
        };
      });
  }
}
