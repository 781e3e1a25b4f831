import { env, WorkerEntrypoint } from 'cloudflare:workers';
import { app } from './app.ts';
import { deskOf } from './desk/api.ts';
import { backUp } from './desk/backup.ts';
import { reconcile } from './desk/reconcile.ts';
import type { Env } from './env.ts';
import type { PushMessage } from './messages.ts';
import { consume } from './push/consumer.ts';
import { readSettings } from './settings.ts';

export { Desk } from './desk/desk.ts';
export { Studio } from './desk/studio.ts';
export { Subscriptions } from './push/subscriptions.ts';

// At the start, so that no request pays for it. What is wrong with the settings, each request says.
try {
  readSettings(env as Env);
} catch {}

/** Tags that one call may name. */
const TAGS_A_CALL = 100;

export default class extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Response | Promise<Response> {
    return app.fetch(request, this.env, this.ctx);
  }

  /** Serves WebSub subscribers, and tells other hubs. */
  override queue(batch: MessageBatch<PushMessage>): Promise<void> {
    return consume(batch, this.env);
  }

  /** Sees to it that the Desk is at work, that there is a backup, and that KV holds what the Desk printed. */
  override async scheduled(): Promise<void> {
    const desk = deskOf(this.env);
    await desk.wake(Date.now());
    if (this.env.BACKUPS) await backUp(this.env.BACKUPS, desk, Date.now());
    await reconcile(this.env.STORIES, desk, Date.now());
  }

  /** Marks cached answers as stale; the Desk calls it, as a cache belongs to the entrypoint that fills it. */
  async invalidate(tags: string[]): Promise<void> {
    const { cache } = this.ctx as unknown as {
      cache?: { invalidate?: (what: { tags: string[] }) => Promise<{ success: boolean; errors?: unknown }> };
    };
    for (let at = 0; at < tags.length; at += TAGS_A_CALL) {
      const result = await cache?.invalidate?.({ tags: tags.slice(at, at + TAGS_A_CALL) });
      if (result?.success === false) throw new Error(JSON.stringify(result.errors));
    }
  }
}
