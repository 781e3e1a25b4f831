import { DurableObject } from 'cloudflare:workers';
import { log } from '../../lib/log.ts';
import { migrate } from '../../lib/migrations.ts';
import type { SentActivity } from '../../newsroom/desk/publish/mirrors/fediverse.ts';
import type { Env } from '../../platform/env.ts';
import { readSettings } from '../../settings/settings.ts';
import { accountsIn } from '../documents/accounts.ts';
import type { Scheme } from '../signing/request.ts';
import {
  type ActivityReport,
  type Answer,
  BATCH,
  Deliveries,
  type Delivery,
  type Outcome,
} from './deliveries.ts';
import { type Follower, FollowerTable } from './follower-table.ts';
import { MIGRATIONS } from './tables.ts';

/** The most messages that are sent at once. Each sends another as long as something is due. */
const MAX_MESSAGES = 10;
/** After this time, in milliseconds, messages count as lost if what they were to deliver is still due. */
const LOST_AFTER_MS = 60_000;
/** How often old activities are deleted, in milliseconds. */
const EXPIRY_INTERVAL = 86_400_000;

/** What operators are told of the followers. */
export interface FollowersState {
  followers: number;
  /** The inboxes that activities go to, those that still have to be sent something, and those that fail at present. */
  servers: number;
  waiting: number;
  failing: number;
}

/**
 * Who follows the actors of this site, and what their servers have been sent. One object for all actors, because a server from which
 * people follow several of them is sent an activity once.
 */
export class Followers extends DurableObject<Env> {
  readonly #followers: FollowerTable;
  readonly #deliveries: Deliveries;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    migrate(ctx.storage, MIGRATIONS, 'server');
    this.#followers = new FollowerTable(sql);
    this.#deliveries = new Deliveries(sql, this.#followers, readSettings(env).retrySeconds);
  }

  /** Adds a follower, and answers their Follow, whose id is `follow` and which was signed by `scheme`. Returns why not, in words; `full` if too many answers wait for that host; null if they follow. */
  async follow(
    followed: string,
    follower: Follower,
    { follow, scheme, answer, now }: { follow: string; scheme: Scheme; answer: Answer; now: number },
  ): Promise<string | null> {
    const refusal = this.ctx.storage.transactionSync(() => {
      if (this.#deliveries.isFull(answer)) return 'full';
      const last = this.#deliveries.last();
      const whyNot = this.#followers.add(followed, follower, { follow, last, now });
      if (whyNot !== null) return whyNot;
      this.#deliveries.learnFrom(answer, scheme);
      this.#deliveries.answer(answer, now);
      return null;
    });
    await this.#wake(now);
    return refusal;
  }

  /** Removes a follower who undoes a Follow; see `FollowerTable.remove`. */
  async unfollow(...what: Parameters<FollowerTable['remove']>): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#followers.remove(...what));
  }

  /** Removes an actor that is no more, whoever they follow here. */
  async removeActor(actor: string, now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#followers.removeActor(actor, now));
  }

  async isFollowing(actor: string): Promise<boolean> {
    return this.#followers.isFollowing(actor);
  }

  /** Counts the followers of an actor of this site. */
  async count(followed: string): Promise<number> {
    return this.#followers.count(followed);
  }

  /** Adds activities, and begins to deliver them. What was added before is not added again. */
  async add(activities: readonly SentActivity[], now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      for (const activity of activities) this.#deliveries.add(activity, now);
    });
    await this.#wake(now);
  }

  /** Adds an answer to an activity other than a Follow. */
  async answer(answer: Answer, now: number): Promise<void> {
    if (!this.#deliveries.isFull(answer)) this.#deliveries.answer(answer, now);
    await this.#wake(now);
  }

  /** Claims deliveries that are due, at most as many as one message makes. */
  async claim(now: number): Promise<Delivery[]> {
    return this.ctx.storage.transactionSync(() => this.#deliveries.claim(now));
  }

  /** Records how deliveries ended. Returns whether others are due. */
  async settle(outcomes: readonly Outcome[], now: number): Promise<boolean> {
    const retries = this.ctx.storage.transactionSync(() =>
      outcomes.map((outcome) => this.#deliveries.settle(outcome, now)),
    );
    const next = Math.min(...retries.filter((time) => time !== undefined));
    if (Number.isFinite(next)) await this.#setAlarm(next);
    return this.#deliveries.due(now, 1) > 0;
  }

  async state(): Promise<FollowersState> {
    return {
      followers: this.#followers.count(),
      servers: this.#followers.servers(),
      ...this.#deliveries.state(),
    };
  }

  /** Returns what became of the activities about a story, the newest first, with at most `limit` hosts each. */
  async ofStory(story: number, limit: number): Promise<ActivityReport[]> {
    return this.#deliveries.ofStory(story, limit);
  }

  /** Has the alarm send messages for what is due. */
  async #wake(now: number): Promise<void> {
    if (this.#deliveries.due(now, 1) > 0) await this.#setAlarm(now);
  }

  async #setAlarm(time: number): Promise<void> {
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > time) await this.ctx.storage.setAlarm(time);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    try {
      this.ctx.storage.transactionSync(() => {
        this.#followers.expire(now);
        this.#deliveries.expire(now);
      });
      // Without accounts nobody delivers, so that messages would be sent for ever.
      const isOn = accountsIn(readSettings(this.env).site) !== undefined;
      const due = isOn ? this.#deliveries.due(now, MAX_MESSAGES * BATCH) : 0;
      const nextDue = isOn ? this.#deliveries.nextDue() : undefined;
      const next = due > 0 ? now + LOST_AFTER_MS : (nextDue ?? Number.POSITIVE_INFINITY);
      // Set before the messages are sent, in case that fails.
      await this.#setAlarm(Math.min(next, now + EXPIRY_INTERVAL));
      const messages = Math.ceil(due / BATCH);
      if (messages > 0)
        await this.env.FEDIVERSE.sendBatch(Array(messages).fill({ body: { kind: 'federate' } }));
    } catch (error) {
      // The runtime gives up on an alarm that keeps failing, so this one catches its errors and schedules itself.
      log({ event: 'followers-alarm-failed', error: String(error) });
      await this.ctx.storage.setAlarm(now + LOST_AFTER_MS);
    }
  }
}
