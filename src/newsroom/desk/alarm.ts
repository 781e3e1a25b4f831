import type { Env } from '../../platform/env.ts';
import { KV_CONVERGENCE } from '../../platform/kv.ts';
import { DraftExpiry } from '../drafts/desk/expiry.ts';
import type { Front } from '../front/desk/front.ts';
import type { Mails } from '../notices/desk/mails.ts';
import type { Notices } from '../notices/desk/notices.ts';
import type { Reports } from '../reports/desk/reports.ts';
import { ENGLISH, sentence, textIn } from '../words/translate.ts';
import { type Invalidations, noInvalidations, staleKeys } from './ledger/invalidations.ts';
import { DueList } from './publish/due-list.ts';
import type { Mirrors } from './publish/mirrors/mirrors.ts';
import { type Notifications, shorten } from './publish/notifications.ts';
import type { Rebuild } from './publish/rebuild.ts';
import { type WriterDependencies, writeEntries } from './publish/writer.ts';

/** The most keys that one run writes: well below the 1,000 operations that the runtime allows. */
const KEYS_PER_RUN = 300;
/** The most cards that one run draws: less than a second's work. */
const CARDS_PER_RUN = 12;
/** A run that writes this many keys draws no cards. */
const BUSY_KEYS = 50;
/**
 * How long scheduled stories are held back after an imported line, in milliseconds: they would take places that belong to later
 * lines of the import.
 */
const IMPORT_PAUSE = 120_000;
/** The key of the time at which a story was last imported. */
const LAST_IMPORT = 'adopted';
/** The key of the value that `LAST_IMPORT` had when the gaps of an import were last closed. */
const CLOSED_IMPORT = 'gaps closed';
/** The furthest ahead that the alarm is set, in milliseconds: the runtime refuses dates that are centuries away. */
const MAX_SLEEP = 86_400_000;

type AlarmDependencies = Omit<WriterDependencies, 'storage' | 'uncertainWrites' | 'arm' | 'env'> & {
  rebuild: Rebuild;
  front: Front;
  notifications: Notifications;
  notices: Notices;
  mails: Mails;
  reports: Reports;
  mirrors: Mirrors;
};

/** The Desk's alarm: publishes scheduled stories, deletes old drafts and reports, writes the keys in the outbox, sends mirrors what has changed, and sets itself for the next task. */
export class Alarm {
  readonly #ctx: DurableObjectState;
  readonly #dependencies: Omit<WriterDependencies, 'env'>;
  readonly #rebuild: Rebuild;
  readonly #draftExpiry: DraftExpiry;
  readonly #front: Front;
  readonly #notifications: Notifications;
  readonly #notices: Notices;
  readonly #mails: Mails;
  readonly #reports: Reports;
  readonly #mirrors: Mirrors;
  /** Cache tags to invalidate again once KV has converged, because until then a cache may store an old copy again. */
  readonly #purges: DueList;
  /** Whether the alarm is running. The runtime then reports that no alarm is set. */
  #isRunning = false;

