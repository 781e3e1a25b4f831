import { DurableObject } from 'cloudflare:workers';
import { fillMessage } from '../../language/messages.ts';
import { wordsOf } from '../../language/words.ts';
import { KeyValueTable } from '../../lib/key-value-table.ts';
import type { Env } from '../../platform/env.ts';
import { editionKey, type KvEntry } from '../../platform/kv.ts';
import { readSettings, readSettingsWith, type Settings } from '../../settings/settings.ts';
import type { Format, Scope, SummarizedScope } from '../../site/edition/scope.ts';
import type { Article } from '../../site/story/article.ts';
import { recordHash } from '../../site/story/history/statement.ts';
import { withoutReview } from '../../site/story/review.ts';
import type { Story, WrittenStory } from '../../site/story/story.ts';
import { DraftTable } from '../drafts/desk/draft-table.ts';
import { type ReviewedSaveOptions, saveReviewed } from '../drafts/desk/save-reviewed.ts';
import type { Actor, Capability } from '../people/desk/roles.ts';
import { readStatus } from '../status/desk/read-status.ts';
import type { DeskStatus, RebuildStatus } from '../status/desk/status.ts';
import { Troubles } from '../status/desk/troubles.ts';
import { type BackupState, type ExportCursor, NO_BACKUP } from '../transfer/desk/backup-state.ts';
import { type ExportPage, exportPage } from '../transfer/desk/export.ts';
import type { ExportedHistory, ExportedStory } from '../transfer/desk/export-line.ts';
import { importCapability, importHistory, importStory } from '../transfer/desk/import.ts';
import { Alarm } from './alarm.ts';
import type { ChangeResult, Precondition, Refusal } from './ledger/change-result.ts';
import { staleKeys } from './ledger/invalidations.ts';
import { Ledger } from './ledger/ledger.ts';
import type { Revision } from './ledger/revisions.ts';
import { findSimilarStories } from './ledger/similar-stories.ts';
import type { SimilarStory } from './ledger/similar-story.ts';
import { mergeStory, restoreStory, withdrawStory } from './ledger/status-changes.ts';
import type { StoryRow } from './ledger/story-row.ts';
import { migrate } from './migrations.ts';
import { readOpening } from './opening.ts';
import { Announcements } from './publish/announcements.ts';
import { type EntryInputs, expectedEdition } from './publish/expected-entry.ts';
import { Notifications } from './publish/notifications.ts';
import { Outbox } from './publish/outbox.ts';
import { Rebuild } from './publish/rebuild.ts';
import { RenderedSite } from './publish/rendered-site.ts';
import { renderSummaryFeed, type SummaryFeed } from './publish/summary-feed.ts';
import { makeRooms, type Rooms } from './rooms.ts';

interface ChangeOptions {
  expected: Precondition;
  actor: Actor;
  now: number;
}

/**
 * The system of record: it has every story, every revision, and the order of stories in every scope. One transaction stores a
 * change and the keys that it makes stale. An alarm then writes these keys to KV, and readers get everything from there.
 */
