import { WorkerEntrypoint } from 'cloudflare:workers';
import { app } from './app.ts';
import type { Env } from './platform/env.ts';
import { lazyObject } from './platform/lazy-object.ts';
import type { FederateMessage, PushMessage } from './platform/queue-messages.ts';

/** The Desk (`newsroom/desk/desk.ts`), loaded when it starts, as are the other objects. */
export class Desk extends lazyObject(async () => (await import('./newsroom/desk/desk.ts')).Desk) {}

/** The subscriptions to a topic (`push/subscriptions.ts`). */
export class Subscriptions extends lazyObject(
  async () => (await import('./push/subscriptions.ts')).Subscriptions,
) {}

/** The wire (`newsroom/wire/wire.ts`). */
export class Wire extends lazyObject(async () => (await import('./newsroom/wire/wire.ts')).Wire) {}

/** The index of the search (`search/search.ts`). */
export class Search extends lazyObject(async () => (await import('./search/search.ts')).Search) {}

/** The followers in the fediverse (`fediverse/followers/followers.ts`). */
export class Followers extends lazyObject(
  async () => (await import('./fediverse/followers/followers.ts')).Followers,
) {}

/**
 * The card renderer (`newsroom/desk/publish/card-renderer.ts`). Deployed as `Studio`: renaming a deployed class takes three deploys, and
 * no rollback can cross them.
 */
export class Studio extends lazyObject(
  async () => (await import('./newsroom/desk/publish/card-renderer.ts')).CardRenderer,
) {}

/** The most tags that one call may purge. */
const TAGS_PER_CALL = 100;

export default class extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Response | Promise<Response> {
    return app.fetch(request, this.env, this.ctx);
  }

  /** Delivers feeds to WebSub subscribers, verifies who wants to be one, and pings other hubs; sends activities to the fediverse. */
  override async queue(batch: MessageBatch<PushMessage | FederateMessage>): Promise<void> {
    const { consume } = await import('./queues.ts');
    await consume(batch, this.env);
  }

  override async scheduled(): Promise<void> {
    const { runScheduledJob } = await import('./newsroom/desk/scheduled-job.ts');
    const { wireOf } = await import('./newsroom/wire/wire-stub.ts');
    const { announceMove } = await import('./fediverse/delivery/move.ts');
    try {
      await runScheduledJob(this.env, wireOf(this.env).feeds);
    } finally {
      await wireOf(this.env).wake();
      await announceMove(this.env);
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
