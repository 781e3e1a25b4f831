import type { DurableObject } from 'cloudflare:workers';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Env } from '../../../../src/platform/env.ts';
import type { FederateMessage, PushMessage } from '../../../../src/platform/queue-messages.ts';
import Program, {
  Desk as ProgramDesk,
  Subscriptions as ProgramSubscriptions,
} from '../../../../src/worker.ts';
import type { Command } from '../faults.ts';
import { runAlarmsOnProgramClock } from './alarms.ts';
import { setClockOffset } from './clock.ts';
import { forgetWork, trackWork } from './idle.ts';
import { faultyKv } from './kv.ts';
import { abortSometimes, evict, faultyObjects, faultyStudio } from './objects.ts';
import { faultCounts, happens, resetCounts, setFaults } from './odds.ts';
import { faultyQueue, receive } from './queue.ts';
import { faultyBucket, faultyLimit } from './r2.ts';

// The built Worker, unchanged, with bindings that may fail. The bundler leaves the import of src/worker.ts to the runtime,
// which resolves it to the built worker.js.

export { Followers, Search, Studio, Wire } from '../../../../src/worker.ts';

type HostEnv = Env & { WITNESS: Fetcher; BACKUPS: R2Bucket };

/** The program caches its settings by the `env` object, so each one must always map to the same faulty one. */
const faultyEnvs = new WeakMap<HostEnv, Env>();

const withFaults = (env: HostEnv, onWrite: () => void): Env => ({
  ...env,
  STORIES: faultyKv(env.STORIES, env.WITNESS, onWrite),
  DESK: faultyObjects(env.DESK),
  SUBSCRIPTIONS: faultyObjects(env.SUBSCRIPTIONS),
  FOLLOWERS: faultyObjects(env.FOLLOWERS),
  STUDIO: faultyStudio(env.STUDIO),
  PUSH: faultyQueue(env.PUSH),
  VERIFICATIONS: faultyQueue(env.VERIFICATIONS),
  FEDIVERSE: faultyQueue(env.FEDIVERSE),
  API_RATE: faultyLimit(env.API_RATE),
  HUB_RATE: faultyLimit(env.HUB_RATE),
  SIGN_IN_RATE: faultyLimit(env.SIGN_IN_RATE),
  SEARCH_RATE: faultyLimit(env.SEARCH_RATE),
  REPORT_RATE: faultyLimit(env.REPORT_RATE),
  INBOX_RATE: faultyLimit(env.INBOX_RATE),
  INBOX_HOST_RATE: faultyLimit(env.INBOX_HOST_RATE),
  BACKUPS: faultyBucket(env.BACKUPS),
});

function faultyEnvOf(env: HostEnv): Env {
  const faulty = faultyEnvs.get(env) ?? withFaults(env, () => undefined);
  faultyEnvs.set(env, faulty);
  return faulty;
}

type ObjectClass = new (ctx: DurableObjectState, env: Env) => DurableObject<Env> & { alarm(): Promise<void> };

/** Makes a Durable Object class whose bindings and alarm may fail. The campaign can abort the object and fire its alarm. */
const withFaultyBindings = (ProgramObject: ObjectClass) =>
  class extends ProgramObject {
    readonly #fireIfDue: () => Promise<void>;

    constructor(ctx: DurableObjectState, env: Env) {
      forgetWork(`alarm of ${ctx.id}`);
      const fireIfDue = runAlarmsOnProgramClock(ctx);
      super(ctx, withFaults(env as HostEnv, abortSometimes(ctx)));
      this.#fireIfDue = fireIfDue;
    }

    override async alarm(): Promise<void> {
      if (!happens('alarm-lost')) await trackWork(`alarm of ${this.ctx.id}`, () => super.alarm());
    }

    /** Fires the alarm if it is due by the program's clock, which may be ahead of the machine's. */
    async fire(): Promise<void> {
      await this.#fireIfDue();
    }

    async abortNow(): Promise<void> {
      this.ctx.abort('aborted by the campaign');
    }
  };

export class Desk extends withFaultyBindings(ProgramDesk) {}
export class Subscriptions extends withFaultyBindings(ProgramSubscriptions) {
  async callbacks(): Promise<string[]> {
    const { sql } = this.ctx.storage;
    return sql
      .exec<{ callback: string }>('SELECT callback FROM subscription')
      .toArray()
      .map(({ callback }) => callback);
  }
}

const DAY = 86_400_000;

type Fireable = { fire: () => Promise<void> };

export default class extends Program {
  /** The bindings without faults. */
  readonly #env: HostEnv;

  constructor(ctx: ExecutionContext, env: HostEnv) {
    super(ctx, faultyEnvOf(env));
    this.#env = env;
  }

  override async fetch(request: Request): Promise<Response> {
    return new URL(request.url).pathname === '/campaign' ? this.#execute(request) : super.fetch(request);
  }

  override queue(batch: MessageBatch<PushMessage | FederateMessage>): Promise<void> {
    return receive(batch, (received) => super.queue(received));
  }

  /** Makes a backup due by moving the last one back by a day. */
  async #makeBackupDue(): Promise<void> {
    const desk = deskOf(this.#env);
    const { last, ...state } = await desk.backupState();
    if (!last) return;
    const began = new Date(Date.parse(last.began) - DAY).toISOString();
    await desk.setBackupState({ ...state, last: { ...last, began } });
  }

  async #execute(request: Request): Promise<Response> {
    const command = (await request.json()) as Command;
    if (command.do === 'steer') {
      setFaults(command.odds, command.seed);
      setClockOffset(command.clockOffset);
    }
    if (command.do === 'schedule') {
      if (command.isNewDay) await this.#makeBackupDue();
      await super.scheduled();
    }
    if (command.do === 'alarms') {
      const { DESK, SUBSCRIPTIONS } = this.#env;
      const objects = [
        DESK.getByName('main'),
        ...command.topics.map((topic) => SUBSCRIPTIONS.getByName(topic)),
      ];
      await Promise.all(objects.map((object) => (object as unknown as Fireable).fire()));
    }
    if (command.do === 'evict') {
      const { DESK, SUBSCRIPTIONS } = this.#env;
      await Promise.all([
        evict(DESK, 'main', 'evicted-desk'),
        evict(SUBSCRIPTIONS, command.topic, 'evicted-subscriptions'),
      ]);
    }
    if (command.do === 'list-callbacks') {
      const subscriptions = this.#env.SUBSCRIPTIONS.getByName(command.topic) as unknown as Subscriptions;
      return Response.json(await subscriptions.callbacks());
    }
    const counts = Response.json(faultCounts());
    if (command.do === 'reset') resetCounts();
    return counts;
  }
}
