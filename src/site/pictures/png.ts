import { ByteReader, concat, toBytes, uint32 } from './bytes.ts';
import type { CleanFile } from './clean-file.ts';
import { crc32 } from './crc32.ts';
import { makeExif, type Orientation, readOrientation, upright } from './exif.ts';
import { checkParts, checkPixels } from './limits.ts';
import { damaged, rare } from './unusable-picture.ts';

// PNG (Third Edition): chunks, each with a type. Only those that change how the picture looks are kept.

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs acTL fcTL fdAT'.split(' '),
);

const chunk = (type: string, content: Uint8Array) => {
  const checked = concat([toBytes(type), content]);
  return concat([uint32(content.byteLength), checked, uint32(crc32(checked))]);
};

const sidesIn = (content: Uint8Array, at: number) => {
  const reader = new ByteReader(content);
  reader.at = at;
  return { width: reader.uint32(), height: reader.uint32(), reader };
};

/** Throws if a picture of the animation does not lie within the canvas. */
function checkFrame(content: Uint8Array, canvas: { width: number; height: number }): void {
  const { width, height, reader } = sidesIn(content, 4);
  if (reader.uint32() + width > canvas.width || reader.uint32() + height > canvas.height) {
    throw damaged('a picture of its animation is larger than the animation');
  }
}

/** Returns a PNG file without texts, times, unknown chunks, and whatever follows its end. */
export function cleanPng(bytes: Uint8Array): CleanFile {
  const reader = new ByteReader(bytes);
  const kept = [reader.take(PNG_SIGNATURE.length)];
  let canvas: { width: number; height: number } | undefined;
  let orientation: Orientation = 1;
  let frames = 0;
  let hasData = false;
  let parts = 0;
  for (let type = ''; type !== 'IEND'; ) {
    parts++;
    checkParts(parts);
    const from = reader.at;
    const length = reader.uint32();
    type = reader.text(4);
    if (!/^[A-Za-z]{4}$/.test(type)) throw damaged('one of its parts has no name');
    const content = reader.take(length);
    const checksum = reader.uint32();
    // To check the pixels would take 20 times as long as all else. They have a checksum of their own, which browsers check.
    const isChecked = type !== 'IDAT' && type !== 'fdAT';
    if (isChecked && checksum !== crc32(bytes.subarray(from + 4, reader.at - 4)))
      throw damaged('a checksum does not match');
    if ((type === 'IHDR') !== (canvas === undefined)) throw damaged('its header is not at its beginning');
    if (type === 'IHDR') {
      canvas = sidesIn(content, 0);
      checkPixels(canvas.width, canvas.height);
    }
    if (type === 'fcTL' && canvas) {
      checkFrame(content, canvas);
      frames++;
    }
    if (type === 'eXIf' && orientation === 1 && !hasData) {
      orientation = readOrientation(content);
      if (orientation !== 1) kept.push(chunk('eXIf', makeExif(orientation)));
    }
    hasData ||= type === 'IDAT';
    if (KEPT.has(type)) kept.push(bytes.subarray(from, reader.at));
    // A capital letter says that the picture cannot be shown without the chunk.
    else if (/^[A-Z]/.test(type)) throw rare('PNG');
  }
  if (!canvas || !hasData) throw damaged('it has no picture');
  checkPixels(canvas.width, canvas.height, Math.max(1, frames));
  return { ...upright(canvas.width, canvas.height, orientation), orientation, bytes: concat(kept) };
}

/** Where the depth of a channel in bits stands in a PNG: in its header, behind width and height. */
const DEPTH_AT = 24;

/** Whether a PNG has 16 bits a channel, so that its pixels take twice the memory. */
export const isDeepPng = (png: Uint8Array): boolean => png[DEPTH_AT] === 16;

/** Returns a clean PNG without its colour profile: that is compressed, so a small file can fill a decoder's memory with it. */
export function withoutProfile(png: Uint8Array): Uint8Array<ArrayBuffer> {
  const reader = new ByteReader(png);
  const kept = [reader.take(PNG_SIGNATURE.length)];
  while (reader.left > 0) {
    const from = reader.at;
    const length = reader.uint32();
    const type = reader.text(4);
    // The checksum follows the content.
    reader.take(length + 4);
    if (type !== 'iCCP') kept.push(png.subarray(from, reader.at));
  }
  return concat(kept);
}
