import { ByteReader, concat, toBytes } from './bytes.ts';
import type { CleanFile } from './clean-file.ts';
import { checkParts, checkPixels } from './limits.ts';
import { damaged } from './unusable-picture.ts';

// GIF89a: a header, then blocks. Of the extensions, only those that say how an animation runs are kept.

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b];
const [GRAPHIC_CONTROL, APPLICATION] = [0xf9, 0xff];
/** The extensions that say how often an animation is repeated. */
const LOOPS = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

/** Reads a table of colours, if the packed field says that there is one. */
function skipColourTable(reader: ByteReader, packed: number): void {
  if (packed & 0x80) reader.take(3 * 2 ** ((packed & 7) + 1));
}

/** Reads blocks of up to 255 bytes, until an empty one. Returns the first. */
function takeSubBlocks(reader: ByteReader): Uint8Array {
  const first = reader.take(reader.uint8());
  for (let block = first; block.byteLength > 0; ) block = reader.take(reader.uint8());
  return first;
}

/** Returns the extension as it is kept; undefined if it is a comment or other metadata. */
function keptExtension(label: number, reader: ByteReader, from: number): Uint8Array | undefined {
  const first = takeSubBlocks(reader);
  if (label === GRAPHIC_CONTROL) return reader.bytes.subarray(from, reader.at);
  const name = label === APPLICATION ? String.fromCharCode(...first) : '';
  if (!LOOPS.includes(name)) return undefined;
  // The loop itself is the first block after the name: three bytes, of which the first is 1.
  const [length, kind, low = 0, high = 0] = reader.bytes.subarray(from + 3 + first.byteLength);
  if (length !== 3 || kind !== 1) return undefined;
  return concat([
    Uint8Array.of(EXTENSION, APPLICATION, name.length),
    toBytes(name),
    Uint8Array.of(3, 1, low, high, 0),
  ]);
}

/** Returns a GIF file without comments, texts, metadata of programs, and whatever follows its end. */
export function cleanGif(bytes: Uint8Array): CleanFile {
  const reader = new ByteReader(bytes, { littleEndian: true });
  reader.take(6);
  const [width, height, packed] = [reader.uint16(), reader.uint16(), reader.uint8()];
  reader.take(2);
  skipColourTable(reader, packed);
  checkPixels(width, height);
  const kept = [bytes.subarray(0, reader.at)];
  let frames = 0;
  for (let parts = 1; ; parts++) {
    checkParts(parts);
    const from = reader.at;
    const kind = reader.uint8();
    if (kind === TRAILER) break;
    if (kind === EXTENSION) {
      const part = keptExtension(reader.uint8(), reader, from);
      if (part) kept.push(part);
    } else if (kind === IMAGE) {
      const [left, top] = [reader.uint16(), reader.uint16()];
      if (left + reader.uint16() > width || top + reader.uint16() > height) {
        throw damaged('one of its pictures is larger than the file says');
      }
      skipColourTable(reader, reader.uint8());
      reader.take(1);
      takeSubBlocks(reader);
      kept.push(bytes.subarray(from, reader.at));
      frames++;
    } else {
      throw damaged('one of its parts has no name');
    }
  }
  if (frames === 0) throw damaged('it has no picture');
  checkPixels(width, height, frames);
  return { width, height, bytes: concat([...kept, Uint8Array.of(TRAILER)]) };
}