  constructor(
    ctx: DurableObjectState,
    { rebuild, front, notifications, notices, mails, reports, mirrors, ...dependencies }: AlarmDependencies,
  ) {
    this.#ctx = ctx;
    this.#rebuild = rebuild;
    this.#draftExpiry = new DraftExpiry(ctx.storage.sql);
    this.#front = front;
    this.#notifications = notifications;
    this.#notices = notices;
    this.#mails = mails;
    this.#reports = reports;
    this.#mirrors = mirrors;
    this.#purges = new DueList(ctx.storage.sql, 'purge', 'tag');
    this.#dependencies = {
      ...dependencies,
      front,
      mirrors,
      storage: ctx.storage,
      uncertainWrites: new DueList(ctx.storage.sql, 'doubt', 'key'),
      arm: () => this.arm(),
    };
  }

  /** Returns when the alarm goes off, in milliseconds: `now` while it runs, null if it is not set. */
  async time(now: number): Promise<number | null> {
    return this.#isRunning ? now : await this.#ctx.storage.getAlarm();
  }

  /** Records that a story was imported. Until the import is over, the alarm publishes no scheduled stories. */
  recordImport(now: number): void {
    this.#dependencies.keyValues.set(LAST_IMPORT, new Date(now).toISOString());
  }

  /** Closes the gaps that the last import left, if it is over. */
  closeGapsAfterImport(now: number): void {
    const { keyValues, ledger, outbox } = this.#dependencies;
    const lastImport = keyValues.get(LAST_IMPORT);
    if (lastImport === undefined || lastImport === keyValues.get(CLOSED_IMPORT)) return;
    if (now < this.#importEnd(now)) return;
    this.#ctx.storage.transactionSync(() => {
      const invalidations = noInvalidations();
      ledger.places.closeGaps(invalidations);
      outbox.add(staleKeys(invalidations), now);
      keyValues.set(CLOSED_IMPORT, lastImport);
    });
  }

  async run(env: Env): Promise<void> {
    this.#isRunning = true;
    try {
      await this.#work(Date.now(), env);
    } catch (error) {
      // The runtime gives up on an alarm that keeps failing, so this one catches the error and sets itself again.
      this.#dependencies.report(`The alarm failed: ${error}`);
    } finally {
      this.#isRunning = false;
    }
    await this.arm();
  }

  /** Returns when the import in progress counts as over, in milliseconds; 0 if there is none. */
  #importEnd(now: number): number {
    const imported = Date.parse(this.#dependencies.keyValues.get(LAST_IMPORT) ?? '');
    // If the clock was set back, the last import lies in the future. That must not hold up publishing.
    return imported <= now && now < imported + IMPORT_PAUSE ? imported + IMPORT_PAUSE : 0;
  }

  /** Publishes the scheduled stories that are due, and tells the newsroom what became of them. */
  #publishDue(now: number): Invalidations {
    const { ledger, report } = this.#dependencies;
    const notifications = this.#notifications;
    return ledger.publishDue(now, {
      onPublished: (slug, headline) => {
        notifications.endTrouble(slug);
        const title = sentence('“{headline}” was published as scheduled.');
        const values = { headline: shorten(headline) };
        const path = `/newsroom/stories/${slug}`;
        notifications.add(textIn(ENGLISH, title, values), path, now);
        const authors = this.#notices.authorsOf(slug);
        this.#notices.tell(authors, { kind: 'published', title, values, path, by: null, now });
      },
      onFailed: (slug, error) => {
        report(`${slug} could not be published: ${error}`);
        const text = `The scheduled story “${slug}” could not be published. The server tries again every 5 minutes.`;
        notifications.addTrouble(slug, text, `/newsroom/stories/${slug}`, now);
      },
    });
  }

  async #work(now: number, env: Env): Promise<void> {
    const { ledger, outbox, uncertainWrites, announcements, report } = this.#dependencies;
    const { storage } = this.#ctx;
    storage.transactionSync(() => {
      const isImporting = now < this.#importEnd(now);
      const invalidations = isImporting ? noInvalidations() : this.#publishDue(now);
      ledger.places.notices.expire(now, invalidations);
      outbox.add(staleKeys(invalidations), now);
    });
    storage.transactionSync(() => {
      const { isForced, invalidations } = this.#rebuild.step(now, report);
      const keys = staleKeys(invalidations);
      if (isForced) outbox.addForced(keys, now);
      else outbox.add(keys, now);
    });
    storage.transactionSync(() => this.#draftExpiry.run(now));
    storage.transactionSync(() => this.#notices.expire(now));
    storage.transactionSync(() => this.#front.expire(now));
    storage.transactionSync(() => this.#reports.expire(now));
    storage.transactionSync(() => outbox.addForced(uncertainWrites.take(now), now));
    const keys = outbox.dueKeys(now, KEYS_PER_RUN);
    const cards = keys.length < BUSY_KEYS ? outbox.dueCards(now, CARDS_PER_RUN) : [];
    // Before the writes, which may take long.
    await this.#notifications.send(env.PUSH, now).catch((error: unknown) => {
      report(`The queue refused what NOTIFY_URL is to be told: ${error}`);
    });
    await this.#mails.send(env.PUSH, now).catch((error: unknown) => {
      report(`The queue refused the mails that tell people: ${error}`);
    });
    const tags = await writeEntries([...keys, ...cards], { ...this.#dependencies, env });
    await this.#invalidateCache([...new Set([...tags, ...this.#purges.take(now)])]);
    this.#purges.add(tags, Date.now() + KV_CONVERGENCE);
    try {
      await announcements.send(env.PUSH, Date.now());
    } finally {
      await this.#mirrors.run(Date.now(), { storage, report, arm: () => this.arm() });
    }
  }

  /** Invalidates the tags in Workers Cache, if the runtime has one. Nothing depends on its success. */
  async #invalidateCache(tags: string[]): Promise<void> {
    if (tags.length === 0) return;
    try {
      const { exports } = this.#ctx as unknown as {
        exports?: { default?: { invalidate?: (tags: string[]) => Promise<void> } };
      };
      await exports?.default?.invalidate?.(tags);
    } catch (error) {
      this.#dependencies.report(`Workers Cache could not be invalidated: ${error}`);
    }
  }

  /** Sets the alarm for the next task. */
  async arm(): Promise<void> {
    const { ledger, outbox, uncertainWrites, announcements } = this.#dependencies;
    const scheduled = ledger.nextDue();
    const times = [
      outbox.nextDue(),
      uncertainWrites.nextDue(),
      scheduled && Math.max(scheduled, this.#importEnd(Date.now())),
      ledger.places.notices.nextExpiry(),
      this.#purges.nextDue(),
      announcements.nextDue(),
      this.#notifications.nextDue(),
      this.#front.nextExpiry(),
      this.#notices.nextExpiry(),
      this.#mails.nextDue(),
      this.#reports.nextExpiry(),
      this.#mirrors.nextDue(),
      this.#rebuild.isRunning() ? 0 : undefined,
      this.#draftExpiry.next(),
    ];
    const next = Math.min(...times.filter((time) => time !== undefined));
    if (next === Number.POSITIVE_INFINITY) return;
    const armed = await this.#ctx.storage.getAlarm();
    const due = Math.min(Math.max(next, Date.now()), Date.now() + MAX_SLEEP);
    if (armed === null || armed > due || armed < Date.now()) await this.#ctx.storage.setAlarm(due);
  }
}
