import { fromBase64 } from '../../lib/encodings.ts';
import { deskOf } from '../../newsroom/desk/desk-stub.ts';
import type { Env } from '../../platform/env.ts';
import type { HttpClient, OutboundResult } from '../../push/http-client.ts';
import { keyId } from '../documents/actor.ts';
import { RSA } from '../signing/keys.ts';
import type { Scheme } from '../signing/request.ts';
import { type RequestKey, signRequest } from '../signing/sign.ts';

/** Returns what finds the key with which an actor of this site signs requests. Throws if the newsroom has no accounts. */
export async function loadSenderKeys(env: Pick<Env, 'DESK'>): Promise<(actor: string) => RequestKey> {
  const pair = await deskOf(env).actorKey.pair();
  if (!pair) throw new Error('The newsroom has no accounts.');
  const privateKey = await crypto.subtle.importKey('pkcs8', fromBase64(pair.privateKey), RSA, false, [
    'sign',
  ]);
  return (id) => ({ id: keyId({ id }), privateKey });
}

/** Statuses of servers that do not understand a signature. */
const NOT_UNDERSTOOD: readonly (number | undefined)[] = [400, 401];

/** A request to another server. */
interface Signed {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: Uint8Array;
}

/**
 * Sends a signed request, by RFC 9421 unless the server is known to sign in the older way. One that does not understand the signature is
 * asked once more in the other way. Returns what it answered last, and to which signature.
 */
export async function sendSigned(
  request: Signed,
  key: RequestKey,
  client: HttpClient,
  { scheme = 'rfc9421', maxBytes }: { scheme?: Scheme; maxBytes?: number } = {},
): Promise<{ response: OutboundResult; scheme: Scheme }> {
  const send = async (by: Scheme) => {
    const signed = await signRequest(request, key, by, new Date());
    // The runtime sends its own.
    signed.delete('host');
    const { method, url, body } = request;
    const init = { method, headers: Object.fromEntries(signed), ...(body && { body }) };
    return { response: await client.send(url, init, maxBytes), scheme: by };
  };
  const first = await send(scheme);
  const { response } = first;
  if (response.ok || !NOT_UNDERSTOOD.includes(response.status)) return first;
  return send(scheme === 'rfc9421' ? 'cavage' : 'rfc9421');
}
