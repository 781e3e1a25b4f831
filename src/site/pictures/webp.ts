import { ByteReader, concat, toBytes, uint32 } from './bytes.ts';
import type { CleanFile } from './clean-file.ts';
import { checkParts, checkPixels } from './limits.ts';
import { cutShort, damaged, rare } from './unusable-picture.ts';

// WebP (RFC 9649): a RIFF file with chunks, each with a type. Only those that change how the picture looks are kept. Exif's
// orientation is not among them: browsers ignore it in WebP.

interface Chunk {
  type: string;
  content: Uint8Array;
}

interface Size {
  width: number;
  height: number;
}

/** The flags of VP8X. */
const [ICC, ALPHA, ANIMATION] = [0x20, 0x10, 0x02];

const isPicture = ({ type }: Chunk) => type === 'VP8 ' || type === 'VP8L';

const serialize = ({ type, content }: Chunk): Uint8Array =>
  concat([
    toBytes(type),
    uint32(content.byteLength, true),
    content,
    // Chunks begin at even positions.
    new Uint8Array(content.byteLength % 2),
  ]);

function readChunks(bytes: Uint8Array): Chunk[] {
  const reader = new ByteReader(bytes, { littleEndian: true });
  const chunks: Chunk[] = [];
  while (reader.left > 0) {
    const [type, length] = [reader.text(4), reader.uint32()];
    chunks.push({ type, content: reader.take(length) });
    checkParts(chunks.length);
    // Some programs leave out the last byte of padding.
    if (length % 2 === 1 && reader.left > 0) reader.take(1);
  }
  return chunks;
}

/** Reads the size from the coded picture: lossy (RFC 6386 section 9.1) or lossless (RFC 9649 section 3.4). */
function sizeOf({ type, content }: Chunk): Size {
  const reader = new ByteReader(content, { littleEndian: true });
  if (type === 'VP8L') {
    if (reader.uint8() !== 0x2f) throw damaged('its lossless picture has no beginning');
    const bits = reader.uint32();
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  reader.take(3);
  if (reader.text(3) !== '\x9d\x01\x2a') throw damaged('its picture has no beginning');
  return { width: reader.uint16() & 0x3fff, height: reader.uint16() & 0x3fff };
}

/** Finds the coded picture among chunks, and its transparency. */
function readPicture(chunks: readonly Chunk[]): Size & { kept: Chunk[] } {
  const picture = chunks.find(isPicture);
  if (!picture) throw damaged('it has no picture');
  const alpha = picture.type === 'VP8 ' ? chunks.filter(({ type }) => type === 'ALPH').slice(0, 1) : [];
  return { ...sizeOf(picture), kept: [...alpha, picture] };
}

/** Returns a picture of an animation without chunks that are not part of it. */
function cleanFrame({ content }: Chunk, canvas: Size): Chunk {
  const reader = new ByteReader(content, { littleEndian: true });
  const [left, top] = [reader.uint24() * 2, reader.uint24() * 2];
  const [width, height] = [reader.uint24() + 1, reader.uint24() + 1];
  reader.take(4);
  const picture = readPicture(readChunks(content.subarray(reader.at)));
  if (left + width > canvas.width || top + height > canvas.height) {
    throw damaged('a picture of its animation is larger than the animation');
  }
  if (picture.width !== width || picture.height !== height) throw damaged('it states two sizes');
  return {
    type: 'ANMF',
    content: concat([content.subarray(0, 16), ...picture.kept.map(serialize)]),
  };
}

/** Returns a WebP file without metadata, unknown chunks, and whatever follows its end. */
export function cleanWebp(bytes: Uint8Array): CleanFile {
  const length = new ByteReader(bytes.subarray(4), { littleEndian: true }).uint32();
  if (8 + length > bytes.byteLength) throw cutShort();
  const chunks = readChunks(bytes.subarray(12, 8 + length));
  const finish = (kept: readonly Chunk[]) => {
    const body = kept.map(serialize);
    const total = body.reduce((sum, { byteLength }) => sum + byteLength, 4);
    return concat([toBytes('RIFF'), uint32(total, true), toBytes('WEBP'), ...body]);
  };
  const [first] = chunks;
  if (!first) throw cutShort();
  if (isPicture(first)) {
    const { width, height } = sizeOf(first);
    checkPixels(width, height);
    return { width, height, bytes: finish([first]) };
  }
  if (first.type !== 'VP8X') throw rare('WebP');
  const reader = new ByteReader(first.content, { littleEndian: true });
  const flags = reader.uint32();
  const [width, height] = [reader.uint24() + 1, reader.uint24() + 1];
  checkPixels(width, height);

  const find = (type: string) => chunks.filter((chunk) => chunk.type === type).slice(0, 1);
  const profile = flags & ICC ? find('ICCP') : [];
  const frames = flags & ANIMATION ? chunks.filter(({ type }) => type === 'ANMF') : [];
  checkPixels(width, height, Math.max(1, frames.length));
  let pictures: Chunk[];
  if (flags & ANIMATION) {
    if (frames.length === 0) throw damaged('it has no picture');
    pictures = [...find('ANIM'), ...frames.map((frame) => cleanFrame(frame, { width, height }))];
  } else {
    const picture = readPicture(chunks);
    if (picture.width !== width || picture.height !== height) throw damaged('it states two sizes');
    pictures = picture.kept;
  }
  const stated = (flags & (ALPHA | ANIMATION)) | (profile.length > 0 ? ICC : 0);
  const header = { type: 'VP8X', content: concat([uint32(stated, true), first.content.subarray(4, 10)]) };
  return { width, height, bytes: finish([header, ...profile, ...pictures]) };
}
