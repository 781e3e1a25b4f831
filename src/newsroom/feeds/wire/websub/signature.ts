const HASHES: Record<string, string> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/**
 * Whether `X-Hub-Signature` is the HMAC of a delivery by the subscription's secret (WebSub section 8). The comparison takes the same time
 * for every wrong signature.
 */
export async function isSigned(
  body: Uint8Array<ArrayBuffer>,
  signature: string,
  secret: string,
): Promise<boolean> {
  const [, method = '', digits = ''] = /^(sha\d{1,3})=((?:[\da-f]{2}){20,64})$/i.exec(signature.trim()) ?? [];
  const hash = HASHES[method.toLowerCase()];
  if (hash === undefined) return false;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const raw = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, ['verify']);
  return crypto.subtle.verify('HMAC', key, bytes, body);
}
