import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip, constants as zlib } from 'node:zlib';

/** How much of a file tells what it is. The namespaces of an export are in its first kilobyte; plugins may write warnings before them. */
const OPENING_BYTES = 65_536;

/** Whether bytes are the beginning of a gzip file (RFC 1952, section 2.3.1). */
export const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Whether bytes are the beginning of a zip. */
export const isZip = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);

/** The encoding that the first bytes show: a byte order mark, or the zero bytes of UTF-16 in an ASCII text. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && second !== 0 && second !== undefined) return 'utf-16be';
  if (second === 0 && first !== 0) return 'utf-16le';
  return 'utf-8';
}

/** Unpacks gzip. A file that is cut short gives what there is of it. */
export const gunzip = () => createGunzip({ finishFlush: zlib.Z_SYNC_FLUSH });

async function firstBytes(stream: Readable, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= length) break;
  }
  return Buffer.concat(chunks).subarray(0, length);
}

/** Reads a file's first bytes, as they are. */
export const readStart = (path: string) =>
  firstBytes(createReadStream(path, { end: OPENING_BYTES - 1 }), OPENING_BYTES);

/** The first characters of a text, from the first bytes of its file, which may be packed with gzip. */
export async function openingOf(bytes: Uint8Array): Promise<string> {
  let plain = bytes;
  if (isGzip(bytes)) {
    const unpacked = gunzip();
    // An error ends it: the characters until then tell enough.
    const stream = Readable.from([bytes]).on('error', () => {});
    plain = await firstBytes(stream.pipe(unpacked), OPENING_BYTES).catch(() => Buffer.alloc(0));
  }
  return new TextDecoder(encodingOf(plain)).decode(plain);
}

/** Reads the first characters of a stream, and closes it. */
export async function openingOfStream(stream: Readable): Promise<string> {
  return openingOf(await firstBytes(stream, OPENING_BYTES));
}
