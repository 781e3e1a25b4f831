import type { Env } from '../env.ts';
import { archiveKey, cardKey, directoryKey, editionKey, storyKey } from '../kv.ts';
import type { KeyValueTable } from '../lib/key-value-table.ts';
import { type Invalidations, noInvalidations } from './ledger/invalidations.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Announcements } from './publish/announcements.ts';
import type { Outbox } from './publish/outbox.ts';
import { Purges } from './publish/purges.ts';
import type { Rebuild } from './publish/rebuild.ts';
import { UncertainWrites } from './publish/uncertain-writes.ts';
import { type WriterDependencies, writeEntries } from './publish/writer.ts';
import type { Troubles } from './troubles.ts';

/** Keys printed in one run of the alarm; with their purges well below the runtime's 1,000 operations. */
const KEYS_A_RUN = 300;
/** Cards drawn in one run of the alarm: less than a second's work. */
const CARDS_A_RUN = 12;
/** As many keys in a run, of several stories, that cards wait for a quieter one. */
const BUSY = 50;
/**
 * How long after the last line of an export what is scheduled waits, in milliseconds: its time may have come, and the next
 * places are those of the lines to come.
 */
const IMPORT_PAUSE = 120_000;
/** The longest time that the alarm is set ahead, in milliseconds. */
const LONGEST_SLEEP = 86_400_000;

/** What the alarm needs of the Desk. */
type AlarmDependencies = Pick<
  WriterDependencies,
  'site' | 'ledger' | 'outbox' | 'keyValues' | 'announcements'
> & {
  troubles: Troubles;
  rebuild: Rebuild;
  /** How long a key waits for other changes before it is printed, in milliseconds. */
  wait: number;
};

/** The Desk's alarm: publishes what is due, prints what has changed, and goes off again for what comes next. */
export class Alarm {
  readonly #ctx: DurableObjectState;
  readonly #ledger: Ledger;
  readonly #outbox: Outbox;
  readonly #uncertainWrites: UncertainWrites;
  readonly #rebuild: Rebuild;
  readonly #purges: Purges;
  readonly #keyValues: KeyValueTable;
  readonly #troubles: Troubles;
  readonly #announcements: Announcements;
  readonly #writerDependencies: WriterDependencies;
  readonly #wait: number;
  /** The alarm is at work; for so long the runtime knows of none that is set. */
  #isAtWork = false;

