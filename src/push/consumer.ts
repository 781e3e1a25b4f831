import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import type { DeliverMessage, PushMessage } from '../queue-messages.ts';
import { readSettings } from '../settings.ts';
import type { PushContext } from './context.ts';
import { deliver, distribute, fanOut } from './distribution.ts';
import { HttpClient } from './http-client.ts';
import { pingHub } from './ping.ts';
import { verifyIntent } from './verification.ts';

/**
 * Seconds after which a message is tried again that failed on our side: twice as many each time, to an hour, so that the
 * attempts which Queues allow outlast a day on which the queue's allowance is used up.
 */
const retryDelay = (attempts: number) => Math.min(5 * 2 ** (attempts - 1), 3600);

const isDelivery = (message: Message<PushMessage>): message is Message<DeliverMessage> =>
  message.body.kind === 'deliver';

async function handle(message: Message<PushMessage>, work: PushContext): Promise<void> {
  const { body } = message;
  if (body.kind === 'changed') await distribute(body.scope, work);
  if (body.kind === 'fan-out') await fanOut(body.topic, body.after, work);
  if (body.kind === 'verify') await verifyIntent(body, work);
  if (body.kind === 'ping') {
    const delaySeconds = await pingHub(body.hub, body.urls, message.attempts, work);
    if (delaySeconds !== undefined) message.retry({ delaySeconds });
  }
}

/** Works off messages of the queue. What is neither to be retried nor failed is done when this returns. */
export async function consume(batch: MessageBatch<PushMessage>, env: Env): Promise<void> {
  const settings = readSettings(env);
  const work: PushContext = { env, settings, client: new HttpClient(settings.site.url) };
  const attempt = async (messages: readonly Message<PushMessage>[], does: () => Promise<void>) => {
    try {
      await does();
    } catch (error) {
      log({ event: 'push-failed', kind: messages[0]?.body.kind, error: String(error) });
      for (const message of messages) {
        message.retry({ delaySeconds: retryDelay(message.attempts) });
      }
    }
  };
  const deliveries = Map.groupBy(batch.messages.filter(isDelivery), ({ body }) => body.topic);
  await Promise.all([
    ...Array.from(deliveries, ([topic, messages]) => attempt(messages, () => deliver(topic, messages, work))),
    ...batch.messages
      .filter((message) => !isDelivery(message))
      .map((message) => attempt([message], () => handle(message, work))),
  ]);
}
