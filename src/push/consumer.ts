import { backoff } from '../lib/backoff.ts';
import { log } from '../lib/log.ts';
import { retryDelay } from '../lib/retry-delay.ts';
import { deskOf } from '../newsroom/desk/desk-stub.ts';
import type { Env } from '../platform/env.ts';
import type { DeliverMessage, PushMessage, VerifyMessage } from '../platform/queue-messages.ts';
import { readSettings } from '../settings/settings.ts';
import type { PushContext } from './context.ts';
import { deliver, distribute, fanOut } from './distribution.ts';
import { HttpClient } from './http-client.ts';
import { sendMail } from './mail.ts';
import { notify } from './notify.ts';
import { VERIFICATION_TIMEOUT_MS, verifyInTurns, verifyIntent } from './verification.ts';

/** The most attempts to ping a hub about a change. If the first delay is 30 seconds, they take two hours. */
const MAX_PING_ATTEMPTS = 9;

/**
 * Tells a hub which feeds have changed: a POST with `hub.mode=publish` and a `hub.url` for each feed. WebSub does not define this
 * request; existing hubs expect that of PubSubHubbub 0.4. Returns the seconds until the next attempt, or undefined if there is
 * none. Reports the failure of the last attempt to the Desk.
 */
async function pingHub(
  hub: string,
  urls: readonly string[],
  attempts: number,
  { env, settings, client }: PushContext,
): Promise<number | undefined> {
  const body = new URLSearchParams([['hub.mode', 'publish'], ...urls.map((url) => ['hub.url', url])]);
  const response = await client.send(hub, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: String(body),
  });
  if (response.ok) return undefined;
  if (attempts < MAX_PING_ATTEMPTS) return retryDelay(attempts, settings.retrySeconds);
  await deskOf(env).reportTroubles([`Pinging the hub ${hub} failed: ${response.failure}.`], Date.now());
  return undefined;
}

/**
 * The delays before a message is retried after an error on our side, in seconds. With them, the 100 attempts that Queues allow take
 * longer than a day, in case the queue's daily allowance is used up.
 */
const RETRY_DELAYS = { first: 5, longest: 3600 };

const isDelivery = (message: Message<PushMessage>): message is Message<DeliverMessage> =>
  message.body.kind === 'deliver';
const isVerification = (message: Message<PushMessage>): message is Message<VerifyMessage> =>
  message.body.kind === 'verify';

async function handle(message: Message<PushMessage>, context: PushContext): Promise<void> {
  const { body } = message;
  if (body.kind === 'changed') await distribute(body.scope, context);
  if (body.kind === 'fan-out') await fanOut(body.topic, body.after, context);
  if (body.kind === 'notify') {
    const delaySeconds = await notify(body, message.attempts, context);
    if (delaySeconds !== undefined) message.retry({ delaySeconds });
  }
  if (body.kind === 'mail') {
    const delaySeconds = await sendMail(body.mail, message.attempts, context);
    if (delaySeconds !== undefined) message.retry({ delaySeconds });
  }
  if (body.kind === 'ping') {
    const delaySeconds = await pingHub(body.hub, body.urls, message.attempts, context);
    if (delaySeconds !== undefined) message.retry({ delaySeconds });
  }
}

/**
 * Consumes a batch of either queue. Makes the deliveries of one topic together. A message that is not retried is acknowledged.
 * Requests that an earlier version put in the queue of deliveries are verified too.
 */
export async function consume(batch: MessageBatch<PushMessage>, env: Env): Promise<void> {
  const settings = readSettings(env);
  const context: PushContext = { env, settings, client: new HttpClient(settings.site.url) };
  const retryOnError = async <T>(
    messages: readonly Message<PushMessage>[],
    run: () => Promise<T>,
  ): Promise<T | undefined> => {
    try {
      return await run();
    } catch (error) {
      log({ event: 'push-failed', kind: messages[0]?.body.kind, error: String(error) });
      for (const message of messages)
        message.retry({ delaySeconds: backoff(message.attempts, RETRY_DELAYS) });
      return undefined;
    }
  };
  const deliveries = Map.groupBy(batch.messages.filter(isDelivery), ({ body }) => body.topic);
  const verifying = { ...context, client: new HttpClient(settings.site.url, VERIFICATION_TIMEOUT_MS) };
  await Promise.all([
    verifyInTurns(
      batch.messages.filter(isVerification),
      // An error of our own says nothing about the host.
      async (message) => (await retryOnError([message], () => verifyIntent(message.body, verifying))) ?? true,
    ),
    ...Array.from(deliveries, ([topic, messages]) =>
      retryOnError(messages, () => deliver(topic, messages, context)),
    ),
    ...batch.messages
      .filter((message) => !isDelivery(message) && !isVerification(message))
      .map((message) => retryOnError([message], () => handle(message, context))),
  ]);
}
