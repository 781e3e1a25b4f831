/** Returns 32 bits of a text (FNV-1a over UTF-16). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Returns 64 bits of a text in hex: FNV-1a, and the same with another offset and prime. */
export function hash64(text: string): string {
  let second = 0x9747b28c;
  for (let at = 0; at < text.length; at++) second = Math.imul(second ^ text.charCodeAt(at), 0x5bd1e995);
  return [hash32(text), second >>> 0].map((bits) => bits.toString(16).padStart(8, '0')).join('');
}
