import { DurableObject } from 'cloudflare:workers';
import { cardVersion, siteCard } from '../card/card.ts';
import type { Scope } from '../edition/scope.ts';
import type { Env } from '../env.ts';
import { archiveKey, cardKey, directoryKey, editionKey, type KvEntry, storyKey } from '../kv.ts';
import { fill } from '../language/messages.ts';
import { wordsOf } from '../language/words.ts';
import { readSettings } from '../settings.ts';
import { type Article, makeArticle, RENDERER_VERSION } from '../story/article.ts';
import type { Story } from '../story/story.ts';
import { adoptHistory, adoptStory } from './adoption.ts';
import { Announcements } from './announcements.ts';
import { attentionTo } from './attention.ts';
import { NO_BACKUP } from './backup.ts';
import {
  type Dirty,
  type Done,
  type Expected,
  type Held,
  nothingDirty,
  type Refusal,
  type Revision,
} from './change.ts';
import { Doubts } from './doubts.ts';
import type { Exported, History } from './exported.ts';
import { type ExportPage, exportPage } from './exporting.ts';
import { Ledger } from './ledger.ts';
import { Notes } from './notes.ts';
import { Outbox } from './outbox.ts';
import { Previews } from './previews.ts';
import { printRows, type Workshop } from './printing.ts';
import { proofOfEdition } from './proof.ts';
import { Purges } from './purges.ts';
import { Rebuild } from './rebuild.ts';
import { mergeStory, restoreStory, withdrawStory } from './retraction.ts';
import { migrate } from './schema.ts';
import { type SimilarStory, similarStories } from './similar.ts';
import type { BackupState, DeskState, ExportPlace, RebuildState } from './state.ts';

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

const iso = (time: number | null | undefined) => (time == null ? null : new Date(time).toISOString());

/**
 * The system of record: every story, every revision, the order of every scope. A change and what has to be printed because
 * of it are one transaction; an alarm prints it into KV, which is all that readers ever touch.
 */
