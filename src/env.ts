import type { PushMessage } from './queue-messages.ts';
import type { Variables } from './settings.ts';

/** What wrangler.toml binds. */
export interface Env extends Variables {
  STORIES: KVNamespace;
  DESK: DurableObjectNamespace;
  SUBSCRIPTIONS: DurableObjectNamespace;
  PUSH: Queue<PushMessage>;
  STUDIO: DurableObjectNamespace;
  API_RATE: RateLimit;
  HUB_RATE: RateLimit;
  /** Where backups go. Without it there are none. */
  BACKUPS?: R2Bucket;
  /** Where polls of feeds are noted. Without it they are not. */
  METRICS?: AnalyticsEngineDataset;
  /** Who may publish: `name:token`, several separated by commas. A secret; without it the API is closed. */
  PUBLISH_TOKEN?: string;
}
