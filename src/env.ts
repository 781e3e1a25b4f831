import type { PushMessage } from './queue-messages.ts';
import type { Variables } from './settings.ts';

/** The variables, bindings and secrets of the Worker. */
export interface Env extends Variables {
  STORIES: KVNamespace;
  DESK: DurableObjectNamespace;
  SUBSCRIPTIONS: DurableObjectNamespace;
  PUSH: Queue<PushMessage>;
  STUDIO: DurableObjectNamespace;
  API_RATE: RateLimit;
  HUB_RATE: RateLimit;
  /** Backups go here. If it is not bound, there are none. */
  BACKUPS?: R2Bucket;
  /** Polls of feeds are recorded here, if it is bound. */
  METRICS?: AnalyticsEngineDataset;
  /** A secret: who may publish, as `name:token`, separated by commas. Without it the API is closed. */
  PUBLISH_TOKEN?: string;
}
