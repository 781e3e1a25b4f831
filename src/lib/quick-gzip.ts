import { gzipSync } from 'node:zlib';

/**
 * Compresses bytes as gzip in half the time of `gzip`, which always uses level 6. They become a twentieth larger. For what is
 * compressed again with each publication.
 */
export const quickGzip = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(gzipSync(bytes, { level: 4, memLevel: 9 }));