export class Desk extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #outbox: Outbox;
  readonly #doubts: Doubts;
  readonly #rebuild: Rebuild;
  readonly #purges: Purges;
  readonly #notes: Notes;
  readonly #previews: Previews;
  readonly #announcements: Announcements;
  readonly #workshop: Workshop;
  readonly #wait: number;
  /** The alarm is at work; for so long the runtime knows of none that is set. */
  #isAtWork = false;
  /** What the printed values depend on, beside the stories. */
  readonly #printedWith: string;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { site, flushMilliseconds } = readSettings(env);
    this.#wait = flushMilliseconds;
    this.#printedWith = `${RENDERER_VERSION} ${cardVersion(siteCard(site))}`;
    this.#sql = ctx.storage.sql;
    const isMigrated = migrate(ctx.storage);
    this.#ledger = new Ledger(this.#sql, site);
    this.#outbox = new Outbox(this.#sql);
    this.#doubts = new Doubts(this.#sql);
    this.#rebuild = new Rebuild(this.#sql, this.#ledger);
    this.#purges = new Purges(this.#sql);
    this.#notes = new Notes(this.#sql);
    this.#previews = new Previews(this.#sql);
    this.#announcements = new Announcements(this.#sql);
    this.#workshop = {
      storage: ctx.storage,
      ledger: this.#ledger,
      outbox: this.#outbox,
      doubts: this.#doubts,
      announcements: this.#announcements,
      notes: this.#notes,
      site,
      wake: () => this.#arm(),
    };
    // What earlier tables did not know is printed when the scheduled job next calls.
    if (isMigrated) this.#notes.set('renderer', '');
    if (this.#notes.get('renderer') === undefined) this.#notes.set('renderer', this.#printedWith);
    if (this.#notes.get('began') === undefined) this.#notes.set('began', new Date().toISOString());
  }

  /** Publishes, changes, renames or schedules a story. */
  async save(
    story: Story,
    rendering: Article['rendering'] | undefined,
    options: { expected: Expected; who: string; now: number },
  ): Promise<Done | Refusal> {
    const render = (record: Story, identifier: string): Article =>
      rendering && record.slug === story.slug
        ? { ...record, identifier, rendering }
        : makeArticle(record, identifier);
    return this.#change(options.now, () => this.#ledger.save(story, { ...options, render }));
  }

  async withdraw(slug: string, options: { expected: Expected; who: string; now: number; reason: string }) {
    return this.#change(options.now, () => withdrawStory(this.#ledger, slug, options));
  }

  async restore(slug: string, options: { expected: Expected; who: string; now: number }) {
    return this.#change(options.now, () => restoreStory(this.#ledger, slug, options));
  }

  /** Merges a story into another; without a reason, readers are told which one. */
  async merge(
    slug: string,
    options: { into: string; expected: Expected; who: string; now: number; reason: string | null },
  ) {
    const { language } = this.#workshop.site;
    const reason = ({ headline }: Story, { inLanguage }: Story) =>
      options.reason ?? fill(wordsOf(inLanguage, language).messages.publishedTwice, { headline });
    return this.#change(options.now, () => mergeStory(this.#ledger, slug, { ...options, reason }));
  }

  /** Stories that seem to be the same as one that is to be published. */
  async similar(story: Story, sources: string[]): Promise<SimilarStory[]> {
    return similarStories(this.#sql, story, sources);
  }

  /** Makes a change and asks for what it dirties to be printed, both or neither. */
  async #change(now: number, make: () => Done | Refusal): Promise<Done | Refusal> {
    const result = this.ctx.storage.transactionSync(() => {
      const made = make();
      if (made.ok) this.#enqueue(made.dirty, now);
      return made;
    });
    await this.#arm();
    return result;
  }

  #enqueue({ slugs, scopes, pages, directory }: Dirty, now: number, isForced = false): void {
    const keys = [
      ...slugs.flatMap((slug) => [storyKey(slug), cardKey(slug)]),
      ...scopes.map(editionKey),
      ...pages.map(({ scope, page }) => archiveKey(scope, page)),
      ...new Set(directory.map(directoryKey)),
    ];
    if (isForced) for (const key of keys) this.#outbox.forget(key);
    this.#outbox.add(keys, now, this.#wait);
  }

  async find(slug: string): Promise<{ held: Held; record: Story } | { movedTo: string } | undefined> {
    const held = this.#ledger.names.bySlug(slug);
    if (held) {
      const record = this.#ledger.revisions.get(held.id, held.revision)?.record;
      return record && { held, record };
    }
    const moved = this.#ledger.names.byFormerSlug(slug);
    return moved && { movedTo: moved.slug };
  }

  async revisions(slug: string): Promise<Omit<Revision, 'record'>[] | undefined> {
    const held = this.#ledger.names.bySlug(slug);
    return held && this.#ledger.revisions.list(held.id);
  }

  async revision(slug: string, revision: number): Promise<Revision | undefined> {
    const held = this.#ledger.names.bySlug(slug);
    return held && this.#ledger.revisions.get(held.id, revision);
  }

  /** Takes over a story as another server exported it: its id, all of its revisions, its places. */
  async adopt(exported: Exported, now: number): Promise<Done | Refusal> {
    return this.#change(now, () => {
      const made = adoptStory(this.#ledger, exported, { now, render: makeArticle });
      if (made.ok && made.changed) this.#notes.set('adopted', new Date(now).toISOString());
      return made;
    });
  }

  /** Takes over earlier revisions of a story, as another server exported them. */
  async adoptHistory(history: History, now: number): Promise<Done | Refusal> {
    return this.#change(now, () => adoptHistory(this.#ledger, history));
  }

  /** Some lines of an export. */
  async exportPage(from: ExportPlace): Promise<ExportPage | undefined> {
    return exportPage(this.#ledger, from);
  }

  async list(after: number, limit: number): Promise<Held[]> {
    return this.#ledger.list(after, limit);
  }

  async status(now: number): Promise<DeskState> {
    const { since, ...outbox } = this.#outbox.state();
    const backup = await this.backupState();
    const state = {
      stories: this.#ledger.counts(),
      nextScheduled: iso(this.#ledger.nextDue()),
      outbox: { ...outbox, oldestSeconds: since === null ? 0 : Math.round((now - since) / 1000) },
      lastPrint: this.#notes.get('lastPrint') ?? null,
      alarm: iso(this.#isAtWork ? now : await this.ctx.storage.getAlarm()),
      job: this.#notes.get('job') ?? null,
      began: this.#notes.get('began') ?? new Date(now).toISOString(),
      push: {
        ...this.#announcements.state(),
        lastFailure: JSON.parse(this.#notes.get('deliveryFailure') ?? 'null'),
      },
      backup: this.env.BACKUPS ? { ...backup, running: backup.running !== null } : null,
      troubles: this.#notes.troubles(),
      rebuild: this.#rebuild.state(),
    };
    return { ...state, attention: attentionTo(state, now) };
  }

  /** A scope's edition as it has to be printed now; nothing where the caller has this version already. */
  async edition(scope: Scope, known: string | undefined): Promise<KvEntry | undefined> {
    const entry = await proofOfEdition(scope, this.#ledger);
    return entry?.metadata.version === known ? undefined : entry;
  }

  /** Keeps a draft for an hour and returns its id, by which anybody can look at it. */
  async addPreview(story: Story, now: number): Promise<string> {
    return this.#previews.add(story, now);
  }

  async replacePreview(id: string, story: Story, now: number): Promise<boolean> {
    return this.#previews.replace(id, story, now);
  }

  async preview(id: string, now: number): Promise<Story | undefined> {
    return this.#previews.find(id, now);
  }

  /** Renders everything anew, in steps, and prints what came out otherwise, or all of it if `isForced`. */
  async rebuild(now: number, isForced: boolean): Promise<RebuildState> {
    const state = this.ctx.storage.transactionSync(() => this.#rebuild.begin(now, isForced));
    await this.#arm();
    return state;
  }

  /** For the scheduled job: whatever happened to the alarm, it goes off again; a new renderer or design prints all anew. */
  async wake(now: number): Promise<void> {
    this.#notes.set('job', new Date(now).toISOString());
    if (this.#notes.get('renderer') !== this.#printedWith) {
      this.#notes.set('renderer', this.#printedWith);
      await this.rebuild(now, false);
    }
    this.#closeGaps(now);
    await this.#arm();
  }

  /** Once an import is over, stories that waited for places it did not bring take the next ones. */
  #closeGaps(now: number): void {
    const adopted = this.#notes.get('adopted');
    if (adopted === undefined || adopted === this.#notes.get('gaps closed') || now < this.#importOver(now))
      return;
    this.ctx.storage.transactionSync(() => {
      const dirty = nothingDirty();
      this.#ledger.order.closeGaps(dirty);
      this.#enqueue(dirty, now);
      this.#notes.set('gaps closed', adopted);
    });
  }

  /** Keys that were printed, in a range; see `reconcile.ts`. */
  async printed(after: string, upTo: string | undefined) {
    return this.#outbox.printed(after, upTo);
  }

  /** Prints keys again, whatever was printed before. */
  async reprint(keys: string[], now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#printAnew(keys, now));
    await this.#arm();
  }

  #printAnew(keys: readonly string[], now: number): void {
    for (const key of keys) this.#outbox.forget(key);
    this.#outbox.add(keys, now, this.#wait);
  }

  /** Notes what an operator should know of. */
  async report(troubles: string[], now: number): Promise<void> {
    for (const what of troubles) this.#notes.report(what, now);
  }

  async reconcileCursor(cursor?: string | null): Promise<string | null> {
    if (cursor !== undefined) this.#notes.set('reconcileCursor', cursor ?? '');
    return this.#notes.get('reconcileCursor') || null;
  }

  /** How the backups are doing; keeps what it is given. */
  async backupState(state?: BackupState): Promise<BackupState> {
    if (state) this.#notes.set('backup', JSON.stringify(state));
    const kept = this.#notes.get('backup');
    return kept === undefined ? NO_BACKUP : JSON.parse(kept);
  }

  /** Notes that a delivery to a subscriber of the feed failed. */
  async noteUndelivered(topic: string, now: number): Promise<void> {
    this.#notes.set('deliveryFailure', JSON.stringify({ at: new Date(now).toISOString(), topic }));
  }

  override async alarm(): Promise<void> {
    this.#isAtWork = true;
    try {
      await this.#work(Date.now());
    } catch (error) {
      // The runtime gives up on an alarm that keeps failing; this one sets itself again instead.
      this.#notes.report(`The alarm failed: ${error}`, Date.now());
    } finally {
      this.#isAtWork = false;
    }
    await this.#arm();
  }

  /** When an import that is under way is over, in milliseconds; 0 where there is none. */
  #importOver(now: number): number {
    const adopted = Date.parse(this.#notes.get('adopted') ?? '');
    // A clock that was set back has imported nothing yet.
    return adopted <= now && now < adopted + IMPORT_PAUSE ? adopted + IMPORT_PAUSE : 0;
  }

  async #work(now: number): Promise<void> {
    const report = (what: string) => this.#notes.report(what, now);
    this.ctx.storage.transactionSync(() => {
      const dirty = now < this.#importOver(now) ? nothingDirty() : this.#ledger.appear(now, report);
      this.#ledger.order.withdrawals.forget(now, dirty);
      this.#enqueue(dirty, now);
    });
    this.ctx.storage.transactionSync(() => {
      const { isForced, ...dirty } = this.#rebuild.step(now, report);
      this.#enqueue(dirty, now, isForced);
    });
    this.ctx.storage.transactionSync(() => this.#printAnew(this.#doubts.take(now), now));
    const keys = this.#outbox.due(now, KEYS_A_RUN, this.#wait);
    const cards = keys.length < BUSY ? this.#outbox.dueCards(now, CARDS_A_RUN) : [];
    const tags = await printRows([...keys, ...cards], this.#workshop, this.env);
    await this.#invalidate([...new Set([...tags, ...this.#purges.take(now)])]);
    this.#purges.add(tags, Date.now());
    await this.#announcements.send(this.env.PUSH, Date.now());
  }

  /** Tells Workers Cache what has changed, where the runtime has it. Nothing depends on its success. */
  async #invalidate(tags: string[]): Promise<void> {
    if (tags.length === 0) return;
    try {
      const entry = (
        this.ctx as unknown as { exports?: { default?: { invalidate?: (tags: string[]) => Promise<void> } } }
      ).exports;
      await entry?.default?.invalidate?.(tags);
    } catch (error) {
      this.#notes.report(`Workers Cache could not be invalidated: ${error}`, Date.now());
    }
  }

  /** Sets the alarm to the next thing that is due. */
  async #arm(): Promise<void> {
    const scheduled = this.#ledger.nextDue();
    const times = [
      this.#outbox.nextDue(),
      this.#doubts.nextDue(),
      scheduled && Math.max(scheduled, this.#importOver(Date.now())),
      this.#ledger.order.withdrawals.nextForgotten(),
      this.#purges.nextDue(),
      this.#announcements.nextDue(),
      this.#rebuild.isRunning() ? 0 : undefined,
    ];
    const next = Math.min(...times.filter((time) => time !== undefined));
    if (next === Number.POSITIVE_INFINITY) return;
    const armed = await this.ctx.storage.getAlarm();
    // The runtime takes no date that is centuries away; it is armed again on the way there.
    const due = Math.min(Math.max(next, Date.now()), Date.now() + LONGEST_SLEEP);
    if (armed === null || armed > due || armed < Date.now()) await this.ctx.storage.setAlarm(due);
  }
}
