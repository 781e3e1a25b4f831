/** A short name of some bytes, the same wherever it is made: the first 128 bits of their SHA-256, as hex. */
export async function fingerprint(bytes: Parameters<SubtleCrypto['digest']>[1]): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, 16);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
