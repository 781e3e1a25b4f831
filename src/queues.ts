import { consume as deliver } from './fediverse/delivery/deliver.ts';
import type { Env } from './platform/env.ts';
import type { FederateMessage, PushMessage } from './platform/queue-messages.ts';
import { consume as push } from './push/consumer.ts';

/** Consumes a batch of one of the queues: of those of WebSub, or of that of the fediverse. */
export const consume = (batch: MessageBatch<PushMessage | FederateMessage>, env: Env): Promise<void> =>
  batch.messages[0]?.body.kind === 'federate'
    ? deliver(batch as MessageBatch<FederateMessage>, env)
    : push(batch as MessageBatch<PushMessage>, env);