export class Desk extends DurableObject<Env> {
  readonly #rooms: Rooms;
  readonly #sql: SqlStorage;
  readonly #keyValues: KeyValueTable;
  readonly #troubles: Troubles;
  readonly #ledger: Ledger;
  readonly #drafts: DraftTable;
  readonly #outbox: Outbox;
  readonly #rebuild: Rebuild;
  readonly #announcements: Announcements;
  readonly #alarm: Alarm;
  readonly #sources: EntryInputs;
  readonly #rendered: RenderedSite;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const settings = readSettings(env);
    this.#sql = ctx.storage.sql;
    const isMigrated = migrate(ctx.storage);
    const notifications = new Notifications(this.#sql, () => this.env.NOTIFY_URL !== undefined);
    this.#keyValues = new KeyValueTable(this.#sql);
    this.#troubles = new Troubles(this.#keyValues);
    this.#ledger = new Ledger(this.#sql, settings.site, () => this.#settings().site);
    this.#drafts = new DraftTable(this.#sql);
    this.#outbox = new Outbox(this.#sql, settings.flushMilliseconds);
    const [ledger, outbox] = [this.#ledger, this.#outbox];
    const calls = { followSite: () => this.#followSite(Date.now()), env: () => this.env };
    this.#rooms = makeRooms(ctx, { ledger, outbox, notifications, ...calls });
    this.#rebuild = new Rebuild(this.#keyValues, ledger, this.#rooms);
    this.#announcements = new Announcements(this.#sql);
    const report = (what: string) => this.#troubles.report(what, Date.now());
    const site = this.#rooms.standardSite.named(() => this.env);
    const sources = { ...this.#rooms, site, ledger, report };
    this.#sources = sources;
    const [rebuild, keyValues, announcements] = [this.#rebuild, this.#keyValues, this.#announcements];
    this.#alarm = new Alarm(ctx, { ...sources, rebuild, keyValues, announcements, outbox });
    // After a migration, the next `wake` rebuilds everything.
    this.#rendered = new RenderedSite(this.#keyValues, site, this.#rooms.media, isMigrated);
    if (this.#keyValues.get('began') === undefined) this.#keyValues.set('began', new Date().toISOString());
  }

  /** Returns the settings with what admins have saved in place of those of data/site.json. */
  #settings(): Settings {
    return readSettingsWith(this.env, this.#rooms.settings.saved());
  }

  /** Calls a room, in one transaction up to its first `await`; `desk-stub.ts` is the door to them. */
  async callRoom<Name extends keyof Rooms>(
    room: Name,
    call: (room: Rooms[Name]) => unknown,
  ): Promise<unknown> {
    const result = await this.ctx.storage.transactionSync(() => call(this.#rooms[room]));
    await this.#alarm.arm();
    return result;
  }

  /** Publishes, changes, renames or schedules a story; see `saveReviewed`. */
  async save(
    story: WrittenStory,
    rendering: Article['rendering'],
    options: ReviewedSaveOptions,
  ): Promise<ChangeResult> {
    // A newsroom without reviews need not wait for a hash.
    const hash = this.#drafts.approvals.areAny() ? await recordHash(withoutReview(story)) : null;
    const { site, newsroom } = this.#settings();
    const { notices } = this.#rooms;
    const rooms = { ledger: this.#ledger, drafts: this.#drafts, notices };
    const inputs = { ...rooms, topics: site.topics, policy: newsroom.review };
    return this.#change(options.actor, options.now, () =>
      saveReviewed(inputs, story, rendering, { ...options, hash }),
    );
  }

  async withdraw(
    slug: string,
    { actor, ...options }: ChangeOptions & { reason: string },
  ): Promise<ChangeResult> {
    const details = { ...options, who: actor.name };
    return this.#change(actor, options.now, () => withdrawStory(this.#ledger, slug, details));
  }

  async restore(slug: string, { actor, ...options }: ChangeOptions): Promise<ChangeResult> {
    const details = { ...options, who: actor.name };
    return this.#change(actor, options.now, () => restoreStory(this.#ledger, slug, details));
  }

  /** Merges a story into another. If `reason` is null, the withdrawal notice names the other story. */
  async merge(
    slug: string,
    { actor, ...options }: ChangeOptions & { into: string; reason: string | null },
  ): Promise<ChangeResult> {
    const { language } = this.#settings().site;
    const reason = ({ headline }: Story, { inLanguage }: Story) =>
      options.reason ?? fillMessage(wordsOf(inLanguage, language).messages.publishedTwice, { headline });
    const details = { ...options, who: actor.name, reason };
    return this.#change(actor, options.now, () => mergeStory(this.#ledger, slug, details));
  }

  /** Finds stories that may be the same as a draft; see `findSimilarStories`. */
  async findSimilar(story: WrittenStory, sources: string[]): Promise<SimilarStory[]> {
    return findSimilarStories(this.#sql, story, sources);
  }

  /** Makes a change that needs a capability, by default that to publish, and puts the stale keys into the outbox, in one transaction. */
  async #change(
    actor: Actor,
    now: number,
    make: () => ChangeResult,
    needs?: Capability,
  ): Promise<ChangeResult> {
    const result = this.ctx.storage.transactionSync(() => {
      const whyNot = this.#rooms.people.whyNot(actor, needs ?? 'publish');
      if (whyNot !== undefined) return this.#ledger.refuse('role', whyNot);
      const made = make();
      if (made.ok) {
        const { invalidations } = made;
        this.#outbox.add(this.#rooms.front.followed(invalidations, staleKeys(invalidations)), now);
      }
      return made;
    });
    await this.#alarm.arm();
    return result;
  }

  /** Finds a story by its slug. For a former slug, returns the story's current one as `movedTo`. */
  async findStory(slug: string): Promise<{ row: StoryRow; record: Story } | { movedTo: string } | undefined> {
    const row = this.#ledger.names.bySlug(slug);
    if (row) {
      const record = this.#ledger.revisions.get(row.id, row.revision)?.record;
      return record && { row, record };
    }
    const renamed = this.#ledger.names.byFormerSlug(slug);
    return renamed && { movedTo: renamed.slug };
  }

  async revisions(slug: string): Promise<Omit<Revision, 'record'>[] | undefined> {
    const story = this.#ledger.names.bySlug(slug);
    return story && this.#ledger.revisions.list(story.id);
  }

  async revision(slug: string, revision: number): Promise<Revision | undefined> {
    const story = this.#ledger.names.bySlug(slug);
    return story && this.#ledger.revisions.get(story.id, revision);
  }

  /** Lists the stories with ids above `after`, in the order of their ids. */
  async listStories(after: number, limit: number): Promise<StoryRow[]> {
    return this.#ledger.list(after, limit);
  }

  /** Imports a line of an export: a story with its newest revisions and its places. */
  async importStory(exported: ExportedStory, actor: Actor, now: number): Promise<ChangeResult> {
    const make = () => {
      const made = importStory(this.#ledger, exported, now);
      if (made.ok && made.changed) this.#alarm.recordImport(now);
      return made;
    };
    return this.#change(actor, now, make, importCapability(this.#settings().newsroom.review));
  }

  /** Imports a line of an export: earlier revisions of a story. */
  async importHistory(history: ExportedHistory, actor: Actor, now: number): Promise<ChangeResult> {
    return this.#change(
      actor,
      now,
      () => importHistory(this.#ledger, history),
      importCapability(this.#settings().newsroom.review),
    );
  }

  /** Returns the next lines of an export; undefined at its end. */
  async exportPage(from: ExportCursor): Promise<ExportPage | undefined> {
    return exportPage(this.#ledger, from);
  }

  async status(now: number): Promise<DeskStatus> {
    const parts = {
      ledger: this.#ledger,
      outbox: this.#outbox,
      rebuild: this.#rebuild,
      announcements: this.#announcements,
      notifications: this.#rooms.notifications,
      mails: this.#rooms.mails,
      mirrors: this.#rooms.mirrors,
      standardSite: this.#rooms.standardSite,
      alarm: this.#alarm,
      keyValues: this.#keyValues,
      troubles: this.#troubles,
    };
    return readStatus({ ...parts, backup: await this.backupState(), env: this.env }, now);
  }

  /** Returns a scope's edition as KV should hold it, or undefined if its version is still `known`. */
  async editionUnlessKnown(scope: Scope, known: string | undefined): Promise<KvEntry | undefined> {
    const key = editionKey(scope);
    // Every batch of deliveries calls this, so avoid rendering if KV has the known version and the outbox has no newer one.
    const isInKv = known !== undefined && this.#outbox.lastWrite(key).version === known;
    if (isInKv && !this.#outbox.has(key)) return undefined;
    const entry = await expectedEdition(scope, this.#sources);
    return entry.metadata.version === known ? undefined : entry;
  }

  /** Returns a summary feed of a scope, or undefined if the edition that it is made from still has the version `known`. */
  async summariesUnlessKnown(
    scope: SummarizedScope,
    format: Format,
    known: string | undefined,
  ): Promise<SummaryFeed | undefined> {
    const entry = await this.editionUnlessKnown(scope, known);
    return entry && renderSummaryFeed(scope, format, entry, this.#sources.site());
  }

  /** Begins to render everything again, and to write every value, which only an admin may. */
  async rebuild(actor: Actor, now: number): Promise<RebuildStatus | Refusal> {
    const whyNot = this.#rooms.people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return this.#ledger.refuse('role', whyNot);
    return this.#beginRebuild(now, true);
  }

  /** Begins to render everything again. Writes the values that change, or all of them if `isForced`. */
  async #beginRebuild(now: number, isForced: boolean): Promise<RebuildStatus> {
    const status = this.ctx.storage.transactionSync(() => this.#rebuild.begin(now, isForced));
    await this.#alarm.arm();
    return status;
  }

  async #followSite(now: number): Promise<void> {
    const change = this.#rendered.takeChange();
    if (change !== 'none') await this.#beginRebuild(now, change === 'every');
  }

  /** Sets the alarm if it was lost, and rebuilds everything if the renderer or the site changed. The scheduled job calls this. */
  async wake(now: number): Promise<void> {
    this.#keyValues.set('job', new Date(now).toISOString());
    await this.#followSite(now);
    this.#alarm.closeGapsAfterImport(now);
    await this.#alarm.arm();
  }

  /** Returns the last writes of a range of keys; see `Outbox.writtenKeys`. */
  async writtenKeys(after: string, upTo: string | undefined) {
    return this.#outbox.writtenKeys(after, upTo);
  }

  /** Writes keys again even if their values are unchanged. */
  async rewriteKeys(keys: string[], now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#outbox.addForced(keys, now));
    await this.#alarm.arm();
  }

  async reportTroubles(troubles: string[], now: number): Promise<void> {
    for (const what of troubles) this.#troubles.report(what, now);
  }

  /** Returns where the next run of `reconcile` continues; null at the first key. */
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

  /** Records that a delivery to a WebSub subscriber of the feed failed. */
  async noteFailedDelivery(topic: string, now: number): Promise<void> {
    this.#keyValues.set('deliveryFailure', JSON.stringify({ at: new Date(now).toISOString(), topic }));
  }

  override async alarm(): Promise<void> {
    await this.#alarm.run(this.env);
  }

  // Sockets, all of which are windows of drafts.

  override async fetch(request: Request): Promise<Response> {
    return this.#rooms.presence.open(readOpening(request));
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    this.#rooms.presence.receive(socket, message);
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    this.#rooms.presence.close(socket);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.#rooms.presence.close(socket);
  }
}
