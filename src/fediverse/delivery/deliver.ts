import { log } from '../../lib/log.ts';
import type { Env } from '../../platform/env.ts';
import type { FederateMessage } from '../../platform/queue-messages.ts';
import { HttpClient } from '../../push/http-client.ts';
import { readSettings, type Settings } from '../../settings/settings.ts';
import { accountsIn } from '../documents/accounts.ts';
import { ACTIVITY_JSON } from '../documents/activity-streams.ts';
import type { Delivery, Outcome } from '../followers/deliveries.ts';
import { followersOf } from '../followers/followers-stub.ts';
import { brokenPeerRule } from '../hosts.ts';
import type { RequestKey } from '../signing/sign.ts';
import { loadSenderKeys, sendSigned } from './send-signed.ts';

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

/** Makes the deliveries that are due, as many as one message makes, and sends a message for the others. */
export async function deliverDue(env: Env): Promise<void> {
  const settings = readSettings(env);
  if (!accountsIn(settings.site)) return;
  const followers = followersOf(env);
  const client = new HttpClient(settings.site.url);
  const keyOf = await loadSenderKeys(env);
  const deliveries = await followers.claim(Date.now());
  const outcomes = await Promise.all(deliveries.map((each) => deliver(each, { settings, client, keyOf })));
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
