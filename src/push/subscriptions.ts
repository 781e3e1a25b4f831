import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { nameOf } from '../lib/hosts.ts';
import { log } from '../lib/log.ts';
import { migrate } from '../lib/migrations.ts';
import { readSettings } from '../settings.ts';
import { MIGRATIONS } from './migrations.ts';
import { Unsubscriptions } from './unsubscriptions.ts';

/** Subscriptions that a feed may have, and those of them whose callbacks are on one host. */
export const MAX_SUBSCRIPTIONS = 10_000;
export const MAX_SUBSCRIPTIONS_PER_HOST = 1000;
/** Subscriptions that are served by one step of the fan-out: with the message for the next step they fill one call. */
export const FAN_OUT_SIZE = 99;
/** How long a delivery has its subscription to itself, in milliseconds; longer than any batch of them takes. */
const CLAIM_MS = 120_000;
/** A delivery that is this late was lost with its message and is asked for again, in milliseconds. */
const LOST_AFTER_MS = 900_000;
/** How long after a failure of the alarm it goes off again, in milliseconds. */
const ALARM_RETRY_MS = 60_000;
/** Attempts at one subscription before it is dropped. With 30 seconds as the first pause, the last is 8¼ hours in. */
export const MAX_DELIVERY_ATTEMPTS = 11;
/** The longest pause between two attempts, in seconds; Queues allow 24 hours. */
const MAX_RETRY_SECONDS = 14_400;

/** The pause after so many attempts that failed, in seconds: `first`, then twice as long each time. */
export const retryDelay = (failures: number, first: number) =>
  Math.min(Math.ceil(first * 2 ** (failures - 1)), MAX_RETRY_SECONDS);

/** A subscription that one delivery has to itself for a while. */
export interface ClaimedDelivery {
  id: number;
  callback: string;
  secret: string | null;
  /** The entity tag of the document that it has got. */
  delivered: string | null;
  /** Which request for delivery it is; a newer one has a higher number. */
  ticket: number;
  /** When the subscription was asked for, in milliseconds; renewed, it is another. */
  asked: number;
}

/** What became of an attempt. */
export type DeliveryOutcome = Pick<ClaimedDelivery, 'id' | 'ticket' | 'asked'> &
  ({ delivered: string } | { gone: true } | { failed: string });

/** What is to be done after an attempt that was not the last. */
export interface FollowUp {
  id: number;
  next: { retrySeconds: number } | { dropped: string };
}

type SubscriptionRow = ClaimedDelivery & { due: number | null; failures: number };

