import type { HttpClient, OutboundResult } from '../../push/http-client.ts';
import type { Scheme } from '../signing/request.ts';
import { type RequestKey, signRequest } from '../signing/sign.ts';

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
 * Sends a signed request. A server that does not understand its signature by RFC 9421 is asked again in the older way. Returns what it
 * answered last, and to which signature.
 */
export async function sendSigned(
  request: Signed,
  key: RequestKey,
  client: HttpClient,
  { scheme = 'rfc9421', maxBytes }: { scheme?: Scheme; maxBytes?: number } = {},
): Promise<{ response: OutboundResult; scheme: Scheme }> {
  const signed = await signRequest(request, key, scheme, new Date());
  // The runtime sends its own.
  signed.delete('host');
  const { method, url, body } = request;
  const init = { method, headers: Object.fromEntries(signed), ...(body && { body }) };
  const response = await client.send(url, init, maxBytes);
  if (response.ok || scheme === 'cavage' || !NOT_UNDERSTOOD.includes(response.status))
    return { response, scheme };
  return sendSigned(request, key, client, {
    scheme: 'cavage',
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
}
