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
