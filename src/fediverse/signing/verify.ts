import { fromBase64 } from '../../lib/encodings.ts';
import { readCavageSignature, signingString } from './cavage.ts';
import { RSA } from './keys.ts';
import { readMessageSignature, signatureBase } from './message-signature.ts';
import { type Bytes, bodyDigest, type SignedRequest } from './request.ts';

/** Whose a key is, and the key itself, as `readPublicKey` reads it. */
export interface ActorKey {
  owner: string;
  publicKey: CryptoKey;
}

/** Who signed a request, or why nobody is believed to have. A reason is a sentence for whoever runs the other server. */
export type Verification = { ok: true; keyId: string; owner: string } | { ok: false; reason: string };

/** How far the clock of a signature may be from ours. Servers sign at the moment they send; Fedify and Mastodon allow an hour of skew too. */
const SIGNATURE_WINDOW_SECONDS = 3600;
/** The longest header of a signature that is read. One of Mastodon's has 600 characters. */
const LONGEST_HEADER = 4096;
const LONGEST_KEY_ID = 2048;

/** What a signature says, once everything is checked that needs no key. */
interface Claim {
  keyId: string;
  bytes: Bytes;
  signature: string;
}
type Checked = Claim | { reason: string };

const isRecent = (seconds: number, now: Date) =>
  Math.abs(now.getTime() / 1000 - seconds) <= SIGNATURE_WINDOW_SECONDS;
const lacks = (signed: readonly string[], needed: readonly string[]) =>
  needed.find((name) => !signed.includes(name));
const notRecent = 'The signature is more than an hour old, or from the future.';
const otherBody = 'The body is not the one whose digest was sent.';

/** The SHA-256 in a `Content-Digest` (RFC 9530), and in a `Digest` (RFC 3230). */
const DIGESTS = {
  'content-digest': /^\s*sha-256=:([A-Za-z0-9+/]+=*):\s*$/,
  digest: /^\s*sha-256=([A-Za-z0-9+/]+=*)\s*$/i,
} as const;

/** Whether a header states the SHA-256 of a body, and no other. */
async function isDigestOf(body: Bytes, headers: Headers, name: keyof typeof DIGESTS): Promise<boolean> {
  const members = (headers.get(name) ?? '').split(',');
  const stated = members.flatMap((member) => DIGESTS[name].exec(member)?.[1] ?? []);
  return stated.length === 1 && stated[0] === (await bodyDigest(body));
}

async function checkMessageSignature(
  request: SignedRequest,
  input: string,
  body: Bytes | undefined,
  now: Date,
): Promise<Checked> {
  const read = readMessageSignature(input, request.headers.get('signature') ?? '');
  if (!read) return { reason: 'Signature-Input and Signature are not one signature by RFC 9421.' };
  const { components, written, parameters, signature } = read;
  const [created, expires, alg, keyId] = ['created', 'expires', 'alg', 'keyid'].map((name) =>
    parameters.get(name),
  );
  if (typeof keyId !== 'string') return { reason: 'The signature has no keyid.' };
  if (alg !== undefined && alg !== 'rsa-v1_5-sha256')
    return { reason: 'The signature has another algorithm than rsa-v1_5-sha256.' };
  if (typeof created !== 'number') return { reason: 'The signature does not say when it was created.' };
  if (!isRecent(created, now)) return { reason: notRecent };
  if (expires !== undefined && !(typeof expires === 'number' && expires * 1000 > now.getTime()))
    return { reason: 'The signature has expired.' };
  const missing = lacks(components, ['@method', '@target-uri', ...(body ? ['content-digest'] : [])]);
  if (missing) return { reason: `The signature does not cover ${missing}.` };
  if (body && !(await isDigestOf(body, request.headers, 'content-digest'))) return { reason: otherBody };
  const bytes = signatureBase(request, components, written);
  return bytes
    ? { keyId, bytes, signature }
    : { reason: 'The signature covers something that the request does not have.' };
}

async function checkCavageSignature(
  request: SignedRequest,
  header: string,
  body: Bytes | undefined,
  now: Date,
): Promise<Checked> {
  const read = readCavageSignature(header);
  if (!read) return { reason: 'Signature is not a signature by draft-cavage-http-signatures.' };
  const { keyId, algorithm = 'hs2019', headers, signature } = read;
  if (!['rsa-sha256', 'hs2019'].includes(algorithm))
    return { reason: 'The signature has another algorithm than rsa-sha256.' };
  const missing = lacks(headers, ['(request-target)', 'host', 'date', ...(body ? ['digest'] : [])]);
  if (missing) return { reason: `The signature does not cover ${missing}.` };
  if (!isRecent(Date.parse(request.headers.get('date') ?? '') / 1000, now)) return { reason: notRecent };
  if (body && !(await isDigestOf(body, request.headers, 'digest'))) return { reason: otherBody };
  const bytes = signingString(request, headers);
  return bytes
    ? { keyId, bytes, signature }
    : { reason: 'The signature covers something that the request does not have.' };
}

const isAddress = (text: string) =>
  text.length <= LONGEST_KEY_ID && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/**
 * Verifies who signed a request, by either scheme. `body` is undefined for a request without one. `keyOf` finds a key, and is
 * asked last, because it may have to ask another server: never for a request that is late or whose body is another.
 *
 * It does not say whether the request has been seen before, nor whether the key's owner may say what the body says.
 */
export async function verifyRequest(
  request: SignedRequest,
  body: Bytes | undefined,
  keyOf: (keyId: string) => Promise<ActorKey | undefined>,
  now: Date,
): Promise<Verification> {
  const input = request.headers.get('signature-input');
  const signature = request.headers.get('signature');
  if (!signature) return { ok: false, reason: 'The request is not signed.' };
  if (Math.max(input?.length ?? 0, signature.length) > LONGEST_HEADER)
    return { ok: false, reason: `Signature has more than ${LONGEST_HEADER} characters.` };
  const signed = { ...request, method: request.method.toUpperCase() };
  const checked = await (input
    ? checkMessageSignature(signed, input, body, now)
    : checkCavageSignature(signed, signature, body, now));
  if ('reason' in checked) return { ok: false, reason: checked.reason };
  if (!isAddress(checked.keyId)) return { ok: false, reason: 'The key’s id is not the address of a key.' };
  const key = await keyOf(checked.keyId);
  if (!key) return { ok: false, reason: 'The key that signed cannot be found.' };
  let isSigned = false;
  try {
    isSigned = await crypto.subtle.verify(
      RSA.name,
      key.publicKey,
      fromBase64(checked.signature),
      checked.bytes,
    );
  } catch {
    // Not base64 at its end.
  }
  return isSigned
    ? { ok: true, keyId: checked.keyId, owner: key.owner }
    : { ok: false, reason: 'The signature is not one of this key over this request.' };
}
