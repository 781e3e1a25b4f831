import { deskOf } from '../desk/desk-stub.ts';
import { FORMATS, type Format, feedUrl, type Scope } from '../edition/scope.ts';
import { log } from '../lib/log.ts';
import type { DeliverMessage, PushMessage } from '../queue-messages.ts';
import { hubUrl } from '../site.ts';
import { brokenCallbackRule } from './callback.ts';
import type { PushContext } from './context.ts';
import { signContent } from './signature.ts';
import { type ClaimedDelivery, type DeliveryOutcome, FAN_OUT_SIZE } from './subscriptions.ts';
import { subscriptionsOf } from './topic.ts';
import { loadContent, type TopicContent } from './topic-content.ts';
import { notifyDenied } from './verification.ts';

/** Until KV has converged everywhere, in seconds. */
const SECOND_PING_SECONDS = 90;

/** Sets off what follows from a scope's new edition: the fan-out of its feeds, and pings to hubs of others. */
export async function distribute(scope: Scope, work: PushContext): Promise<void> {
  const { env, settings } = work;
  const urls = (Object.keys(FORMATS) as Format[]).map((format) => feedUrl(settings.site, scope, format));
  await Promise.all(urls.map((topic) => fanOut(topic, 0, work)));
  for (const hub of settings.site.hubs) {
    const body: PushMessage = { kind: 'ping', hub, urls };
    // A hub fetches the feed as a reader does, and what it fetches at once may be the copy before. So it is told twice.
    await env.PUSH.sendBatch([{ body }, { body, delaySeconds: SECOND_PING_SECONDS }]);
  }
}

/** Sends a message for each subscription of a page, and one for the next page. */
export async function fanOut(topic: string, after: number, { env }: PushContext): Promise<void> {
  const ids = await subscriptionsOf(env, topic).listOwed(after, Date.now());
  const messages: PushMessage[] = ids.map((subscription) => ({ kind: 'deliver', topic, subscription }));
  const last = ids.at(-1);
  if (last === undefined) return;
  if (ids.length === FAN_OUT_SIZE) messages.push({ kind: 'fan-out', topic, after: last });
  await env.PUSH.sendBatch(messages.map((body) => ({ body })));
}

/** Delivers the newest document of a topic to the subscriptions that these messages name. */
export async function deliver(
  topic: string,
  messages: readonly Message<DeliverMessage>[],
  work: PushContext,
): Promise<void> {
  const subscriptions = subscriptionsOf(work.env, topic);
  // Of two messages for one subscription the one that was tried more often stays: it is the one that is to be retried.
  const messageOf = new Map(
    messages
      .toSorted((a, b) => a.attempts - b.attempts)
      .map((message) => [message.body.subscription, message]),
  );
  const { claims, waiting } = await subscriptions.claim([...messageOf.keys()], Date.now());
  for (const { id, seconds } of waiting) {
    const message = messageOf.get(id);
    // A new message is not needed: whoever has the subscription, or will try it again, delivers the newest document.
    if (message && message.attempts > 1) message.retry({ delaySeconds: seconds });
  }
  if (claims.length === 0) return;
  // After the claim, so that no later delivery can have had an older document.
  const document = await loadContent(topic, work);
  const outcomes = await Promise.all(claims.map((claim) => attempt(topic, claim, document, work)));
  const callbackOf = new Map(claims.map(({ id, callback }) => [id, callback]));
  const failures = outcomes.flatMap((outcome) => ('failed' in outcome ? [outcome.failed] : []));
  if (failures.length > 0) {
    const reasons = [...new Set(failures)].join(', ');
    log({ event: 'delivery-failed', topic, failed: failures.length, of: outcomes.length, error: reasons });
  }
  const drops: Promise<void>[] = [];
  for (const { id, next } of await subscriptions.settle(outcomes, Date.now())) {
    if ('dropped' in next) drops.push(reportDropped(topic, callbackOf.get(id) ?? '', next.dropped, work));
    else messageOf.get(id)?.retry({ delaySeconds: next.retrySeconds });
  }
  const notes = failures.length > 0 ? [deskOf(work.env).noteFailedDelivery(topic, Date.now())] : [];
  // All is settled by now: whether everyone could be told changes nothing, and retrying would not tell them.
  for (const result of await Promise.allSettled([...drops, ...notes])) {
    if (result.status === 'rejected') log({ event: 'delivery-not-told', error: String(result.reason) });
  }
}

async function attempt(
  topic: string,
  { id, ticket, asked, callback, secret, delivered }: ClaimedDelivery,
  document: TopicContent | undefined,
  { settings, client }: PushContext,
): Promise<DeliveryOutcome> {
  const claimed = { id, ticket, asked };
  if (!document || brokenCallbackRule(callback, settings) !== undefined) return { ...claimed, gone: true };
  if (delivered === document.etag) return { ...claimed, delivered };
  const { body } = document;
  const answer = await client.send(callback, {
    method: 'POST',
    headers: {
      'Content-Type': document.type,
      Link: `<${hubUrl(settings.site)}>; rel="hub", <${topic}>; rel="self"`,
      ...(secret === null
        ? {}
        : { 'X-Hub-Signature': await signContent(body, secret, settings.site.signature) }),
    },
    body,
  });
  if ('failure' in answer) return { ...claimed, failed: answer.failure };
  if (answer.status === 410) return { ...claimed, gone: true };
  const isSuccess = answer.status >= 200 && answer.status < 300;
  return isSuccess
    ? { ...claimed, delivered: document.etag }
    : { ...claimed, failed: `status ${answer.status}` };
}

/** Says that a subscription was dropped: to its callback, in the log, and in the Desk's status. */
async function reportDropped(
  topic: string,
  callback: string,
  reason: string,
  work: PushContext,
): Promise<void> {
  // What stands behind the path may be the callback's secret.
  const [named] = callback.split('?', 1);
  const what = `The WebSub subscription of ${named} to ${topic} was dropped: ${reason}.`;
  await deskOf(work.env).reportTroubles([what], Date.now());
  await notifyDenied(topic, callback, reason, work);
}
