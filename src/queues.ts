import type { Env } from './platform/env.ts';
import type { FederateMessage, PushMessage } from './platform/queue-messages.ts';

/** Consumes a batch of one of the queues: of those of WebSub, or of that of the fediverse. */
export async function consume(batch: MessageBatch<PushMessage | FederateMessage>, env: Env): Promise<void> {
  if (batch.messages[0]?.body.kind === 'federate') {
    const deliveries = await import('./fediverse/delivery/deliver.ts');
    await deliveries.consume(batch as MessageBatch<FederateMessage>, env);
  } else {
    const pushes = await import('./push/consumer.ts');
    await pushes.consume(batch as MessageBatch<PushMessage>, env);
  }
}
