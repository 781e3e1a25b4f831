const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xed_b8_83_20 : value >>> 1;
  return value;
});

/** Returns the CRC-32 of the bytes, as PNG has it (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  let value = 0xff_ff_ff_ff;
  for (let at = 0; at < bytes.length; at++) {
    value = ((TABLE[(value ^ (bytes[at] as number)) & 0xff] as number) ^ (value >>> 8)) >>> 0;
  }
  return (value ^ 0xff_ff_ff_ff) >>> 0;
}
