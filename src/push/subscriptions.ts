import { DurableObject } from 'cloudflare:workers';
import { log } from '../lib/log.ts';
import { migrate } from '../lib/migrations.ts';
import { hostnameOf } from '../lib/public-hosts.ts';
import { MAX_DELIVERY_ATTEMPTS, retryDelay } from '../lib/retry-delay.ts';
import type { Env } from '../platform/env.ts';
import { readSettings } from '../settings/settings.ts';
import { MIGRATIONS } from './migrations.ts';

/** How long an unsubscription is kept, in milliseconds: as long as a queue can keep a message. */
const KEPT_MS = 14 * 86_400_000;
/**
 * The most unsubscriptions that a topic keeps: few enough not to fill the object's storage, and too many for an attacker to displace
 * quickly.
 */
const MAX_UNSUBSCRIPTIONS = 10_000;

/**
 * The times when callbacks last asked to unsubscribe. A queue does not keep the order of messages, so an older request to subscribe
 * may be verified later; it must have no effect.
 */
class Unsubscriptions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether a callback asked to unsubscribe after the given time, in milliseconds. */
  hasLater(callback: string, asked: number): boolean {
    const found = this.#sql.exec('SELECT id FROM ended WHERE callback = ? AND asked > ?', callback, asked);
    return found.toArray().length > 0;
  }

  /** Records that a callback asked to unsubscribe, unless a later request of it is recorded already. */
  record(callback: string, asked: number, now: number): void {
    if (this.hasLater(callback, asked)) return;
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT OR REPLACE INTO ended (callback, asked, until) VALUES (?, ?, ?) RETURNING id',
        callback,
        asked,
        now + KEPT_MS,
      )
      .one();
    this.#sql.exec('DELETE FROM ended WHERE id <= ?', id - MAX_UNSUBSCRIPTIONS);
  }

  /** Deletes unsubscriptions that are older than any request in the queue can be. */
  deleteExpired(now: number): void {
    this.#sql.exec('DELETE FROM ended WHERE until <= ?', now);
  }

  /** Returns when the next unsubscription expires, in milliseconds; null if there is none. */
  nextExpiry(): number | null {
    return this.#sql.exec<{ until: number | null }>('SELECT MIN(until) AS until FROM ended').one().until;
  }
}

/** The most subscriptions to a topic. */
const MAX_SUBSCRIPTIONS = 10_000;
/** The most subscriptions to a topic with callbacks on the same host. */
export const MAX_SUBSCRIPTIONS_PER_HOST = 1000;
/** The most subscriptions in a step of the fan-out. With the message for the next step, they fill one call to the queue. */
export const FAN_OUT_SIZE = 99;
/** How long a delivery may hold its claim, in milliseconds: longer than any batch takes. */
const CLAIM_MS = 120_000;
/** How overdue a delivery must be to be queued again, in milliseconds: its message is then considered lost. */
const LOST_AFTER_MS = 900_000;
/** The delay before a failed alarm runs again, in milliseconds. */
const ALARM_RETRY_MS = 60_000;

/** A subscription that is owed the current content, and that a delivery has claimed. */
export interface ClaimedDelivery {
  id: number;
  callback: string;
  secret: string | null;
  /** The entity tag of the content last delivered. */
  delivered: string | null;
  /** Counts the changes of the topic. If it is higher when the delivery is settled, the content has changed since the claim. */
  ticket: number;
  /** When the hub received the request to subscribe, in milliseconds; a renewal changes it. */
  asked: number;
}

/** How an attempt ended: `delivered` is the entity tag of what the subscriber now has, `failed` a reason; `gone` ends the subscription. */
export type DeliveryOutcome = Pick<ClaimedDelivery, 'id' | 'ticket' | 'asked'> &
  ({ delivered: string } | { gone: true } | { failed: string });

/** The next step for a subscription that still lacks the current content: another attempt, or the end of the subscription. */
export interface FollowUp {
  id: number;
  next: { retrySeconds: number } | { dropped: string };
}

type SubscriptionRow = ClaimedDelivery & { due: number | null; failures: number };

