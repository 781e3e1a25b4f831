import { DurableObject } from 'cloudflare:workers';
import { log } from '../../lib/log.ts';
import { migrate } from '../../lib/migrations.ts';
import type { Env } from '../../platform/env.ts';
import { deskOf } from '../desk/desk-stub.ts';
import { MIGRATIONS } from './migrations.ts';
import { makeRooms, type WireRooms } from './rooms.ts';
import type { WireTask } from './task.ts';

/** How long a task that failed waits before it runs again, in milliseconds. */
const RETRY_MS = 60_000;

/**
 * What comes in from outside: the feeds that the newsroom follows, the pages that drafts are made from, and later looks at what
 * stories cite. It has an object of its own, because reading a page takes more CPU time than a request has on the free plan.
 */
export class Wire extends DurableObject<Env> {
  readonly #rooms: WireRooms;
  readonly #tasks: readonly WireTask[];

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, MIGRATIONS, 'host');
    const { rooms, tasks } = makeRooms(ctx.storage.sql, env);
    this.#rooms = rooms;
    this.#tasks = tasks;
  }

  /** Calls a room, in one transaction up to its first `await`; `wire-stub.ts` is the door to them. */
  async callRoom<Name extends keyof WireRooms>(
    room: Name,
    call: (room: WireRooms[Name]) => unknown,
  ): Promise<unknown> {
    const result = await this.ctx.storage.transactionSync(() => call(this.#rooms[room]));
    await this.#arm();
    return result;
  }

  /** Sets the alarm, if it was lost. The scheduled job calls this. */
  async wake(): Promise<void> {
    // The watch then looks at once if the settings let it look again.
    await this.#rooms.watch.follow().catch((error) => log({ event: 'wire-failed', error: String(error) }));
    await this.#arm();
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    const due = this.#tasks.filter((task) => (task.nextDue() ?? Number.POSITIVE_INFINITY) <= now);
    const results = await Promise.allSettled(due.map((task) => task.run(now)));
    const troubles = results.flatMap((result, index) => {
      if (result.status === 'fulfilled') return [];
      const task = due[index]?.name;
      log({ event: 'wire-failed', task, error: String(result.reason) });
      return [`The wire's task "${task}" failed: ${result.reason}`];
    });
    if (troubles.length > 0) await this.#report(troubles, now);
    await this.#arm(troubles.length > 0 ? Date.now() + RETRY_MS : 0);
  }

  /** Tells the Desk, which shows it to whoever runs the site. The Desk may be what has failed. */
  async #report(troubles: string[], now: number): Promise<void> {
    await deskOf(this.env)
      .reportTroubles(troubles, now)
      .catch(() => undefined);
  }

  /** Sets the alarm for what is due next, but not before `earliest`. */
  async #arm(earliest = 0): Promise<void> {
    const times = this.#tasks.map((task) => task.nextDue()).filter((time) => time !== undefined);
    if (times.length === 0) return;
    const due = Math.max(Math.min(...times), Date.now(), earliest);
    const armed = await this.ctx.storage.getAlarm();
    if (armed === null || armed > due) await this.ctx.storage.setAlarm(due);
  }
}
