import { toHex } from '../lib/encodings.ts';
import type { Site } from '../settings/site.ts';

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

/** Returns the value of `X-Hub-Signature` (WebSub section 7.1): the method, "=" and the HMAC of the content in lower-case hex. */
export async function signContent(
  content: Uint8Array,
  secret: string,
  method: Site['signature'],
): Promise<string> {
  const bytes = new TextEncoder().encode(secret);
  const algorithm = { name: 'HMAC', hash: HASHES[method] };
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, content));
  return `${method}=${toHex(digest)}`;
}
