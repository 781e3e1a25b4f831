import type { DurableObject } from 'cloudflare:workers';
import type { Env } from '../../../../src/env.ts';
import type { PushMessage } from '../../../../src/queue-messages.ts';
import Program, {
  Desk as ProgramDesk,
  Subscriptions as ProgramSubscriptions,
} from '../../../../src/worker.ts';
import type { Order } from '../faults.ts';
import { keepTime } from './alarms.ts';
import { setOff } from './clock.ts';
import { faultyKv } from './kv.ts';
import { evict, faultyObjects, faultyStudio, mayAbort } from './objects.ts';
import { countAnew, counted, steer, strikes } from './odds.ts';
import { faultyQueue, receive } from './queue.ts';
import { faultyBucket, faultyLimit } from './r2.ts';
import { beginAnew, working } from './rest.ts';

// The program between faulty neighbours: the built Worker as it is, each of whose bindings may fail. The bundler leaves the
// import of src/worker.ts to the runtime, where worker.js is the built one.

export { Studio } from '../../../../src/worker.ts';

type HostEnv = Env & { WITNESS: Fetcher; BACKUPS: R2Bucket };

/** The program knows its settings by the object that they come in. */
const known = new WeakMap<HostEnv, Env>();

const underFaults = (env: HostEnv, onWrite: () => void): Env => ({
  ...env,
  STORIES: faultyKv(env.STORIES, env.WITNESS, onWrite),
  DESK: faultyObjects(env.DESK),
  SUBSCRIPTIONS: faultyObjects(env.SUBSCRIPTIONS),
  STUDIO: faultyStudio(env.STUDIO),
  PUSH: faultyQueue(env.PUSH),
  API_RATE: faultyLimit(env.API_RATE),
  HUB_RATE: faultyLimit(env.HUB_RATE),
  BACKUPS: faultyBucket(env.BACKUPS),
});

function knownUnderFaults(env: HostEnv): Env {
  const faulty = known.get(env) ?? underFaults(env, () => undefined);
  known.set(env, faulty);
  return faulty;
}

type ObjectClass = new (ctx: DurableObjectState, env: Env) => DurableObject<Env> & { alarm(): Promise<void> };

/** The class of an object whose neighbours and alarm may fail, and which the campaign may end or wake. */
const amongFaults = (ProgramObject: ObjectClass) =>
  class extends ProgramObject {
    readonly #fireIfDue: () => Promise<void>;

    constructor(ctx: DurableObjectState, env: Env) {
      beginAnew(`alarm of ${ctx.id}`);
      const fireIfDue = keepTime(ctx);
      super(ctx, underFaults(env as HostEnv, mayAbort(ctx)));
      this.#fireIfDue = fireIfDue;
    }

    override async alarm(): Promise<void> {
      if (!strikes('alarm-lost')) await working(`alarm of ${this.ctx.id}`, () => super.alarm());
    }

    /** Has the alarm go off that is due by the program's clock, which may have gone ahead of the machine's. */
    async fire(): Promise<void> {
      await this.#fireIfDue();
    }

    async abortNow(): Promise<void> {
      this.ctx.abort('aborted by the campaign');
    }
  };

export class Desk extends amongFaults(ProgramDesk) {}
export class Subscriptions extends amongFaults(ProgramSubscriptions) {}

const DAY = 86_400_000;

type Fireable = { fire: () => Promise<void> };

export default class extends Program {
  readonly #neighbours: HostEnv;

  constructor(ctx: ExecutionContext, env: HostEnv) {
    super(ctx, knownUnderFaults(env));
    this.#neighbours = env;
  }

  override async fetch(request: Request): Promise<Response> {
    return new URL(request.url).pathname === '/campaign' ? this.#obey(request) : super.fetch(request);
  }

  override queue(batch: MessageBatch<PushMessage>): Promise<void> {
    return receive(batch, (given) => super.queue(given));
  }

  /** As if a day had passed since the last backup. */
  async #haveBackupDue(): Promise<void> {
    const desk = this.#neighbours.DESK.getByName('main') as unknown as Pick<
      ProgramDesk,
      'backupState' | 'setBackupState'
    >;
    const { last, ...state } = await desk.backupState();
    if (!last) return;
    const began = new Date(Date.parse(last.began) - DAY).toISOString();
    await desk.setBackupState({ ...state, last: { ...last, began } });
  }

  async #obey(request: Request): Promise<Response> {
    const order = (await request.json()) as Order;
    if (order.do === 'steer') {
      steer(order.odds, order.seed);
      setOff(order.clockOffset);
    }
    if (order.do === 'schedule') {
      if (order.isNewDay) await this.#haveBackupDue();
      await super.scheduled();
    }
    if (order.do === 'alarms') {
      const { DESK, SUBSCRIPTIONS } = this.#neighbours;
      const objects = [
        DESK.getByName('main'),
        ...order.topics.map((topic) => SUBSCRIPTIONS.getByName(topic)),
      ];
      await Promise.all(objects.map((object) => (object as unknown as Fireable).fire()));
    }
    if (order.do === 'evict') {
      const { DESK, SUBSCRIPTIONS } = this.#neighbours;
      await Promise.all([
        evict(DESK, 'main', 'evicted-desk'),
        evict(SUBSCRIPTIONS, order.topic, 'evicted-subscriptions'),
      ]);
    }
    const counts = Response.json(counted());
    if (order.do === 'reset') countAnew();
    return counts;
  }
}
