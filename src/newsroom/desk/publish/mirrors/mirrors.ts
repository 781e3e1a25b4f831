import { withTimeout } from '../../../../lib/timeout.ts';
import type { Env } from '../../../../platform/env.ts';
import { readSettings } from '../../../../settings/settings.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { MIRRORS } from './all-mirrors.ts';
import type { Mirror } from './mirror.ts';
import { MirrorQueue, type MirrorRow, type MirrorState } from './mirror-queue.ts';

/** How long a call may take, and how long the alarm waits for it, in milliseconds. */
const CALL_TIMEOUT = 60_000;
const ALARM_WAIT = 2000;

/** A story that has changed within this time does not wait for the fill-in to come to it, in milliseconds. */
const RECENT = 600_000;

/** What the alarm lends: `report` takes what went wrong, `arm` sets the alarm for the next task. */
interface AlarmTools {
  storage: DurableObjectStorage;
  report: (what: string) => void;
  arm: () => Promise<void>;
}

/**
 * The copies of the published stories outside KV. A story is added in the transaction that settles its key in KV, and sent as it is by
 * the time of the call. A mirror whose version changes is sent every story. Whatever a mirror does, the Desk writes its keys meanwhile,
 * and the other mirrors get what is theirs.
 */
export class Mirrors {
  readonly #queue: MirrorQueue;
  readonly #ledger: Ledger;
  readonly #env: () => Env;
  readonly #mirrors: readonly Mirror[];
  /** When to begin with mirrors that are new or have changed, in milliseconds. */
  readonly #followDue: number;
  /** The calls that have begun, by mirror: when each is given up, and the last story of the fill-in that it sends. */
  readonly #calls = new Map<string, { until: number; fill: number }>();

  /** `wait` is how long a change, and the next batch of a fill-in, wait for others, in milliseconds. */
  constructor(
    sql: SqlStorage,
    ledger: Ledger,
    env: () => Env,
    {
      mirrors = MIRRORS,
      wait = readSettings(env()).flushMilliseconds,
    }: { mirrors?: readonly Mirror[]; wait?: number } = {},
  ) {
    this.#queue = new MirrorQueue(sql, ledger, wait);
    this.#ledger = ledger;
    this.#env = env;
    this.#mirrors = mirrors;
    this.#followDue = Date.now() + wait;
  }

  /**
   * Adds the story that has the slug, or once had it. A mirror that is being filled comes to later stories by itself, but that may take
   * hours: those that have just changed are added nevertheless.
   */
  addStory(slug: string, now: number): void {
    const { names } = this.#ledger;
    const story = names.bySlug(slug) ?? names.byFormerSlug(slug);
    if (!story) return;
    const { id, changed } = story;
    for (const { name, fill } of this.#queue.rows()) {
      const isAhead = fill !== null && id > Math.max(fill, this.#calls.get(name)?.fill ?? 0);
      if (!isAhead || now - changed < RECENT) this.#queue.add(name, id, now);
    }
  }

  /** Begins to send every story to every mirror again. If `isForced`, they are to take even those that have not changed. */
  fill(now: number, isForced: boolean): void {
    for (const { name, version } of this.#queue.rows()) {
      if (isForced) this.#forget(name, now);
      this.#queue.beginFill(name, version, now);
    }
  }

  #forget(name: string, now: number): void {
    this.#mirrors.find((mirror) => mirror.name === name)?.forget?.(now);
  }

  /** Returns the mirrors whose version is not the one that they hold. */
  #changed(rows: readonly MirrorRow[]): { name: string; version: string | null }[] {
    const env = this.#env();
    const held = new Map(rows.map(({ name, version }) => [name, version]));
    return this.#mirrors
      .map((mirror) => ({ name: mirror.name, version: mirror.version(env) }))
      .filter(({ name, version }) => (held.get(name) ?? null) !== version);
  }

  /**
   * Sends each mirror its next batch, if one is due. Waits for two seconds at most: a longer call settles when it ends, and then sets
   * the alarm. Never rejects.
   */
  async run(now: number, tools: AlarmTools): Promise<void> {
    tools.storage.transactionSync(() => {
      for (const { name, version } of this.#changed(this.#queue.rows())) {
        if (version === null) {
          this.#queue.forget(name);
          this.#forget(name, now);
        } else this.#queue.beginFill(name, version, now);
      }
    });
    const rows = new Map(this.#queue.rows().map((row) => [row.name, row]));
    const calls = this.#mirrors.map(async (mirror) => {
      const row = rows.get(mirror.name);
      const isFree = row && row.due <= now && !this.#calls.has(mirror.name);
      if (isFree) await this.#call(mirror, row, now, tools);
    });
    const ended = Promise.all(calls).catch((error: unknown) => tools.report(`The mirrors failed: ${error}`));
    await withTimeout(ALARM_WAIT, ended).catch(() => {
      ended.then(tools.arm);
    });
  }

  /** Sends a mirror its next batch, and records what became of it. */
  async #call(mirror: Mirror, row: MirrorRow, now: number, { storage, report }: AlarmTools): Promise<void> {
    const { name } = mirror;
    const batch = this.#queue.next(row, mirror.batch, now);
    if (!batch) {
      if (row.fill !== null) this.#queue.endFill(name);
      return;
    }
    this.#calls.set(name, { until: now + CALL_TIMEOUT, fill: batch.fill ?? 0 });
    try {
      const sent =
        batch.stories.length > 0
          ? mirror.send(batch.stories, this.#env(), batch.fill !== null)
          : Promise.resolve({});
      const result = await withTimeout(CALL_TIMEOUT, sent);
      storage.transactionSync(() => this.#queue.settle(row, batch, result, Date.now()));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      storage.transactionSync(() => this.#queue.fail(row, why, Date.now()));
      report(`${mirror.words.title} could not be sent changes: ${why}`);
    } finally {
      this.#calls.delete(name);
    }
  }

  /** Returns when the alarm has to run for a mirror, in milliseconds. */
  nextDue(): number | undefined {
    const rows = this.#queue.rows();
    const follow = this.#changed(rows).length > 0 ? [this.#followDue] : [];
    // A call that has begun sets the alarm when it ends. Until it is given up, the alarm is set in case the object is lost.
    // An earlier version of the program may find rows of mirrors that it does not know.
    const times = rows
      .filter(({ name }) => this.#mirrors.some((mirror) => mirror.name === name))
      .map((row) => this.#calls.get(row.name)?.until ?? this.#queue.nextDue(row))
      .filter((time) => time !== undefined);
    const all = [...follow, ...times];
    return all.length > 0 ? Math.min(...all) : undefined;
  }

  state(): MirrorState[] {
    return this.#queue.state();
  }
}
