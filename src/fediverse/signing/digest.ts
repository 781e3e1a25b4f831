import { toBase64 } from '../../lib/encodings.ts';
import type { Bytes } from './request.ts';

/** Returns the SHA-256 of a body, as base64. */
export const bodyDigest = async (body: Bytes): Promise<string> =>
  toBase64(await crypto.subtle.digest('SHA-256', body));

/** Returns the SHA-256 that a `Content-Digest` states (RFC 9530); undefined if it states none, or two. */
export function statedContentDigest(header: string): string | undefined {
  const members = header.split(',').map((member) => /^\s*sha-256=:([A-Za-z0-9+/]+=*):\s*$/.exec(member)?.[1]);
  const found = members.filter((digest) => digest !== undefined);
  return found.length === 1 ? found[0] : undefined;
}

/** Returns the SHA-256 that a `Digest` states (RFC 3230); undefined if it states none, or two. */
export function statedDigest(header: string): string | undefined {
  const members = header.split(',').map((member) => /^\s*sha-256=([A-Za-z0-9+/]+=*)\s*$/i.exec(member)?.[1]);
  const found = members.filter((digest) => digest !== undefined);
  return found.length === 1 ? found[0] : undefined;
}