/** The subscriptions to one feed (a "topic" in WebSub's words): who gets it, until when, and what they have got. */
export class Subscriptions extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #ended: Unsubscriptions;
  readonly #retrySeconds: number;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#retrySeconds = readSettings(env).retrySeconds;
    this.#sql = ctx.storage.sql;
    migrate(ctx.storage, MIGRATIONS, 'subscription');
    this.#ended = new Unsubscriptions(this.#sql);
  }

  /**
   * Begins a subscription whose callback has said that it wants it, or renews it, unless that was asked for before what it
   * has, or before it was ended; gives the reason where it cannot. A callback that answers again has its past failures forgiven, and is served now.
   */
  async subscribe(
    callback: string,
    secret: string | null,
    expires: number,
    asked: number,
  ): Promise<string | undefined> {
    if (this.#ended.hasLater(callback, asked)) return undefined;
    const host = nameOf(new URL(callback).hostname);
    if (!this.#isHeld(callback)) {
      if (this.#count('') >= MAX_SUBSCRIPTIONS) return 'This topic has as many subscriptions as it may have.';
      if (this.#count(host) >= MAX_SUBSCRIPTIONS_PER_HOST) {
        return 'This topic has as many subscriptions of this host as it may have.';
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
    // What is due later than a claim lasts is a pause, and nobody is delivering.
    const paused = this.#sql
      .exec<{ id: number }>(
        'UPDATE subscription SET due = ? WHERE callback = ? AND due > ? RETURNING id',
        now,
        callback,
        now + CLAIM_MS,
      )
      .toArray();
    await this.#arm();
    await this.#ask(paused);
    return undefined;
  }

  #isHeld(callback: string): boolean {
    return this.#sql.exec('SELECT id FROM subscription WHERE callback = ?', callback).toArray().length > 0;
  }

  /** How many subscriptions a host has; all have, under no name. */
  #count(host: string): number {
    const [row] = this.#sql
      .exec<{ subscriptions: number }>('SELECT subscriptions FROM tally WHERE host = ?', host)
      .toArray();
    return row?.subscriptions ?? 0;
  }

  /** Ends a subscription, unless it was asked for again since; one that was asked for before does not begin any more. */
  async unsubscribe(callback: string, asked: number): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM subscription WHERE callback = ? AND asked <= ?', callback, asked);
      this.#ended.record(callback, asked, Date.now());
    });
    await this.#arm();
  }

  /**
   * Gives the subscriptions after the given one that are owed a delivery, in order, at most a page of them. With the first
   * page all of them are owed one, so that those on a page whose message is lost are found by the alarm.
   */
  async listOwed(after: number, now: number): Promise<number[]> {
    if (after === 0) {
      this.#sql.exec(
        'UPDATE subscription SET ticket = ticket + 1, due = COALESCE(due, ?1) WHERE expires > ?1',
        now,
      );
      await this.#arm();
    }
    return this.#sql
      .exec<{ id: number }>(
        // The plus keeps SQLite from collecting all that is owed before it sorts.
        'SELECT id FROM subscription WHERE id > ? AND +due IS NOT NULL AND expires > ? ORDER BY id LIMIT ?',
        after,
        now,
        FAN_OUT_SIZE,
      )
      .toArray()
      .map(({ id }) => id);
  }

  /**
   * Claims the subscriptions that are owed a delivery now. `waiting` are those whose time has not come, with the seconds
   * until then; the others are owed nothing.
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
    await this.#arm();
    return { claims, waiting };
  }

  /** Notes what became of claimed subscriptions; says of those that are not done what happens next. */
  async settle(outcomes: DeliveryOutcome[], now: number): Promise<FollowUp[]> {
    const verdicts = this.ctx.storage.transactionSync(() =>
      outcomes.flatMap((outcome) => {
        const next = this.#settle(outcome, now);
        return next ? [{ id: outcome.id, next }] : [];
      }),
    );
    await this.#arm();
    return verdicts;
  }

  #settle(outcome: DeliveryOutcome, now: number): FollowUp['next'] | undefined {
    const row = this.#find(outcome.id, now);
    if (!row) return undefined;
    if ('gone' in outcome) {
      if (row.asked === outcome.asked) return this.#remove(row.id, undefined);
      // It was renewed while it was delivered to, and is owed still.
      this.#sql.exec('UPDATE subscription SET due = ? WHERE id = ?', now, row.id);
      return { retrySeconds: 0 };
    }
    if ('delivered' in outcome) {
      // Where a newer document was asked for meanwhile, it is owed still.
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
      return this.#remove(row.id, {
        dropped: `${failures} deliveries failed, the last as ${outcome.failed}`,
      });
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

  #remove<T>(id: number, next: T): T {
    this.#sql.exec('DELETE FROM subscription WHERE id = ?', id);
    return next;
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
      this.#ended.deleteExpired(now);
      await this.#findLost(now);
      await this.#arm();
    } catch (error) {
      // The runtime gives up on an alarm that keeps failing; this one sets itself again instead.
      log({ event: 'subscriptions-alarm-failed', error: String(error) });
      await this.ctx.storage.setAlarm(now + ALARM_RETRY_MS);
    }
  }

  /** Asks for deliveries again whose message was lost: a queue keeps one for a day on the free plan. */
  async #findLost(now: number): Promise<void> {
    // Noted before they are sent: while that takes its time, a delivery may claim or settle what it is sent for.
    const rows = this.#sql
      .exec<{ id: number }>(
        `UPDATE subscription SET due = ?1 WHERE id IN
         (SELECT id FROM subscription WHERE due <= ?2 ORDER BY due LIMIT ?3) RETURNING id`,
        now,
        now - LOST_AFTER_MS,
        FAN_OUT_SIZE,
      )
      .toArray();
    await this.#ask(rows);
  }

  /** Sends a message for the delivery to each. */
  async #ask(rows: readonly { id: number }[]): Promise<void> {
    if (rows.length === 0) return;
    const topic = this.ctx.id.name;
    if (topic === undefined) throw new Error('The runtime does not tell the name of this object.');
    await this.env.PUSH.sendBatch(
      rows.map(({ id }) => ({ body: { kind: 'deliver', topic, subscription: id } })),
    );
  }

  /** Sets the alarm to the next lease that runs out, the next delivery that would be lost, or the next end to be forgotten. */
  async #arm(): Promise<void> {
    const { expires, due } = this.#sql
      .exec<{ expires: number | null; due: number | null }>(
        // The index on `due` is used only where the query says that it looks for nothing else.
        `SELECT (SELECT MIN(expires) FROM subscription) AS expires,
         (SELECT MIN(due) FROM subscription WHERE due IS NOT NULL) AS due`,
      )
      .one();
    const times = [expires, due === null ? null : due + LOST_AFTER_MS, this.#ended.nextExpiry()];
    const soonest = Math.min(...times.map((time) => time ?? Infinity));
    if (soonest === Infinity) return;
    const next = Math.max(soonest, Date.now());
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > next) await this.ctx.storage.setAlarm(next);
  }
}
