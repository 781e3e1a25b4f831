import { ByteReader, concat, toBytes, uint32 } from '../bytes.ts';
import { checkParts } from '../limits.ts';
import { damaged } from '../unusable-picture.ts';

// The boxes of ISO media files (ISO/IEC 14496-12), which AVIF is made of.

export interface Box {
  type: string;
  content: Uint8Array;
  /** The position of the content in the file, or in the box that contains it. */
  from: number;
}

/** Reads the boxes that stand one after the other. */
export function readBoxes(bytes: Uint8Array): Box[] {
  const reader = new ByteReader(bytes);
  const boxes: Box[] = [];
  while (reader.left > 0) {
    const begin = reader.at;
    let length = reader.uint32();
    const type = reader.text(4);
    // A length of 1 says that the length is in the next eight bytes; 0, that the box ends with the file.
    if (length === 1) length = reader.uint(8);
    else if (length === 0) length = bytes.byteLength - begin;
    if (length < reader.at - begin) throw damaged('one of its parts has no length');
    const from = reader.at;
    boxes.push({ type, from, content: reader.take(length - (from - begin)) });
    checkParts(boxes.length);
  }
  return boxes;
}

/** Finds the only box with the type. Throws `UnusablePicture` if there is none, or more than one. */
export function onlyBox(boxes: readonly Box[], type: string): Uint8Array {
  const [found, ...others] = boxes.filter((box) => box.type === type);
  if (!found || others.length > 0) throw damaged(`it has ${found ? 'more than one' : 'no'} part "${type}"`);
  return found.content;
}

/** A reader of a box that begins with a version and flags. */
export function versioned(content: Uint8Array) {
  const reader = new ByteReader(content);
  const head = reader.uint32();
  return { reader, version: head >>> 24, flags: head & 0xff_ff_ff };
}

export function makeBox(type: string, ...parts: Uint8Array[]): Uint8Array {
  const content = concat(parts);
  return concat([uint32(content.byteLength + 8), toBytes(type), content]);
}

/** Makes a box that begins with a version and flags. */
export const makeVersionedBox = (
  type: string,
  { version = 0, flags = 0 },
  ...parts: Uint8Array[]
): Uint8Array => makeBox(type, uint32(version * 0x1_00_00_00 + flags), ...parts);
