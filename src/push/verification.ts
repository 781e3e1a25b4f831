import type { VerifyMessage } from '../queue-messages.ts';
import { brokenCallbackRule } from './callback.ts';
import type { PushContext } from './context.ts';
import type { OutboundResponse } from './http-client.ts';
import { subscriptionsOf } from './topic.ts';

/** The callback with parameters of the hub behind its own. */
const withParameters = (callback: string, parameters: Record<string, string>) =>
  `${callback}${callback.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;

const isSuccess = (answer: OutboundResponse): answer is Extract<OutboundResponse, { status: number }> =>
  'status' in answer && answer.status >= 200 && answer.status < 300;

const makeChallenge = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/**
 * Asks the callback whether it wants what was asked for in its name (WebSub section 5.3), and does it if so. The challenge
 * is known to this one request alone, so that no other answer fits.
 */
export async function verifyIntent(message: VerifyMessage, work: PushContext): Promise<void> {
  const { mode, topic, callback, leaseSeconds, secret, asked } = message;
  // The settings may be others than when the request was taken.
  if (brokenCallbackRule(callback, work.settings) !== undefined) return;
  const challenge = makeChallenge();
  const url = withParameters(callback, {
    'hub.mode': mode,
    'hub.topic': topic,
    'hub.challenge': challenge,
    ...(mode === 'subscribe' ? { 'hub.lease_seconds': String(leaseSeconds) } : {}),
  });
  const answer = await work.client.send(url, { method: 'GET' }, challenge.length);
  if (!isSuccess(answer) || answer.text !== challenge) return;
  const subscriptions = subscriptionsOf(work.env, topic);
  if (mode === 'unsubscribe') return subscriptions.unsubscribe(callback, asked);
  const refusal = await subscriptions.subscribe(callback, secret, Date.now() + leaseSeconds * 1000, asked);
  if (refusal !== undefined) await notifyDenied(topic, callback, refusal, work);
}

/** Tells a callback that it gets nothing (any more), and why (WebSub section 5.2). */
export async function notifyDenied(
  topic: string,
  callback: string,
  reason: string,
  work: PushContext,
): Promise<void> {
  const url = withParameters(callback, { 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': reason });
  await work.client.send(url, { method: 'GET' });
}
