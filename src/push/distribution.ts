import { toHex } from '../lib/encodings.ts';
import { log } from '../lib/log.ts';
import { deskOf } from '../newsroom/desk/desk-stub.ts';
import { KV_CONVERGENCE } from '../platform/kv.ts';
import type { DeliverMessage, PushMessage } from '../platform/queue-messages.ts';
import { hubUrl, type Site } from '../settings/site.ts';
import { FORMATS, type Format, feedUrl, type Scope, summariesScope } from '../site/edition/scope.ts';
import { brokenCallbackRule } from './callback.ts';
import type { PushContext } from './context.ts';
import { type ClaimedDelivery, type DeliveryOutcome, FAN_OUT_SIZE } from './subscriptions.ts';
import { subscriptionsOf } from './topic.ts';
import { loadContent, type TopicContent } from './topic-content.ts';
import { notifyDenied } from './verification.ts';

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

/** Returns the value of `X-Hub-Signature` (WebSub section 7.1): the method, "=" and the HMAC of the content in lower-case hex. */
async function signContent(content: Uint8Array, secret: string, method: Site['signature']): Promise<string> {
  const bytes = new TextEncoder().encode(secret);
  const algorithm = { name: 'HMAC', hash: HASHES[method] };
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, content));
  return `${method}=${toHex(digest)}`;
}

/** The delay of the second ping, in seconds: by then KV has converged, and Workers Cache has been purged again. */
const SECOND_PING_SECONDS = KV_CONVERGENCE / 1000 + 15;

/** Begins the distribution of a scope's new edition: fans out to the subscribers of its feeds, and pings other hubs. */
export async function distribute(scope: Scope, context: PushContext): Promise<void> {
  const { env, settings } = context;
  const summaries = settings.site.summaries ? summariesScope(scope) : undefined;
  const urls = [scope, ...(summaries ? [summaries] : [])].flatMap((each) =>
    (Object.keys(FORMATS) as Format[]).map((format) => feedUrl(settings.site, each, format)),
  );
  await Promise.all(urls.map((topic) => fanOut(topic, 0, context)));
  for (const hub of settings.site.hubs) {
    const body: PushMessage = { kind: 'ping', hub, urls };
    // The second ping is needed because the edge may still serve the previous copy of the feed when a hub fetches it.
    await env.PUSH.sendBatch([{ body }, { body, delaySeconds: SECOND_PING_SECONDS }]);
  }
}

/** Queues a delivery for each of the next subscriptions after `after`, and a message for those that follow. */
export async function fanOut(topic: string, after: number, { env }: PushContext): Promise<void> {
  const ids = await subscriptionsOf(env, topic).listOwed(after, Date.now());
  const messages: PushMessage[] = ids.map((subscription) => ({ kind: 'deliver', topic, subscription }));
  const last = ids.at(-1);
  if (last === undefined) return;
  if (ids.length === FAN_OUT_SIZE) messages.push({ kind: 'fan-out', topic, after: last });
  await env.PUSH.sendBatch(messages.map((body) => ({ body })));
}

/** Delivers a topic's current content to the subscriptions that the messages name. */
export async function deliver(
  topic: string,
  messages: readonly Message<DeliverMessage>[],
  context: PushContext,
): Promise<void> {
  const subscriptions = subscriptionsOf(context.env, topic);
  // Of two messages for one subscription, keep the one with more attempts: only that one is retried.
  const messageOf = new Map(
    messages
      .toSorted((a, b) => a.attempts - b.attempts)
      .map((message) => [message.body.subscription, message]),
  );
  const { claims, waiting } = await subscriptions.claim([...messageOf.keys()], Date.now());
  for (const { id, seconds } of waiting) {
    const message = messageOf.get(id);
    // The message of a first attempt can be dropped, because another one already claims or retries this delivery.
    if (message && message.attempts > 1) message.retry({ delaySeconds: seconds });
  }
  if (claims.length === 0) return;
  // Loaded after the claim, so that no later delivery can have older content.
  const content = await loadContent(topic, context);
  const outcomes = await Promise.all(claims.map((claim) => deliverTo(topic, claim, content, context)));
  const callbackOf = new Map(claims.map(({ id, callback }) => [id, callback]));
  const failures = outcomes.flatMap((outcome) => ('failed' in outcome ? [outcome.failed] : []));
  if (failures.length > 0) {
    const reasons = [...new Set(failures)].join(', ');
    log({ event: 'delivery-failed', topic, failed: failures.length, of: outcomes.length, error: reasons });
  }
  const reports: Promise<void>[] = [];
  for (const { id, next } of await subscriptions.settle(outcomes, Date.now())) {
    if ('dropped' in next)
      reports.push(reportDropped(topic, callbackOf.get(id) ?? '', next.dropped, context));
    else messageOf.get(id)?.retry({ delaySeconds: next.retrySeconds });
  }
  if (failures.length > 0) reports.push(deskOf(context.env).noteFailedDelivery(topic, Date.now()));
  // A failed report is only logged: the deliveries are settled, so retrying the messages would not repeat it.
  for (const result of await Promise.allSettled(reports)) {
    if (result.status === 'rejected') log({ event: 'delivery-not-told', error: String(result.reason) });
  }
}

/** Posts the content to one callback, signed if the subscription has a secret (WebSub sections 7 and 7.1). */
async function deliverTo(
  topic: string,
  { id, ticket, asked, callback, secret, delivered }: ClaimedDelivery,
  content: TopicContent | undefined,
  { settings, client }: PushContext,
): Promise<DeliveryOutcome> {
  const claimed = { id, ticket, asked };
  if (!content || brokenCallbackRule(callback, settings) !== undefined) return { ...claimed, gone: true };
  const { body, etag, type } = content;
  if (delivered === etag) return { ...claimed, delivered };
  const response = await client.send(callback, {
    method: 'POST',
    headers: {
      'Content-Type': type,
      Link: `<${hubUrl(settings.site)}>; rel="hub", <${topic}>; rel="self"`,
      ...(secret === null
        ? {}
        : { 'X-Hub-Signature': await signContent(body, secret, settings.site.signature) }),
    },
    body,
  });
  if (response.ok) return { ...claimed, delivered: etag };
  // A subscriber ends its subscription with 410 (WebSub section 7).
  return response.status === 410 ? { ...claimed, gone: true } : { ...claimed, failed: response.failure };
}

/** Reports a dropped subscription: to the Desk's status, and to the callback. */
async function reportDropped(
  topic: string,
  callback: string,
  reason: string,
  context: PushContext,
): Promise<void> {
  // The query is omitted, because it may contain a secret of the subscriber.
  const [address] = callback.split('?', 1);
  const trouble = `The WebSub subscription of ${address} to ${topic} was dropped: ${reason}.`;
  await deskOf(context.env).reportTroubles([trouble], Date.now());
  await notifyDenied(topic, callback, reason, context);
}
