import { toHex } from './encodings.ts';

/** Returns the first 128 bits of the bytes' SHA-256, as 32 hex digits. */
export async function fingerprint(bytes: Parameters<SubtleCrypto['digest']>[1]): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, 16);
  return toHex(digest);
}
