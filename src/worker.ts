import { WorkerEntrypoint } from 'cloudflare:workers';
import { app } from './app.ts';
import type { Desk as DeskInside } from './newsroom/desk/desk.ts';
import type { CardRenderer } from './newsroom/desk/publish/card-renderer.ts';
import type { Wire as WireInside } from './newsroom/wire/wire.ts';
import type { Env } from './platform/env.ts';
import { lazyObject } from './platform/lazy-object.ts';
import type { PushMessage } from './platform/queue-messages.ts';
import type { Subscriptions as SubscriptionsInside } from './push/subscriptions.ts';
import type { Search as SearchInside } from './search/search.ts';

/** The Desk (`newsroom/desk/desk.ts`), loaded when it starts. */
export class Desk extends lazyObject<DeskInside>(async () => (await import('./newsroom/desk/desk.ts')).Desk, {
  alarm: true,
  backupState: true,
  callRoom: true,
  editionUnlessKnown: true,
  exportPage: true,
  findSimilar: true,
  findStory: true,
  importHistory: true,
  importStory: true,
  listStories: true,
  merge: true,
  noteFailedDelivery: true,
  rebuild: true,
  reconcileCursor: true,
  reportTroubles: true,
  restore: true,
  revision: true,
  revisions: true,
  rewriteKeys: true,
  save: true,
  setBackupState: true,
  setReconcileCursor: true,
  status: true,
  wake: true,
  withdraw: true,
  writtenKeys: true,
}) {}

/** The subscriptions to a topic (`push/subscriptions.ts`), loaded when the object starts. */
export class Subscriptions extends lazyObject<SubscriptionsInside>(
  async () => (await import('./push/subscriptions.ts')).Subscriptions,
  { alarm: true, claim: true, listOwed: true, settle: true, subscribe: true, unsubscribe: true },
) {}

/** The wire (`newsroom/wire/wire.ts`), loaded when it starts. */
export class Wire extends lazyObject<WireInside>(async () => (await import('./newsroom/wire/wire.ts')).Wire, {
  alarm: true,
  callRoom: true,
  wake: true,
}) {}

/** The index of the search (`search/search.ts`), loaded when it starts. */
export class Search extends lazyObject<SearchInside>(
  async () => (await import('./search/search.ts')).Search,
  { find: true, put: true },
) {}

/**
 * The card renderer (`newsroom/desk/publish/card-renderer.ts`), loaded when it starts. Deployed as `Studio`: renaming a deployed class takes
 * three deploys, and no rollback can cross them.
 */
export class Studio extends lazyObject<CardRenderer>(
  async () => (await import('./newsroom/desk/publish/card-renderer.ts')).CardRenderer,
  { draw: true },
) {}

/** The most tags that one call may purge. */
const TAGS_PER_CALL = 100;

export default class extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Response | Promise<Response> {
    return app.fetch(request, this.env, this.ctx);
  }

  /** Delivers feeds to WebSub subscribers, verifies who wants to be one, and pings other hubs. */
  override async queue(batch: MessageBatch<PushMessage>): Promise<void> {
    const { consume } = await import('./push/consumer.ts');
    await consume(batch, this.env);
  }

  override async scheduled(): Promise<void> {
    const { runScheduledJob } = await import('./newsroom/desk/scheduled-job.ts');
    const { wireOf, wireRoomOf } = await import('./newsroom/wire/wire-stub.ts');
    try {
      await runScheduledJob(this.env, wireRoomOf(this.env, 'feeds'));
    } finally {
      await wireOf(this.env).wake();
    }
  }

  /** Purges responses by their tags from Workers Cache. The Desk calls this by RPC, because only the entrypoint that fills a cache can. */
  async invalidate(tags: string[]): Promise<void> {
    const { cache } = this.ctx as unknown as {
      cache?: { invalidate?: (what: { tags: string[] }) => Promise<{ success: boolean; errors?: unknown }> };
    };
    for (let at = 0; at < tags.length; at += TAGS_PER_CALL) {
      const result = await cache?.invalidate?.({ tags: tags.slice(at, at + TAGS_PER_CALL) });
      if (result?.success === false) throw new Error(JSON.stringify(result.errors));
    }
  }
}
