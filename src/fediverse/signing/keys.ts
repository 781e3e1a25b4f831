import { fromBase64, toBase64 } from '../../lib/encodings.ts';

/** RSASSA-PKCS1-v1_5 with SHA-256 and 2048 bits: what Mastodon verifies. */
export const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** The sizes of keys that are verified. A longer one would cost too much, a shorter one can be broken. */
const MODULUS_BITS = { least: 2048, most: 4096 };
/** The longest PEM that is read. One of 4096 bits has 800 characters. */
const LONGEST_PEM = 2000;
/** What is before and after is no part of a key (RFC 7468 section 2). snac sends some bytes after it. */
const PEM = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/;

/** What a key says of itself, in the types of Workers and in those of Node. */
interface RsaSize {
  modulusLength: number;
  publicExponent: Uint8Array;
}

/** Reads an actor's public key, which comes as PEM (SPKI). Returns undefined if it is something else, or no RSA key of a usual size. */
export async function readPublicKey(pem: string): Promise<CryptoKey | undefined> {
  const [, base64] = (pem.length <= LONGEST_PEM && PEM.exec(pem)) || [];
  if (!base64) return undefined;
  try {
    const bytes = fromBase64(base64.replace(/\s+/g, ''));
    const key = await crypto.subtle.importKey('spki', bytes, RSA, true, ['verify']);
    const { modulusLength, publicExponent } = key.algorithm as unknown as RsaSize;
    const isUsual =
      modulusLength >= MODULUS_BITS.least &&
      modulusLength <= MODULUS_BITS.most &&
      // Verifying takes as long as the exponent has bits.
      publicExponent.length <= 4;
    return isUsual ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a public key as PEM, as actors show it. */
export function writePublicKey(spki: ArrayBuffer): string {
  const lines = toBase64(spki).match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
}
