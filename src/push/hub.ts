import type { Context } from 'hono';
import { isCompressed, mediaTypeOf, readAtMost } from '../lib/body.ts';
import { type LogEvent, loggerOf, REQUEST_ID_HEADER, requestId } from '../lib/log.ts';
import { plainResponse, tooManyResponse } from '../lib/plain-response.ts';
import { hostnameOf, networkOf } from '../lib/public-hosts.ts';
import type { Env } from '../platform/env.ts';
import { editionKey } from '../platform/kv.ts';
import { siteOf } from '../readers/site.ts';
import { readSettings } from '../settings/settings.ts';
import { isNamed } from '../site/edition/scope.ts';
import { InvalidRequest, parseSubscriptionRequest } from './subscription-request.ts';
import { parseTopic, topicExists } from './topic.ts';

type HubContext = Context<{ Bindings: Env }>;

/** The most bytes of a subscription request. */
const MAX_REQUEST_BYTES = 8192;

/** The error if KV, the queue or the rate limiter fails: the hub responds with 503. */
class DependencyUnavailable extends Error {}

/** Resolves like `promise`. If it rejects, logs the error with `event` and throws `DependencyUnavailable`. */
async function orUnavailable<T>(c: HubContext, event: LogEvent, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    loggerOf(c.req.raw)({ ...event, error: String(error) });
    throw new DependencyUnavailable();
  }
}

/** Handles a request to subscribe or unsubscribe (WebSub section 5.1). The hub verifies the callback's intent afterwards. */
export async function receiveRequest(c: HubContext): Promise<Response> {
  const response = await respond(c);
  response.headers.set(REQUEST_ID_HEADER, requestId(c.req.raw));
  return response;
}

async function respond(c: HubContext): Promise<Response> {
  try {
    return await acceptRequest(c);
  } catch (error) {
    if (error instanceof InvalidRequest) return plainResponse(400, error.message);
    if (error instanceof DependencyUnavailable) {
      const text = 'The hub is temporarily unavailable. Try again later.';
      return plainResponse(503, text, { 'Retry-After': '300' });
    }
    throw error;
  }
}

async function acceptRequest(c: HubContext): Promise<Response> {
  const settings = readSettings(c.env);
  const isAllowed = async (key: string) =>
    (await orUnavailable(c, { event: 'limiter-failed' }, c.env.HUB_RATE.limit({ key }))).success;
  if (!(await isAllowed(`from ${networkOf(c.req.header('CF-Connecting-IP') ?? 'local')}`))) {
    return tooManyResponse('requests from this address');
  }
  if (mediaTypeOf(c.req.raw.headers) !== 'application/x-www-form-urlencoded') {
    return plainResponse(415, 'Send the request as a form: application/x-www-form-urlencoded.');
  }
  if (isCompressed(c.req.raw.headers)) {
    return plainResponse(415, 'The form is compressed. Send it uncompressed.', {
      'Accept-Encoding': 'identity',
    });
  }
  const form = await readAtMost(c.req.raw.body, MAX_REQUEST_BYTES).catch(() => null);
  if (form === null) return plainResponse(400, 'The form is incomplete. Send it again.');
  if (form === undefined) {
    return plainResponse(413, `A request may have at most ${MAX_REQUEST_BYTES} bytes.`);
  }
  const message = parseSubscriptionRequest(form, settings, Date.now());
  const topic = parseTopic(message.topic, settings.site);
  const exists =
    topic &&
    (await orUnavailable(
      c,
      { event: 'kv-read-failed', key: editionKey(topic.scope) },
      topicExists(topic, settings.site, c.env.STORIES).then(
        // Admins may have added a topic that has no story yet, and have added or removed an author or a language.
        async (isThere) =>
          (isThere && !/^(?:summaries:)?(?:author|language):/.test(topic.scope)) ||
          isNamed(await siteOf(c), topic.scope),
      ),
    ));
  if (!exists) {
    return plainResponse(
      404,
      `hub.topic must be a feed of ${settings.site.url}, exactly as the feed's self link gives it.`,
    );
  }
  // Also limited by the callback's host, so that requests from many addresses cannot make the hub flood one host.
  if (!(await isAllowed(`to ${hostnameOf(message.callback)}`))) {
    return tooManyResponse('requests for callbacks on this host');
  }
  await orUnavailable(c, { event: 'queue-failed' }, c.env.VERIFICATIONS.send(message));
  return plainResponse(202, `The hub will ask the callback to confirm that it wants to ${message.mode}.`);
}

/** Responds to any method other than POST with 405 and the purpose of the address. */
export const refuseMethod = (c: HubContext) =>
  plainResponse(
    405,
    `This is the WebSub hub for the feeds of ${readSettings(c.env).site.url}. Subscribe with POST: https://www.w3.org/TR/websub/`,
    { Allow: 'POST' },
  );