  constructor(
    ctx: DurableObjectState,
    { site, wait, ledger, outbox, rebuild, keyValues, troubles, announcements }: AlarmDependencies,
  ) {
    this.#ctx = ctx;
    this.#wait = wait;
    this.#ledger = ledger;
    this.#outbox = outbox;
    this.#rebuild = rebuild;
    this.#keyValues = keyValues;
    this.#troubles = troubles;
    this.#announcements = announcements;
    this.#uncertainWrites = new UncertainWrites(ctx.storage.sql);
    this.#purges = new Purges(ctx.storage.sql);
    this.#writerDependencies = {
      storage: ctx.storage,
      ledger,
      outbox,
      uncertainWrites: this.#uncertainWrites,
      announcements,
      keyValues,
      report: (what) => troubles.report(what, Date.now()),
      site,
      arm: () => this.arm(),
    };
  }

  /** When the alarm goes off, in milliseconds; null where it is not set. */
  async time(now: number): Promise<number | null> {
    return this.#isAtWork ? now : await this.#ctx.storage.getAlarm();
  }

  /** Asks for what has changed to be printed; if it is forced, even what has been printed already. */
  enqueue({ slugs, scopes, pages, directory }: Invalidations, now: number, isForced = false): void {
    const keys = [
      ...slugs.flatMap((slug) => [storyKey(slug), cardKey(slug)]),
      ...scopes.map(editionKey),
      ...pages.map(({ scope, page }) => archiveKey(scope, page)),
      ...new Set(directory.map(directoryKey)),
    ];
    if (isForced) this.rewrite(keys, now);
    else this.#outbox.add(keys, now, this.#wait);
  }

  /** Once an import is over, stories that waited for places it did not bring take the next ones. */
  closeGapsAfterImport(now: number): void {
    const adopted = this.#keyValues.get('adopted');
    if (
      adopted === undefined ||
      adopted === this.#keyValues.get('gaps closed') ||
      now < this.#importOver(now)
    )
      return;
    this.#ctx.storage.transactionSync(() => {
      const dirty = noInvalidations();
      this.#ledger.places.closeGaps(dirty);
      this.enqueue(dirty, now);
      this.#keyValues.set('gaps closed', adopted);
    });
  }

  /** Asks for keys to be printed, whatever was printed under them. */
  rewrite(keys: readonly string[], now: number): void {
    for (const key of keys) this.#outbox.forgetVersion(key);
    this.#outbox.add(keys, now, this.#wait);
  }

  /** What is done when the alarm goes off. */
  async run(env: Env): Promise<void> {
    this.#isAtWork = true;
    try {
      await this.#work(Date.now(), env);
    } catch (error) {
      // The runtime gives up on an alarm that keeps failing; this one sets itself again instead.
      this.#troubles.report(`The alarm failed: ${error}`, Date.now());
    } finally {
      this.#isAtWork = false;
    }
    await this.arm();
  }

  /** When an import that is under way is over, in milliseconds; 0 where there is none. */
  #importOver(now: number): number {
    const adopted = Date.parse(this.#keyValues.get('adopted') ?? '');
    // A clock that was set back has imported nothing yet.
    return adopted <= now && now < adopted + IMPORT_PAUSE ? adopted + IMPORT_PAUSE : 0;
  }

  async #work(now: number, env: Env): Promise<void> {
    const report = (what: string) => this.#troubles.report(what, now);
    this.#ctx.storage.transactionSync(() => {
      const dirty = now < this.#importOver(now) ? noInvalidations() : this.#ledger.publishDue(now, report);
      this.#ledger.places.notices.expire(now, dirty);
      this.enqueue(dirty, now);
    });
    this.#ctx.storage.transactionSync(() => {
      const { isForced, ...dirty } = this.#rebuild.step(now, report);
      this.enqueue(dirty, now, isForced);
    });
    this.#ctx.storage.transactionSync(() => this.rewrite(this.#uncertainWrites.take(now), now));
    const keys = this.#outbox.dueKeys(now, KEYS_A_RUN, this.#wait);
    const cards = keys.length < BUSY ? this.#outbox.dueCards(now, CARDS_A_RUN) : [];
    const tags = await writeEntries([...keys, ...cards], this.#writerDependencies, env);
    await this.#invalidate([...new Set([...tags, ...this.#purges.take(now)])]);
    this.#purges.add(tags, Date.now());
    await this.#announcements.send(env.PUSH, Date.now());
  }

  /** Tells Workers Cache what has changed, where the runtime has it. Nothing depends on its success. */
  async #invalidate(tags: string[]): Promise<void> {
    if (tags.length === 0) return;
    try {
      const entry = (
        this.#ctx as unknown as { exports?: { default?: { invalidate?: (tags: string[]) => Promise<void> } } }
      ).exports;
      await entry?.default?.invalidate?.(tags);
    } catch (error) {
      this.#troubles.report(`Workers Cache could not be invalidated: ${error}`, Date.now());
    }
  }

  /** Sets the alarm to the next thing that is due. */
  async arm(): Promise<void> {
    const scheduled = this.#ledger.nextDue();
    const times = [
      this.#outbox.nextDue(),
      this.#uncertainWrites.nextDue(),
      scheduled && Math.max(scheduled, this.#importOver(Date.now())),
      this.#ledger.places.notices.nextExpiry(),
      this.#purges.nextDue(),
      this.#announcements.nextDue(),
      this.#rebuild.isRunning() ? 0 : undefined,
    ];
    const next = Math.min(...times.filter((time) => time !== undefined));
    if (next === Number.POSITIVE_INFINITY) return;
    const armed = await this.#ctx.storage.getAlarm();
    // The runtime takes no date that is centuries away; it is armed again on the way there.
    const due = Math.min(Math.max(next, Date.now()), Date.now() + LONGEST_SLEEP);
    if (armed === null || armed > due || armed < Date.now()) await this.#ctx.storage.setAlarm(due);
  }
}
