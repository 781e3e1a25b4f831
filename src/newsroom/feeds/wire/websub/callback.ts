import type { Context } from 'hono';
import { isCompressed } from '../../../../lib/body.ts';
import { PLAIN_TEXT, plainResponse, tooManyResponse } from '../../../../lib/plain-response.ts';
import { networkOf } from '../../../../lib/public-hosts.ts';
import type { Env } from '../../../../platform/env.ts';
import { readBytes } from '../../../wire/read-bytes.ts';
import { wireOf } from '../../../wire/wire-stub.ts';

// The callbacks of this site as a WebSub subscriber: /websub/<token>. Only hubs that it subscribed at know their addresses.

/** The most bytes of a delivery. */
const MAX_DELIVERY_BYTES = 2_000_000;

const TOKEN = /^[\da-f]{64}$/;

/** Handles what a hub sends to a callback: it verifies a subscription with GET, and delivers with POST (WebSub sections 5.3 and 7). */
export async function handleCallback(c: Context<{ Bindings: Env }>): Promise<Response> {
  const { method } = c.req;
  const token = c.req.param('token') ?? '';
  if (method !== 'GET' && method !== 'POST')
    return plainResponse(405, 'Only WebSub hubs use this address, with GET and POST.', {
      Allow: 'GET, POST',
    });
  const nobody = () => plainResponse(method === 'POST' ? 410 : 404, 'Nobody here has asked for this.');
  if (!TOKEN.test(token)) return nobody();
  const network = networkOf(c.req.header('CF-Connecting-IP') ?? 'local');
  const { success } = await c.env.CALLBACK_RATE.limit({ key: network });
  if (!success) return tooManyResponse('requests from this address');
  const deliveries = wireOf(c.env).deliveries;
  const now = Date.now();
  if (method === 'GET') {
    const lease = Number(c.req.query('hub.lease_seconds') ?? Number.NaN);
    const challenge = await deliveries.verify(
      token,
      {
        mode: c.req.query('hub.mode') ?? '',
        topic: c.req.query('hub.topic') ?? '',
        challenge: c.req.query('hub.challenge') ?? '',
        lease: Number.isFinite(lease) ? lease : undefined,
      },
      now,
    );
    return challenge === null ? nobody() : new Response(challenge, { headers: PLAIN_TEXT });
  }
  if (!(await deliveries.isWanted(token))) return nobody();
  if (isCompressed(c.req.raw.headers))
    return plainResponse(415, 'Send it uncompressed.', { 'Accept-Encoding': 'identity' });
  const body = await readBytes(c.req.raw.body, MAX_DELIVERY_BYTES).catch(() => undefined);
  if (!body || body.length > MAX_DELIVERY_BYTES)
    return plainResponse(413, `A delivery may have at most ${MAX_DELIVERY_BYTES} bytes.`);
  const signature = c.req.header('X-Hub-Signature') ?? '';
  const contentType = c.req.header('Content-Type') ?? '';
  const isAccepted = await deliveries.accept(token, { signature, contentType, body }, now);
  return isAccepted ? new Response(null, { status: 204 }) : nobody();
}
