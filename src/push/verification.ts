import { backoff } from '../lib/backoff.ts';
import { toHex } from '../lib/encodings.ts';
import { log } from '../lib/log.ts';
import { hostnameOf } from '../lib/public-hosts.ts';
import type { VerifyMessage } from '../platform/queue-messages.ts';
import { brokenCallbackRule } from './callback.ts';
import type { PushContext } from './context.ts';
import { subscriptionsOf } from './topic.ts';

/**
 * How long a callback may take to confirm a request, in milliseconds. With six connections, 36 silent callbacks that are asked twice
 * take a minute, and HUB_RATE lets one network name no more.
 */
export const VERIFICATION_TIMEOUT_MS = 5000;
/**
 * How long the callbacks of one host may keep the hub busy before it has to rest, in milliseconds, and how many times as long it
 * then rests: the slower a host answers, the fewer of its callbacks are asked.
 */
const HOST_TIME_MS = 1000;
const REST = 12;
/**
 * How often a request waits for the next turn of a host that does not answer, and how long, in seconds; in all, for about an hour. If
 * the host is only slow, the request waits until it has rested, twice that the second time, and so on.
 */
const TURNS = { most: 7, first: 30, longest: 1920 };
/** The most resting hosts that this isolate remembers. */
const MAX_RESTING = 1000;

/** Appends parameters to a callback URL, after any that it has. */
const withParameters = (callback: string, parameters: Record<string, string>) =>
  `${callback}${callback.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;

/** Returns 192 random bits as hex. */
function makeChallenge(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(24)));
}

/**
 * Verifies the intent of a callback (WebSub section 5.3): asks it to repeat a challenge, and subscribes or unsubscribes it if it
 * does. Each attempt has a new challenge, so that only a response to it can confirm. Returns whether the host answered at all.
 */
export async function verifyIntent(message: VerifyMessage, context: PushContext): Promise<boolean> {
  const { mode, topic, callback, leaseSeconds, secret, asked } = message;
  // The settings may have changed since the hub accepted the request.
  if (brokenCallbackRule(callback, context.settings) !== undefined) return true;
  const challenge = makeChallenge();
  const url = withParameters(callback, {
    'hub.mode': mode,
    'hub.topic': topic,
    'hub.challenge': challenge,
    ...(mode === 'subscribe' ? { 'hub.lease_seconds': String(leaseSeconds) } : {}),
  });
  const response = await context.client.send(url, { method: 'GET' }, challenge.length);
  if (!response.ok || response.text !== challenge) return response.ok || response.status !== undefined;
  const subscriptions = subscriptionsOf(context.env, topic);
  if (mode === 'unsubscribe') {
    await subscriptions.unsubscribe(callback, asked);
    return true;
  }
  const refusal = await subscriptions.subscribe(callback, secret, Date.now() + leaseSeconds * 1000, asked);
  if (refusal !== undefined) await notifyDenied(topic, callback, refusal, context);
  return true;
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

const hostOf = ({ body }: Message<VerifyMessage>) => hostnameOf(body.callback);

/** A host that took its time. `until` is when it has rested, by `Date.now()`. */
interface Rest {
  until: number;
  /** It did not answer the last request. */
  isSilent: boolean;
}

/** By host. The oldest comes first. */
const resting = new Map<string, Rest>();

function rest(host: string, how: Rest): void {
  resting.delete(host);
  resting.set(host, how);
  const [oldest] = resting.keys();
  if (resting.size > MAX_RESTING && oldest !== undefined) resting.delete(oldest);
}

/**
 * Verifies requests for callbacks on one host after each other, until they have taken its time. Returns those that are left. One
 * that got no answer is asked once more if this was its first turn: its server may have been about to start.
 */
async function takeTurn(
  host: string,
  messages: readonly Message<VerifyMessage>[],
  run: (message: Message<VerifyMessage>) => Promise<boolean>,
): Promise<readonly Message<VerifyMessage>[]> {
  const began = Date.now();
  if (began < (resting.get(host)?.until ?? 0)) return messages;
  for (const [index, message] of messages.entries()) {
    const isAnswered = await run(message);
    const taken = Date.now() - began;
    if (isAnswered && taken < HOST_TIME_MS) continue;
    rest(host, { until: Date.now() + REST * taken, isSilent: !isAnswered });
    const isAskedAgain = !isAnswered && message.attempts === 1;
    return messages.slice(isAskedAgain ? index : index + 1);
  }
  return [];
}

/**
 * Verifies the requests of a batch. A host is asked one at a time, because it may be one that never answers; what it has no time
 * for waits for a later batch. `run` handles our own errors, and returns whether the host answered.
 */
export async function verifyInTurns(
  messages: readonly Message<VerifyMessage>[],
  run: (message: Message<VerifyMessage>) => Promise<boolean>,
): Promise<void> {
  const turns = Array.from(Map.groupBy(messages, hostOf), async ([host, ofHost]) => {
    const left = await takeTurn(host, ofHost, run);
    const { until, isSilent } = resting.get(host) ?? { until: 0, isSilent: false };
    const kept = left.filter(({ attempts }) => !isSilent || attempts <= TURNS.most);
    const dropped = left.length - kept.length;
    if (dropped > 0) log({ event: 'verifications-dropped', host, dropped });
    const seconds = Math.max(1, (until - Date.now()) / 1000);
    for (const message of kept) {
      const { attempts } = message;
      const delay = isSilent ? Math.max(seconds, backoff(attempts, TURNS)) : seconds * attempts;
      message.retry({ delaySeconds: Math.ceil(delay) });
    }
  });
  await Promise.all(turns);
}
