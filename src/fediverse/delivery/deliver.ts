import { log } from '../../lib/log.ts';
import type { Env } from '../../platform/env.ts';
import type { FederateMessage } from '../../platform/queue-messages.ts';
import { HttpClient, LONGEST_TIMEOUT_MS, MAX_CONNECTIONS } from '../../push/http-client.ts';
import { readSettings, type Settings } from '../../settings/settings.ts';
import { accountsIn } from '../documents/accounts.ts';
import { ACTIVITY_JSON } from '../documents/activity-streams.ts';
import { CLAIM_MS, type Delivery, type Outcome } from '../followers/deliveries.ts';
import { followersOf } from '../followers/followers-stub.ts';
import { brokenPeerRule } from '../hosts.ts';
import type { RequestKey } from '../signing/sign.ts';
import { loadSenderKeys, sendSigned } from './send-signed.ts';

/** How long after their claim deliveries may begin, in milliseconds: a server is asked twice at most, and some time is left to record it. */
const MAY_BEGIN_MS = CLAIM_MS - 2 * LONGEST_TIMEOUT_MS - 8000;

interface DeliveryContext {
  settings: Settings;
  client: HttpClient;
  keyOf: (actor: string) => RequestKey;
}

async function deliver(
  { to, inbox, sender, body, scheme }: Delivery,
  { settings, client, keyOf }: DeliveryContext,
): Promise<Outcome> {
  // The newsroom may have blocked the host since.
  const rule = brokenPeerRule(inbox, settings);
  if (rule !== undefined) return { to, gone: `The inbox ${rule}.` };
  const request = {
    method: 'POST',
    url: inbox,
    headers: { 'Content-Type': ACTIVITY_JSON },
    body: new TextEncoder().encode(body),
  } as const;
  const sent = await sendSigned(request, keyOf(sender), client, { scheme });
  const { response } = sent;
  if (response.ok) return { to, delivered: sent.scheme };
  return { to, failed: response.failure, ...(response.status !== undefined && { status: response.status }) };
}

/** Makes deliveries, as many at once as there may be connections. What servers are too slow for is handed back: others may have the claim by then. */
async function deliverAll(
  deliveries: readonly Delivery[],
  claimed: number,
  context: DeliveryContext,
): Promise<Outcome[]> {
  const waiting = [...deliveries];
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      outcomes.push(
        Date.now() - claimed < MAY_BEGIN_MS ? await deliver(next, context) : { to: next.to, unasked: true },
      );
  };
  await Promise.all(Array.from({ length: MAX_CONNECTIONS }, work));
  return outcomes;
}

/** Makes the deliveries that are due, as many as one message makes, and sends a message for the others. */
export async function deliverDue(env: Env): Promise<void> {
  const settings = readSettings(env);
  if (!accountsIn(settings.site)) return;
  const followers = followersOf(env);
  const client = new HttpClient(settings.site.url);
  const keyOf = await loadSenderKeys(env);
  const claimed = Date.now();
  const deliveries = await followers.claim(claimed);
  const outcomes = await deliverAll(deliveries, claimed, { settings, client, keyOf });
  const failures = outcomes.flatMap((outcome) => ('failed' in outcome ? [outcome.failed] : []));
  if (failures.length > 0) {
    const error = [...new Set(failures)].join(', ');
    log({ event: 'activities-not-delivered', failed: failures.length, of: outcomes.length, error });
  }
  const areMoreDue = await followers.settle(outcomes, Date.now());
  if (areMoreDue) await env.FEDIVERSE.send({ kind: 'federate' });
}

/** Consumes a batch of the queue. What fails here is not lost: the followers' object sends another message. */
export async function consume(batch: MessageBatch<FederateMessage>, env: Env): Promise<void> {
  for (const _ of batch.messages) await deliverDue(env);
}
