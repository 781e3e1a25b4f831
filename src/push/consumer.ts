import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import type { DeliverMessage, PushMessage } from '../queue-messages.ts';
import { readSettings } from '../settings.ts';
import { announce, deliver, fanOut } from './distribution.ts';
import { verify } from './intent.ts';
import { Outbound } from './outbound.ts';
import { ping } from './ping.ts';
import type { Work } from './work.ts';

/**
 * Seconds after which a message is tried again that failed on our side: twice as many each time, to an hour, so that the
 * attempts which Queues allow outlast a day on which the queue's allowance is used up.
 */
const ourPause = (attempts: number) => Math.min(5 * 2 ** (attempts - 1), 3600);

const isDelivery = (message: Message<PushMessage>): message is Message<DeliverMessage> =>
  message.body.kind === 'deliver';

async function handle(message: Message<PushMessage>, work: Work): Promise<void> {
  const { body } = message;
  if (body.kind === 'changed') await announce(body.scope, work);
  if (body.kind === 'fan-out') await fanOut(body.topic, body.after, work);
  if (body.kind === 'verify') await verify(body, work);
  if (body.kind === 'ping') {
    const delaySeconds = await ping(body.hub, body.urls, message.attempts, work);
    if (delaySeconds !== undefined) message.retry({ delaySeconds });
  }
}

/** Works off messages of the queue. What is neither to be retried nor failed is done when this returns. */
export async function consume(batch: MessageBatch<PushMessage>, env: Env): Promise<void> {
  const settings = readSettings(env);
  const work: Work = { env, settings, outbound: new Outbound(settings.site.url) };
  const attempt = async (messages: readonly Message<PushMessage>[], does: () => Promise<void>) => {
    try {
      await does();
    } catch (error) {
      log({ event: 'push-failed', kind: messages[0]?.body.kind, error: String(error) });
      for (const message of messages) {
        message.retry({ delaySeconds: ourPause(message.attempts) });
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
