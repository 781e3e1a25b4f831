import { toBase64 } from '../../lib/encodings.ts';
import { signingString } from './cavage.ts';
import { RSA } from './keys.ts';
import { signatureBase, writeInput } from './message-signature.ts';
import { type Bytes, bodyDigest, type Scheme, type SignedRequest } from './request.ts';

/** A private key, and where its public key is found. */
export interface RequestKey {
  id: string;
  privateKey: CryptoKey;
}

/**
 * Signs a request in the name of an actor. Returns the headers to send: the request's own, and those of the signature. A request without
 * a body is signed too, because servers in Mastodon's secure mode show an actor only to those who say who they are.
 */
export async function signRequest(
  request: Omit<SignedRequest, 'headers'> & { headers?: HeadersInit; body?: Bytes },
  key: RequestKey,
  scheme: Scheme,
  now: Date,
): Promise<Headers> {
  const headers = new Headers(request.headers);
  const signed: SignedRequest = { method: request.method.toUpperCase(), url: request.url, headers };
  const digest = request.body === undefined ? undefined : await bodyDigest(request.body);
  const sign = async (bytes: Bytes) => toBase64(await crypto.subtle.sign(RSA.name, key.privateKey, bytes));
  if (scheme === 'rfc9421') {
    if (digest) headers.set('content-digest', `sha-256=:${digest}:`);
    const components = ['@method', '@target-uri', ...(digest ? ['content-digest'] : [])];
    const written = writeInput(components, {
      created: Math.floor(now.getTime() / 1000),
      keyid: key.id,
      alg: 'rsa-v1_5-sha256',
    });
    headers.set('signature-input', `sig1=${written}`);
    headers.set('signature', `sig1=:${await sign(signatureBase(signed, components, written) as Bytes)}:`);
    return headers;
  }
  if (digest) headers.set('digest', `SHA-256=${digest}`);
  headers.set('date', now.toUTCString());
  headers.set('host', new URL(request.url).host);
  const names = ['(request-target)', 'host', 'date', ...(digest ? ['digest'] : [])];
  const signature = await sign(signingString(signed, names) as Bytes);
  headers.set(
    'signature',
    `keyId="${key.id}",algorithm="rsa-sha256",headers="${names.join(' ')}",signature="${signature}"`,
  );
  return headers;
}
