/** The digits of `base32-sortable`, in their order. */
const DIGITS = '234567abcdefghijklmnopqrstuvwxyz';
const [OFFSET, PRIME] = [0xcbf29ce484222325n, 0x100000001b3n];
/** The bits of a hash that a record key has: 50 of its 53 bits of microseconds, and its 10 bits of the clock's name. */
const KEY_BITS = 60;

/** Returns the 64-bit FNV-1a hash of a text's UTF-8, with its bits mixed as MurmurHash3 does, so that all depend on all. */
function hash(text: string): bigint {
  let value = OFFSET;
  for (const byte of new TextEncoder().encode(text))
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * PRIME);
  for (const factor of [0xff51afd7ed558ccdn, 0xc4ceb9fe1a85ec53n])
    value = BigInt.asUintN(64, (value ^ (value >> 33n)) * factor);
  return value ^ (value >> 33n);
}

/**
 * Returns the key of a record on ATProto for an id that never changes: a TID (https://atproto.com/specs/tid), because the lexicons of
 * standard.site demand one. So pages can name the record without asking anybody, and a story that is renamed, sent twice or
 * restored from a backup keeps its record. The time in it is no time: it is a hash, and lies before 2006, so that nobody takes it for
 * the future. Among a million stories, two have the same key with a probability of one in two million.
 */
export function recordKey(id: string): string {
  const value = BigInt.asUintN(KEY_BITS, hash(id));
  return Array.from({ length: 13 }, (_, at) => DIGITS[Number((value >> BigInt(5 * (12 - at))) & 31n)]).join(
    '',
  );
}
