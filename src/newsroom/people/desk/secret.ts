import { toBase64Url, toHex } from '../../../lib/encodings.ts';

/** A secret that somebody gets once: its token, and the hash by which a table finds it again. */
export interface Secret {
  token: string;
  hash: string;
}

/** Returns the SHA-256 of a token. A token has 256 random bits, so its hash needs no salt and reveals nothing. */
export const hashOf = async (token: string): Promise<string> =>
  toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));

export async function makeSecret(): Promise<Secret> {
  const token = toBase64Url(crypto.getRandomValues(new Uint8Array(32)).buffer);
  return { token, hash: await hashOf(token) };
}