/** The subscriptions to a topic: their callbacks, the ends of their leases, and the content that each last received. */
export class Subscriptions extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #unsubscriptions: Unsubscriptions;
  readonly #retrySeconds: number;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#retrySeconds = readSettings(env).retrySeconds;
    this.#sql = ctx.storage.sql;
    migrate(ctx.storage, MIGRATIONS, 'subscription');
    this.#unsubscriptions = new Unsubscriptions(this.#sql);
  }

  /**
   * Adds or renews a subscription after its intent is verified. Ignores a request that is older than the current subscription or
   * than a later unsubscribe. Renewing resets failures and makes a delivery that waits for a retry due now. Returns the reason if
   * the subscription is denied. Times are in milliseconds.
   */
  async subscribe(
    callback: string,
    secret: string | null,
    expires: number,
    asked: number,
  ): Promise<string | undefined> {
    if (this.#unsubscriptions.hasLater(callback, asked)) return undefined;
    const host = hostnameOf(callback);
    if (!this.#exists(callback)) {
      if (this.#count('') >= MAX_SUBSCRIPTIONS) return 'This topic has reached its limit of subscriptions.';
      if (this.#count(host) >= MAX_SUBSCRIPTIONS_PER_HOST) {
        return 'This topic has reached its limit of subscriptions from this host.';
      }
    }
    this.#sql.exec(
      `INSERT INTO subscription (callback, host, secret, expires, asked) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (callback) DO UPDATE SET secret = excluded.secret, expires = excluded.expires, asked = excluded.asked,
         failures = 0 WHERE excluded.asked >= asked`,
      callback,
      host,
      secret,
      expires,
      asked,
    );
    const now = Date.now();
    // A delivery that is due later than a claim can last is not in progress: it waits for a retry.
    const waiting = this.#sql
      .exec<{ id: number }>(
        'UPDATE subscription SET due = ? WHERE callback = ? AND due > ? RETURNING id',
        now,
        callback,
        now + CLAIM_MS,
      )
      .toArray();
    await this.#setAlarm();
    await this.#queueDeliveries(waiting);
    return undefined;
  }

  #exists(callback: string): boolean {
    return this.#sql.exec('SELECT id FROM subscription WHERE callback = ?', callback).toArray().length > 0;
  }

  /** Counts the subscriptions with callbacks on a host; with an empty host, all of them. */
  #count(host: string): number {
    const [row] = this.#sql
      .exec<{ subscriptions: number }>('SELECT subscriptions FROM tally WHERE host = ?', host)
      .toArray();
    return row?.subscriptions ?? 0;
  }

  /** Deletes a subscription unless it was requested later. Records the request, so that older ones to subscribe are ignored. */
  async unsubscribe(callback: string, asked: number): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM subscription WHERE callback = ? AND asked <= ?', callback, asked);
      this.#unsubscriptions.record(callback, asked, Date.now());
    });
    await this.#setAlarm();
  }

  /**
   * Returns the ids of the next subscriptions after `after` that are owed a delivery, in order, at most `FAN_OUT_SIZE`. With 0,
   * first marks all subscriptions as owed a delivery, so that the alarm finds those whose message gets lost.
   */
  async listOwed(after: number, now: number): Promise<number[]> {
    if (after === 0) {
      this.#sql.exec(
        'UPDATE subscription SET ticket = ticket + 1, due = COALESCE(due, ?1) WHERE expires > ?1',
        now,
      );
      await this.#setAlarm();
    }
    return this.#sql
      .exec<{ id: number }>(
        // The plus prevents SQLite from using the index on `due`, with which it would sort all owed subscriptions to return a few.
        'SELECT id FROM subscription WHERE id > ? AND +due IS NOT NULL AND expires > ? ORDER BY id LIMIT ?',
        after,
        now,
        FAN_OUT_SIZE,
      )
      .toArray()
      .map(({ id }) => id);
  }

  /**
   * Claims the given subscriptions that are due. `waiting` lists those that are claimed already or due later, with the seconds until
   * they are due. The result leaves out those that no longer exist or have nothing to be delivered.
   */
  async claim(
    ids: number[],
    now: number,
  ): Promise<{ claims: ClaimedDelivery[]; waiting: { id: number; seconds: number }[] }> {
    const claims: ClaimedDelivery[] = [];
    const waiting: { id: number; seconds: number }[] = [];
    for (const id of ids) {
      const row = this.#find(id, now);
      if (!row || row.due === null) continue;
      if (row.due > now) {
        waiting.push({ id, seconds: Math.ceil((row.due - now) / 1000) });
        continue;
      }
      this.#sql.exec('UPDATE subscription SET due = ? WHERE id = ?', now + CLAIM_MS, id);
      const { callback, secret, delivered, ticket, asked } = row;
      claims.push({ id, callback, secret, delivered, ticket, asked });
    }
    await this.#setAlarm();
    return { claims, waiting };
  }

  /** Records the outcomes of deliveries, and returns the next step for subscriptions that still lack the current content. */
  async settle(outcomes: DeliveryOutcome[], now: number): Promise<FollowUp[]> {
    const followUps = this.ctx.storage.transactionSync(() =>
      outcomes.flatMap((outcome) => {
        const next = this.#settle(outcome, now);
        return next ? [{ id: outcome.id, next }] : [];
      }),
    );
    await this.#setAlarm();
    return followUps;
  }

  #settle(outcome: DeliveryOutcome, now: number): FollowUp['next'] | undefined {
    const row = this.#find(outcome.id, now);
    if (!row) return undefined;
    if ('gone' in outcome) {
      if (row.asked === outcome.asked) {
        this.#delete(row.id);
        return undefined;
      }
      // The subscription was renewed during the delivery, so it is still owed one.
      this.#sql.exec('UPDATE subscription SET due = ? WHERE id = ?', now, row.id);
      return { retrySeconds: 0 };
    }
    if ('delivered' in outcome) {
      // If the content has changed since the claim, the new content is still owed.
      const due = row.ticket === outcome.ticket ? null : now;
      this.#sql.exec(
        'UPDATE subscription SET delivered = ?, due = ?, failures = 0 WHERE id = ?',
        outcome.delivered,
        due,
        row.id,
      );
      return due === null ? undefined : { retrySeconds: 0 };
    }
    const failures = row.failures + 1;
    if (failures >= MAX_DELIVERY_ATTEMPTS) {
      this.#delete(row.id);
      return { dropped: `${failures} deliveries failed; last error: ${outcome.failed}` };
    }
    const retrySeconds = retryDelay(failures, this.#retrySeconds);
    this.#sql.exec(
      'UPDATE subscription SET failures = ?, due = ? WHERE id = ?',
      failures,
      now + retrySeconds * 1000,
      row.id,
    );
    return { retrySeconds };
  }

  #delete(id: number): void {
    this.#sql.exec('DELETE FROM subscription WHERE id = ?', id);
  }

  #find(id: number, now: number): SubscriptionRow | undefined {
    return this.#sql
      .exec<SubscriptionRow & Record<string, SqlStorageValue>>(
        'SELECT * FROM subscription WHERE id = ? AND expires > ?',
        id,
        now,
      )
      .toArray()[0];
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    try {
      this.#sql.exec('DELETE FROM subscription WHERE expires <= ?', now);
      this.#unsubscriptions.deleteExpired(now);
      await this.#requeueLost(now);
      await this.#setAlarm();
    } catch (error) {
      // The runtime gives up on an alarm that keeps failing, so this one catches its errors and schedules itself.
      log({ event: 'subscriptions-alarm-failed', error: String(error) });
      await this.ctx.storage.setAlarm(now + ALARM_RETRY_MS);
    }
  }

  /** Queues deliveries again if their messages were lost: on the free plan, a queue keeps messages for only a day. */
  async #requeueLost(now: number): Promise<void> {
    // The rows are updated before the messages are sent, because a delivery may claim or settle them during the call to the queue.
    const rows = this.#sql
      .exec<{ id: number }>(
        `UPDATE subscription SET due = ?1 WHERE id IN
         (SELECT id FROM subscription WHERE due <= ?2 ORDER BY due LIMIT ?3) RETURNING id`,
        now,
        now - LOST_AFTER_MS,
        FAN_OUT_SIZE,
      )
      .toArray();
    await this.#queueDeliveries(rows);
  }

  /** Sends a message for each delivery to the queue. */
  async #queueDeliveries(rows: readonly { id: number }[]): Promise<void> {
    if (rows.length === 0) return;
    const topic = this.ctx.id.name;
    if (topic === undefined) throw new Error('The object has no name, so its topic is unknown.');
    await this.env.PUSH.sendBatch(
      rows.map(({ id }) => ({ body: { kind: 'deliver', topic, subscription: id } })),
    );
  }

  /** Sets the alarm for the next of: the end of a lease, a delivery that counts as lost, the expiry of an unsubscription. */
  async #setAlarm(): Promise<void> {
    const { expires, due } = this.#sql
      .exec<{ expires: number | null; due: number | null }>(
        // SQLite uses the partial index on `due` only if the query repeats its condition.
        `SELECT (SELECT MIN(expires) FROM subscription) AS expires,
         (SELECT MIN(due) FROM subscription WHERE due IS NOT NULL) AS due`,
      )
      .one();
    const times = [expires, due === null ? null : due + LOST_AFTER_MS, this.#unsubscriptions.nextExpiry()];
    const soonest = Math.min(...times.map((time) => time ?? Infinity));
    if (soonest === Infinity) return;
    const next = Math.max(soonest, Date.now());
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > next) await this.ctx.storage.setAlarm(next);
  }
}
