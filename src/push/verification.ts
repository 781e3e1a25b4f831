import { toHex } from '../lib/encodings.ts';
import type { VerifyMessage } from '../queue-messages.ts';
import { brokenCallbackRule } from './callback.ts';
import type { PushContext } from './context.ts';
import { subscriptionsOf } from './topic.ts';

/** Appends parameters to a callback URL, after any that it has. */
const withParameters = (callback: string, parameters: Record<string, string>) =>
  `${callback}${callback.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;

/** Returns 192 random bits as hex. */
function makeChallenge(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(24)));
}

/**
 * Verifies the intent of a callback (WebSub section 5.3): asks it to repeat a challenge, and subscribes or unsubscribes it if it
 * does. Each attempt has a new challenge, so that only a response to it can confirm.
 */
export async function verifyIntent(message: VerifyMessage, context: PushContext): Promise<void> {
  const { mode, topic, callback, leaseSeconds, secret, asked } = message;
  // The settings may have changed since the hub accepted the request.
  if (brokenCallbackRule(callback, context.settings) !== undefined) return;
  const challenge = makeChallenge();
  const url = withParameters(callback, {
    'hub.mode': mode,
    'hub.topic': topic,
    'hub.challenge': challenge,
    ...(mode === 'subscribe' ? { 'hub.lease_seconds': String(leaseSeconds) } : {}),
  });
  const response = await context.client.send(url, { method: 'GET' }, challenge.length);
  if (!response.ok || response.text !== challenge) return;
  const subscriptions = subscriptionsOf(context.env, topic);
  if (mode === 'unsubscribe') return subscriptions.unsubscribe(callback, asked);
  const refusal = await subscriptions.subscribe(callback, secret, Date.now() + leaseSeconds * 1000, asked);
  if (refusal !== undefined) await notifyDenied(topic, callback, refusal, context);
}

/** Notifies a callback that its subscription is denied, or has ended, and why (WebSub section 5.2). */
export async function notifyDenied(
  topic: string,
  callback: string,
  reason: string,
  { client }: PushContext,
): Promise<void> {
  const url = withParameters(callback, { 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': reason });
  await client.send(url, { method: 'GET' });
}
