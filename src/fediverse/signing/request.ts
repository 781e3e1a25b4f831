import { toBase64 } from '../../lib/encodings.ts';

/** Bytes, as the types of Workers and those of Node have them. */
export type Bytes = Parameters<SubtleCrypto['digest']>[1];

/** A request that is signed, or whose signature is verified. */
export interface SignedRequest {
  method: string;
  /** The address, whole, as the one who was asked calls itself: not what a proxy made of it. */
  url: string;
  headers: Headers;
}

/** The ways of signing that servers of the fediverse know: RFC 9421, and an older draft by Cavage (draft-cavage-http-signatures-12). */
export type Scheme = 'rfc9421' | 'cavage';

/** Returns the SHA-256 of a body, as base64. */
export const bodyDigest = async (body: Bytes): Promise<string> =>
  toBase64(await crypto.subtle.digest('SHA-256', body));
