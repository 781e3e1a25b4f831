import { fromBase64Url, toBase64Url } from '../../../lib/encodings.ts';
import { isSignatureOf } from '../../../site/story/history/statement.ts';

/** The newsroom's private key. */
export interface SigningKey {
  /** The public key, as the `x` of a JWK (RFC 8037). */
  key: string;
  /** Signs a text's bytes with Ed25519. Returns base64url. */
  sign: (text: string) => Promise<string>;
}

/** The error if a secret is not a key. Its message never contains the secret. */
export class BrokenSigningKey extends Error {}

/** Parses a key in a secret of this name. Throws `BrokenSigningKey`. */
export async function parseSigningKey(secret: string, name: string): Promise<SigningKey> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = fromBase64Url(secret.trim());
  } catch {
    throw new BrokenSigningKey(`${name} is not base64url: it has other characters than A-Z a-z 0-9 - and _.`);
  }
  try {
    const imported = await crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', true, ['sign']);
    const { x = '' } = (await crypto.subtle.exportKey('jwk', imported)) as JsonWebKey;
    const sign = async (text: string) =>
      toBase64Url(await crypto.subtle.sign('Ed25519', imported, new TextEncoder().encode(text)));
    // workerd takes an X25519 key for an Ed25519 key, and throws only when that key signs.
    if (!(await isSignatureOf('', await sign(''), x))) throw new Error('It signs for another key.');
    return { key: x, sign };
  } catch {
    throw new BrokenSigningKey(`${name} is not a private Ed25519 key in PKCS #8: perhaps a part is missing.`);
  }
}

let kept: { secret: string; parsed: Promise<SigningKey> } | undefined;

/** Returns the key in the secret SIGNING_KEY, which each isolate parses once; undefined if there is none. Throws `BrokenSigningKey`. */
export async function readSigningKey(secret: string | undefined): Promise<SigningKey | undefined> {
  if (!secret?.trim()) return undefined;
  if (kept?.secret !== secret) kept = { secret, parsed: parseSigningKey(secret, 'SIGNING_KEY') };
  return kept.parsed;
}

/** Whether the newsroom signs: with which public key (the `x` of a JWK), or why not. */
interface SigningState {
  key: string | null;
  fault: string | null;
}

export async function signingState(secret: string | undefined): Promise<SigningState> {
  try {
    return { key: (await readSigningKey(secret))?.key ?? null, fault: null };
  } catch (error) {
    return { key: null, fault: (error as Error).message };
  }
}
