/** Compresses bytes as gzip (RFC 1952), at the level that the runtime always uses: 6. */
export const gzip = (bytes: Uint8Array): Promise<Uint8Array> => through(bytes, new CompressionStream('gzip'));

/** Decompresses gzip. Rejects if the bytes are not gzip, are incomplete or do not match their checksum. */
export const gunzip = (bytes: Uint8Array): Promise<Uint8Array> =>
  through(bytes, new DecompressionStream('gzip'));

async function through(
  bytes: Uint8Array,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const writer = transform.writable.getWriter();
  // Ignore this rejection, because faulty bytes also reject the readable end, which is awaited below.
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => undefined);
  return new Uint8Array(await new Response(transform.readable).arrayBuffer());
}
