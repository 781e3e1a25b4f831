import { DurableObject } from 'cloudflare:workers';
import { cardVersion, siteCard } from '../card/card.ts';
import type { Scope } from '../edition/scope.ts';
import type { Env } from '../env.ts';
import { editionKey, type KvEntry } from '../kv.ts';
import { fill } from '../language/messages.ts';
import { wordsOf } from '../language/words.ts';
import { readSettings } from '../settings.ts';
import type { Site } from '../site.ts';
import { type Article, RENDERER_VERSION } from '../story/article.ts';
import { makeArticle } from '../story/make-article.ts';
import type { Story } from '../story/story.ts';
import { Alarm } from './alarm.ts';
import { attentionTo } from './attention.ts';
import { KeyValueTable } from './key-value-table.ts';
import type { Done, Expected, Refusal, Revision, StoryRow } from './ledger/change.ts';
import { Ledger } from './ledger/ledger.ts';
import { type SimilarStory, similarStories } from './ledger/similar.ts';
import { mergeStory, restoreStory, withdrawStory } from './ledger/withdraw.ts';
import { Previews } from './previews.ts';
import { Announcements } from './publish/announcements.ts';
import { expectedEdition } from './publish/expected-entry.ts';
import { Outbox } from './publish/outbox.ts';
import { Rebuild } from './publish/rebuild.ts';
import { migrate } from './schema.ts';
import type { BackupState, DeskState, ExportPlace, RebuildState } from './state.ts';
import { NO_BACKUP } from './transfer/backup.ts';
import { type ExportPage, exportPage } from './transfer/export.ts';
import type { Exported, History } from './transfer/export-line.ts';
import { importHistory, importStory } from './transfer/import.ts';

const iso = (time: number | null | undefined) => (time == null ? null : new Date(time).toISOString());

/**
 * The system of record: every story, every revision, the order of every scope. A change and what has to be printed because
 * of it are one transaction; an alarm prints it into KV, which is all that readers ever touch.
 */
export class Desk extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #outbox: Outbox;
  readonly #rebuild: Rebuild;
  readonly #notes: KeyValueTable;
  readonly #previews: Previews;
  readonly #announcements: Announcements;
  readonly #alarm: Alarm;
  readonly #site: Site;
  /** What the printed values depend on, beside the stories. */
  readonly #printedWith: string;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { site, flushMilliseconds } = readSettings(env);
    this.#site = site;
    this.#printedWith = `${RENDERER_VERSION} ${cardVersion(siteCard(site))} ${JSON.stringify(site)}`;
    this.#sql = ctx.storage.sql;
    const isMigrated = migrate(ctx.storage);
    this.#ledger = new Ledger(this.#sql, site);
    this.#outbox = new Outbox(this.#sql);
    this.#rebuild = new Rebuild(this.#sql, this.#ledger);
    this.#notes = new KeyValueTable(this.#sql);
    this.#previews = new Previews(this.#sql);
    this.#announcements = new Announcements(this.#sql);
    this.#alarm = new Alarm(ctx, {
      site,
      wait: flushMilliseconds,
      ledger: this.#ledger,
      outbox: this.#outbox,
      rebuild: this.#rebuild,
      notes: this.#notes,
      announcements: this.#announcements,
    });
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
    const reason = ({ headline }: Story, { inLanguage }: Story) =>
      options.reason ?? fill(wordsOf(inLanguage, this.#site.language).messages.publishedTwice, { headline });
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
      if (made.ok) this.#alarm.enqueue(made.dirty, now);
      return made;
    });
    await this.#alarm.arm();
    return result;
  }

  async find(slug: string): Promise<{ held: StoryRow; record: Story } | { movedTo: string } | undefined> {
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
      const made = importStory(this.#ledger, exported, { now, render: makeArticle });
      if (made.ok && made.changed) this.#notes.set('adopted', new Date(now).toISOString());
      return made;
    });
  }

  /** Takes over earlier revisions of a story, as another server exported them. */
  async adoptHistory(history: History, now: number): Promise<Done | Refusal> {
    return this.#change(now, () => importHistory(this.#ledger, history));
  }

  /** Some lines of an export. */
  async exportPage(from: ExportPlace): Promise<ExportPage | undefined> {
    return exportPage(this.#ledger, from);
  }

  async list(after: number, limit: number): Promise<StoryRow[]> {
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
      alarm: iso(await this.#alarm.due(now)),
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
    const key = editionKey(scope);
    // Every batch of deliveries asks: an edition that is printed and not in the outbox need not be rendered to be compared.
    const isPrinted = known !== undefined && this.#outbox.lastPrinted(key).version === known;
    if (isPrinted && !this.#outbox.waits(key)) return undefined;
    const entry = await expectedEdition(scope, {
      ledger: this.#ledger,
      site: this.#site,
      notes: this.#notes,
    });
    return entry.metadata.version === known ? undefined : entry;
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
    await this.#alarm.arm();
    return state;
  }

  /** For the scheduled job: whatever happened to the alarm, it goes off again; a new renderer or design prints all anew. */
  async wake(now: number): Promise<void> {
    this.#notes.set('job', new Date(now).toISOString());
    if (this.#notes.get('renderer') !== this.#printedWith) {
      this.#notes.set('renderer', this.#printedWith);
      await this.rebuild(now, false);
    }
    this.#alarm.closeGaps(now);
    await this.#alarm.arm();
  }

  /** Keys that were printed, in a range; see `reconcile.ts`. */
  async printed(after: string, upTo: string | undefined) {
    return this.#outbox.printed(after, upTo);
  }

  /** Prints keys again, whatever was printed before. */
  async reprint(keys: string[], now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#alarm.printAnew(keys, now));
    await this.#alarm.arm();
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
    await this.#alarm.run(this.env);
  }
}
