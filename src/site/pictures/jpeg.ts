import { ByteReader, concat, hasText, toBytes, uint16 } from './bytes.ts';
import type { CleanFile } from './clean-file.ts';
import { makeExif, type Orientation, readOrientation, upright } from './exif.ts';
import { checkParts, checkPixels } from './limits.ts';
import { cutShort, damaged, rare, UnusablePicture } from './unusable-picture.ts';

// JPEG (ITU-T T.81): segments, each with a marker. Only those that decoders need are kept, and colour profiles.

const [TEM, SOI, EOI, SOS, DNL, APP0, APP1, APP2, APP14] = [
  0x01, 0xd8, 0xd9, 0xda, 0xdc, 0xe0, 0xe1, 0xe2, 0xee,
];
/** Tables for decoding: DHT, DQT and DRI. */
const TABLES = [0xc4, 0xdb, 0xdd];
/** Frames that browsers decode: baseline, extended sequential and progressive, with Huffman coding. */
const FRAMES = [0xc0, 0xc1, 0xc2];
/** The most scans. Programs write about ten; each makes a decoder go through the whole picture again. */
const MAX_SCANS = 100;

const EXIF = 'Exif\0\0';
const ICC_PROFILE = 'ICC_PROFILE\0';

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const segment = (marker: number, content: Uint8Array) =>
  concat([Uint8Array.of(0xff, marker), uint16(content.byteLength + 2), content]);

/** Returns the JFIF header without its thumbnail. */
const withoutThumbnail = (content: Uint8Array) => concat([content.subarray(0, 12), Uint8Array.of(0, 0)]);

/** Returns where the coded data of a scan ends, at the next marker. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  throw cutShort();
}

function readFrame(marker: number, content: Uint8Array) {
  const reader = new ByteReader(content);
  const [precision, height, width, components] = [
    reader.uint8(),
    reader.uint16(),
    reader.uint16(),
    reader.uint8(),
  ];
  if (!FRAMES.includes(marker) || precision !== 8 || ![1, 3, 4].includes(components)) {
    throw rare('JPEG');
  }
  checkPixels(width, height);
  return { width, height };
}

/** Returns the segment as it is kept; undefined if it is metadata. */
function keptSegment(marker: number, content: Uint8Array): Uint8Array | undefined {
  if (TABLES.includes(marker) || isFrame(marker) || marker === SOS) return segment(marker, content);
  if (marker === APP0 && hasText(content, 'JFIF\0') && content.byteLength >= 14) {
    return segment(APP0, withoutThumbnail(content));
  }
  // Adobe's segment says how the colours are coded.
  if (marker === APP14 && hasText(content, 'Adobe')) return segment(APP14, content.subarray(0, 12));
  return marker === APP2 && hasText(content, ICC_PROFILE) ? segment(APP2, content) : undefined;
}

/** Returns a JPEG file without metadata, thumbnails, comments, and whatever follows its end. */
export function cleanJpeg(bytes: Uint8Array): CleanFile {
  const kept: Uint8Array[] = [];
  const reader = new ByteReader(bytes);
  let [scans, orientation]: [number, Orientation] = [0, 1];
  let frame: { width: number; height: number } | undefined;
  reader.at = 2;
  for (let parts = 1; ; parts++) {
    checkParts(parts);
    // Bytes between segments are padding: decoders skip them.
    reader.at = bytes.indexOf(0xff, reader.at);
    if (reader.at < 0) throw cutShort();
    let marker = reader.uint8();
    while (marker === 0xff) marker = reader.uint8();
    if (marker === EOI) break;
    if (marker === 0 || marker === TEM || isRestart(marker)) continue;
    if (marker === SOI) throw damaged('a second picture begins within the first');
    const length = reader.uint16();
    if (length < 2) throw damaged('one of its parts has no length');
    const content = reader.take(length - 2);
    if (marker === DNL) throw rare('JPEG');
    if (isFrame(marker)) {
      if (frame) throw damaged('it has two headers');
      frame = readFrame(marker, content);
    }
    if (marker === APP1 && orientation === 1 && hasText(content, EXIF)) {
      orientation = readOrientation(content.subarray(EXIF.length));
    }
    const part = keptSegment(marker, content);
    if (part) kept.push(part);
    if (marker !== SOS) continue;
    if (!frame) throw damaged('its header is missing');
    scans++;
    if (scans > MAX_SCANS) {
      throw new UnusablePicture(
        "The picture is stored in more than {most} passes, which would keep a reader's device busy. Save it as an ordinary JPEG file, and upload that.",
        { most: MAX_SCANS },
      );
    }
    const end = endOfScan(bytes, reader.at);
    kept.push(bytes.subarray(reader.at, end));
    reader.at = end;
  }
  if (!frame || scans === 0) throw cutShort();
  const jfif = kept[0] && kept[0][1] === APP0 ? kept.splice(0, 1) : [];
  const exif = orientation === 1 ? [] : [segment(APP1, concat([toBytes(EXIF), makeExif(orientation)]))];
  return {
    ...upright(frame.width, frame.height, orientation),
    orientation,
    bytes: concat([Uint8Array.of(0xff, SOI), ...jfif, ...exif, ...kept, Uint8Array.of(0xff, EOI)]),
  };
}
