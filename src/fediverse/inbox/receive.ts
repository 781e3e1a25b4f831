import type { Context } from 'hono';
import { isCompressed, mediaTypeOf, readAtMost } from '../../lib/body.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { loggerOf, REQUEST_ID_HEADER, requestId } from '../../lib/log.ts';
import { plainResponse, tooManyResponse } from '../../lib/plain-response.ts';
import { hostnameOf } from '../../lib/public-hosts.ts';
import type { Env } from '../../platform/env.ts';
import { isWithinRate } from '../../platform/rate-limit.ts';
import { HttpClient } from '../../push/http-client.ts';
import { siteOf } from '../../readers/site.ts';
import { readSettings, type Settings } from '../../settings/settings.ts';
import { loadSenderKeys } from '../delivery/send-signed.ts';
import { listAccounts, ownAccount } from '../documents/accounts.ts';
import { ACTIVITY_JSON } from '../documents/activity-streams.ts';
import type { Answer } from '../followers/deliveries.ts';
import { followersOf } from '../followers/followers-stub.ts';
import { brokenPeerRule } from '../hosts.ts';
import { verifyRequest } from '../signing/verify.ts';
import { type InboxActivity, readActivity } from './activity.ts';
import { acceptFollow, acceptQuote } from './answers.ts';
import { fetchActor, forgetActor, keyOfActor, type RemoteActor } from './remote-actor.ts';

type InboxContext = Context<{ Bindings: Env }>;

/** The most bytes of an activity: those that count here have some hundred. */
const MAX_BYTES = 65_536;
/** How long a body may take to arrive, in milliseconds. */
const BODY_TIMEOUT_MS = 10_000;
/** How long an actor's server may take to answer, in milliseconds. */
const ACTOR_TIMEOUT_MS = 5000;

const accepted = () => plainResponse(202, 'Accepted.');

/** Handles what another server sends to an inbox of this site. */
export async function receiveActivity(c: InboxContext): Promise<Response> {
  const response = await receive(c);
  response.headers.set(REQUEST_ID_HEADER, requestId(c.req.raw));
  return response;
}

async function receive(c: InboxContext): Promise<Response> {
  const request = c.req.raw;
  if (!(await isWithinRate(c.env.INBOX_RATE, request)))
    return tooManyResponse('activities from this address');
  if (![ACTIVITY_JSON, 'application/ld+json'].includes(mediaTypeOf(request.headers)))
    return plainResponse(415, `Send the activity as ${ACTIVITY_JSON}.`);
  if (isCompressed(request.headers))
    return plainResponse(415, 'Send the activity uncompressed.', { 'Accept-Encoding': 'identity' });
  const tooLong = () => plainResponse(413, `An activity may have at most ${MAX_BYTES} bytes.`);
  if (Number(request.headers.get('Content-Length') ?? 0) > MAX_BYTES) return tooLong();
  let text: string | undefined;
  try {
    const signal = AbortSignal.timeout(BODY_TIMEOUT_MS);
    const body = request.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal });
    text = await readAtMost(body ?? null, MAX_BYTES);
  } catch {
    return plainResponse(408, 'The activity did not arrive whole in time.');
  }
  if (text === undefined) return tooLong();
  const activity = readActivity(text);
  if (activity === 'broken') return plainResponse(400, 'This is not an activity.');
  if (activity === 'other') return accepted();
  // Accounts of authors and topics are those of the settings that the newsroom has saved.
  return handle(c, activity, text, { ...readSettings(c.env), site: await siteOf(c) });
}

/** Finds out who has sent an activity, and does what it asks. */
async function handle(
  c: InboxContext,
  activity: InboxActivity,
  text: string,
  settings: Settings,
): Promise<Response> {
  const { env } = c;
  const { site } = settings;
  const followers = followersOf(env);
  const rule = brokenPeerRule(activity.actor, settings);
  if (rule !== undefined) return plainResponse(403, `The actor’s address ${rule}.`);
  if (activity.type === 'Delete' && !(await followers.isFollowing(activity.actor))) return accepted();
  const host = hostnameOf(activity.actor);
  const client = new HttpClient(site.url, ACTOR_TIMEOUT_MS);
  const key = async () => (await loadSenderKeys(env))(ownAccount(site).id);
  const mayAsk = async () => (await env.INBOX_HOST_RATE.limit({ key: host })).success;
  // Asked only for a signature that is recent, and of this body.
  let found: Awaited<ReturnType<typeof fetchActor>> | undefined;
  const verified = await verifyRequest(
    { method: 'POST', url: `${site.url}${new URL(c.req.url).pathname}`, headers: c.req.raw.headers },
    new TextEncoder().encode(text),
    async (keyId) => {
      found = await fetchActor(activity.actor, { key, client, settings, mayAsk });
      return typeof found === 'string' || 'why' in found ? undefined : keyOfActor(found, keyId);
    },
    new Date(),
  );
  if (found === 'busy') return tooManyResponse('activities of this host');
  // Nobody can sign any more for an actor that is gone. Its own server says that it is.
  if (activity.type === 'Delete' && found === 'gone') {
    await followers.removeActor(activity.actor, Date.now());
    return accepted();
  }
  if (!verified.ok || verified.owner !== activity.actor) {
    forgetActor(activity.actor);
    const why = found === 'gone' ? 'The actor is gone.' : found && 'why' in found ? found.why : undefined;
    const reason = why ?? (verified.ok ? 'The key is not the actor’s.' : verified.reason);
    loggerOf(c.req.raw)({ event: 'activity-refused', host, reason }, 'info');
    return plainResponse(401, reason);
  }
  return act(c, activity, found as RemoteActor, settings);
}

/** Does what an activity asks, which its actor has signed. */
async function act(
  c: InboxContext,
  activity: InboxActivity,
  actor: RemoteActor,
  { site }: Settings,
): Promise<Response> {
  const followers = followersOf(c.env);
  const now = Date.now();
  const { id } = activity;
  const accounts = listAccounts(site);
  const answerFrom = async (sender: string, body: object): Promise<Answer> => {
    // Whoever sends the id of somebody else's activity first must not take its answer.
    const mark = await fingerprint(new TextEncoder().encode(`${actor.id} ${id}`));
    const address = `${sender}#accepts/${mark}`;
    return { address, sender, inbox: actor.inbox, body: JSON.stringify({ ...body, id: address }) };
  };
  switch (activity.type) {
    case 'Follow': {
      const account = accounts.find((each) => each.id === activity.followed);
      if (!account) return plainResponse(404, 'This site has no such actor.');
      const body = await answerFrom(account.id, acceptFollow(activity));
      const follower = { actor: actor.id, inbox: actor.sharedInbox };
      const scheme = c.req.raw.headers.has('signature-input') ? 'rfc9421' : 'cavage';
      const how = { follow: id, scheme, answer: body, now } as const;
      const refusal = await followers.follow(account.id, follower, how);
      if (refusal === 'full') return tooManyResponse('activities of this host');
      return refusal === null ? accepted() : plainResponse(403, refusal);
    }
    case 'Undo': {
      const { followed, follow } = activity;
      await followers.unfollow({ followed, actor: actor.id }, { follow, undo: id, now });
      return accepted();
    }
    case 'Delete':
      await followers.removeActor(actor.id, now);
      return accepted();
    case 'QuoteRequest': {
      const sender = ownAccount(site).id;
      const body = acceptQuote(activity, site);
      if (body) await followers.answer(await answerFrom(sender, body), now);
      return accepted();
    }
  }
}
