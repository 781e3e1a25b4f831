import { DurableObject } from 'cloudflare:workers';
import { cardOfSite, cardVersion } from '../card/card.ts';
import type { Scope } from '../edition/scope.ts';
import type { Env } from '../env.ts';
import { editionKey, type KvEntry } from '../kv.ts';
import { fill } from '../language/messages.ts';
import { wordsOf } from '../language/words.ts';
import { KeyValueTable } from '../lib/key-value-table.ts';
import { readSettings } from '../settings.ts';
import type { Site } from '../site.ts';
import { type Article, RENDERER_VERSION } from '../story/article.ts';
import { makeArticle } from '../story/make-article.ts';
import type { Story } from '../story/story.ts';
import { Alarm } from './alarm.ts';
import { findAttentionItems } from './attention.ts';
import type { AppliedChange, Precondition, Refusal } from './ledger/change-result.ts';
import { Ledger } from './ledger/ledger.ts';
import type { Revision } from './ledger/revisions.ts';
import { findSimilarStories, type SimilarStory } from './ledger/similar-stories.ts';
import { mergeStory, restoreStory, withdrawStory } from './ledger/status-changes.ts';
import type { StoryRow } from './ledger/story-row.ts';
import { Previews } from './previews.ts';
import { Announcements } from './publish/announcements.ts';
import { expectedEdition } from './publish/expected-entry.ts';
import { Outbox } from './publish/outbox.ts';
import { Rebuild } from './publish/rebuild.ts';
import { migrate } from './schema.ts';
import type { DeskStatus, RebuildStatus } from './status.ts';
import { type BackupState, type ExportPlace, NO_BACKUP } from './transfer/backup-state.ts';
import { type ExportPage, exportPage } from './transfer/export.ts';
import type { Exported, History } from './transfer/export-line.ts';
import { importHistory, importStory } from './transfer/import.ts';
import { Troubles } from './troubles.ts';

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
  readonly #keyValues: KeyValueTable;
  readonly #troubles: Troubles;
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
    this.#printedWith = `${RENDERER_VERSION} ${cardVersion(cardOfSite(site))} ${JSON.stringify(site)}`;
    this.#sql = ctx.storage.sql;
    const isMigrated = migrate(ctx.storage);
    this.#ledger = new Ledger(this.#sql, site);
    this.#outbox = new Outbox(this.#sql);
    this.#rebuild = new Rebuild(this.#sql, this.#ledger);
    this.#keyValues = new KeyValueTable(this.#sql);
    this.#troubles = new Troubles(this.#keyValues);
    this.#previews = new Previews(this.#sql);
    this.#announcements = new Announcements(this.#sql);
    this.#alarm = new Alarm(ctx, {
      site,
      wait: flushMilliseconds,
      ledger: this.#ledger,
      outbox: this.#outbox,
      rebuild: this.#rebuild,
      keyValues: this.#keyValues,
      troubles: this.#troubles,
      announcements: this.#announcements,
    });
    // What earlier tables did not know is printed when the scheduled job next calls.
    if (isMigrated) this.#keyValues.set('renderer', '');
    if (this.#keyValues.get('renderer') === undefined) this.#keyValues.set('renderer', this.#printedWith);
    if (this.#keyValues.get('began') === undefined) this.#keyValues.set('began', new Date().toISOString());
  }

  /** Publishes, changes, renames or schedules a story. */
  async save(
    story: Story,
    rendering: Article['rendering'] | undefined,
    options: { expected: Precondition; who: string; now: number },
  ): Promise<AppliedChange | Refusal> {
    const render = (record: Story, identifier: string): Article =>
      rendering && record.slug === story.slug
        ? { ...record, identifier, rendering }
        : makeArticle(record, identifier);
    return this.#change(options.now, () => this.#ledger.save(story, { ...options, render }));
  }

  async withdraw(
    slug: string,
    options: { expected: Precondition; who: string; now: number; reason: string },
  ) {
    return this.#change(options.now, () => withdrawStory(this.#ledger, slug, options));
  }

  async restore(slug: string, options: { expected: Precondition; who: string; now: number }) {
    return this.#change(options.now, () => restoreStory(this.#ledger, slug, options));
  }

  /** Merges a story into another; without a reason, readers are told which one. */
  async merge(
    slug: string,
    options: { into: string; expected: Precondition; who: string; now: number; reason: string | null },
  ) {
    const reason = ({ headline }: Story, { inLanguage }: Story) =>
      options.reason ?? fill(wordsOf(inLanguage, this.#site.language).messages.publishedTwice, { headline });
    return this.#change(options.now, () => mergeStory(this.#ledger, slug, { ...options, reason }));
  }

  /** Stories that seem to be the same as one that is to be published. */
  async findSimilar(story: Story, sources: string[]): Promise<SimilarStory[]> {
    return findSimilarStories(this.#sql, story, sources);
  }

  /** Makes a change and asks for what it dirties to be printed, both or neither. */
  async #change(now: number, make: () => AppliedChange | Refusal): Promise<AppliedChange | Refusal> {
    const result = this.ctx.storage.transactionSync(() => {
      const made = make();
      if (made.ok) this.#alarm.enqueue(made.invalidations, now);
      return made;
    });
    await this.#alarm.arm();
    return result;
  }

  async findStory(
    slug: string,
  ): Promise<{ held: StoryRow; record: Story } | { movedTo: string } | undefined> {
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
  async importStory(exported: Exported, now: number): Promise<AppliedChange | Refusal> {
    return this.#change(now, () => {
      const made = importStory(this.#ledger, exported, { now, render: makeArticle });
      if (made.ok && made.changed) this.#keyValues.set('adopted', new Date(now).toISOString());
      return made;
    });
  }

  /** Takes over earlier revisions of a story, as another server exported them. */
  async importHistory(history: History, now: number): Promise<AppliedChange | Refusal> {
    return this.#change(now, () => importHistory(this.#ledger, history));
  }

  /** Some lines of an export. */
  async exportPage(from: ExportPlace): Promise<ExportPage | undefined> {
    return exportPage(this.#ledger, from);
  }

  async listStories(after: number, limit: number): Promise<StoryRow[]> {
    return this.#ledger.list(after, limit);
  }

  async status(now: number): Promise<DeskStatus> {
    const { since, ...outbox } = this.#outbox.state();
    const backup = await this.backupState();
    const state = {
      stories: this.#ledger.countByStatus(),
      nextScheduled: iso(this.#ledger.nextDue()),
      outbox: { ...outbox, oldestSeconds: since === null ? 0 : Math.round((now - since) / 1000) },
      lastPrint: this.#keyValues.get('lastPrint') ?? null,
      alarm: iso(await this.#alarm.time(now)),
      job: this.#keyValues.get('job') ?? null,
      began: this.#keyValues.get('began') ?? new Date(now).toISOString(),
      push: {
        ...this.#announcements.state(),
        lastFailure: JSON.parse(this.#keyValues.get('deliveryFailure') ?? 'null'),
      },
      backup: this.env.BACKUPS ? { ...backup, running: backup.running !== null } : null,
      troubles: this.#troubles.list(),
      rebuild: this.#rebuild.state(),
    };
    return { ...state, attention: findAttentionItems(state, now) };
  }

  /** A scope's edition as it has to be printed now; nothing where the caller has this version already. */
  async editionUnlessKnown(scope: Scope, known: string | undefined): Promise<KvEntry | undefined> {
    const key = editionKey(scope);
    // Every batch of deliveries asks: an edition that is printed and not in the outbox need not be rendered to be compared.
    const isPrinted = known !== undefined && this.#outbox.lastWrite(key).version === known;
    if (isPrinted && !this.#outbox.has(key)) return undefined;
    const entry = await expectedEdition(scope, {
      ledger: this.#ledger,
      site: this.#site,
      report: (what) => this.#troubles.report(what, Date.now()),
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
  async rebuild(now: number, isForced: boolean): Promise<RebuildStatus> {
    const state = this.ctx.storage.transactionSync(() => this.#rebuild.begin(now, isForced));
    await this.#alarm.arm();
    return state;
  }

  /** For the scheduled job: whatever happened to the alarm, it goes off again; a new renderer or design prints all anew. */
  async wake(now: number): Promise<void> {
    this.#keyValues.set('job', new Date(now).toISOString());
    if (this.#keyValues.get('renderer') !== this.#printedWith) {
      this.#keyValues.set('renderer', this.#printedWith);
      await this.rebuild(now, false);
    }
    this.#alarm.closeGapsAfterImport(now);
    await this.#alarm.arm();
  }

  /** Keys that were printed, in a range; see `reconcile.ts`. */
  async writtenKeys(after: string, upTo: string | undefined) {
    return this.#outbox.printed(after, upTo);
  }

  /** Prints keys again, whatever was printed before. */
  async rewrite(keys: string[], now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#alarm.rewrite(keys, now));
    await this.#alarm.arm();
  }

  /** Notes what an operator should know of. */
  async reportTroubles(troubles: string[], now: number): Promise<void> {
    for (const what of troubles) this.#troubles.report(what, now);
  }

  /** Where the next run of `reconcile` continues; null at the first key. */
  async reconcileCursor(): Promise<string | null> {
    return this.#keyValues.get('reconcileCursor') || null;
  }

  async setReconcileCursor(cursor: string | null): Promise<void> {
    this.#keyValues.set('reconcileCursor', cursor ?? '');
  }

  async backupState(): Promise<BackupState> {
    const stored = this.#keyValues.get('backup');
    return stored === undefined ? NO_BACKUP : JSON.parse(stored);
  }

  async setBackupState(state: BackupState): Promise<void> {
    this.#keyValues.set('backup', JSON.stringify(state));
  }

  /** Notes that a delivery to a subscriber of the feed failed. */
  async noteFailedDelivery(topic: string, now: number): Promise<void> {
    this.#keyValues.set('deliveryFailure', JSON.stringify({ at: new Date(now).toISOString(), topic }));
  }

  override async alarm(): Promise<void> {
    await this.#alarm.run(this.env);
  }
}
