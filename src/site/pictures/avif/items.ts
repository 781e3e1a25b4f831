import { ByteReader, concat } from '../bytes.ts';
import { damaged, rare, UnusablePicture } from '../unusable-picture.ts';
import { type Box, onlyBox, readBoxes, versioned } from './boxes.ts';

// The items of an AVIF file (ISO/IEC 14496-12 section 8.11): pictures and metadata, in one list.

export interface Item {
  id: number;
  type: string;
}

/** Says that some items belong to another: the tiles of a grid, the transparency of a picture. */
export interface Reference {
  type: string;
  from: number;
  to: number[];
}

/** The properties of an item: numbers in the list of all properties, from 1. */
export interface Association {
  item: number;
  properties: { number: number; isEssential: boolean }[];
}

export const rareAvif = () => rare('AVIF');

/** The most entries of a list, with those of the lists in it. A picture of 256 tiles with transparency has about 2,000. */
const MAX_ENTRIES = 5000;

/** Returns a function that returns the counts it is given, and throws once there are too many. */
function newCounter(): (count: number) => number {
  let sum = 0;
  return (count) => {
    sum += count;
    if (sum > MAX_ENTRIES) throw damaged('one of its lists is too long');
    return count;
  };
}

/** Reads the id of an item. The few files that number their items with 32 bits have small numbers, too. */
function readId(reader: ByteReader, isLong: boolean): number {
  const id = isLong ? reader.uint32() : reader.uint16();
  if (id > 65_535) throw rareAvif();
  return id;
}

export function readItems(iinf: Uint8Array): Item[] {
  const { reader, version } = versioned(iinf);
  newCounter()(version === 0 ? reader.uint16() : reader.uint32());
  return readBoxes(iinf.subarray(reader.at)).map(({ type, content }) => {
    const entry = versioned(content);
    if (type !== 'infe' || (entry.version !== 2 && entry.version !== 3)) throw rareAvif();
    const id = readId(entry.reader, entry.version === 3);
    const protection = entry.reader.uint16();
    if (protection !== 0)
      throw new UnusablePicture(
        'This is an encrypted picture, which many browsers do not show. Save it as an ordinary AVIF file, and upload that.',
      );
    return { id, type: entry.reader.text(4) };
  });
}

export function readPrimary(pitm: Uint8Array): number {
  const { reader, version } = versioned(pitm);
  return readId(reader, version > 0);
}

export function readReferences(iref: Uint8Array): Reference[] {
  const { reader: head, version } = versioned(iref);
  const counted = newCounter();
  return readBoxes(iref.subarray(head.at)).map(({ type, content }) => {
    const reader = new ByteReader(content);
    const from = readId(reader, version > 0);
    const to = Array.from({ length: counted(reader.uint16()) }, () => readId(reader, version > 0));
    return { type, from, to };
  });
}

export function readAssociations(boxes: readonly Box[]): Association[] {
  const counted = newCounter();
  return boxes
    .filter(({ type }) => type === 'ipma')
    .flatMap(({ content }) => {
      const { reader, version, flags } = versioned(content);
      const isWide = (flags & 1) === 1;
      return Array.from({ length: counted(reader.uint32()) }, () => ({
        item: readId(reader, version > 0),
        properties: Array.from({ length: counted(reader.uint8()) }, () => {
          const value = isWide ? reader.uint16() : reader.uint8();
          const top = isWide ? 0x80_00 : 0x80;
          return { number: value % top, isEssential: value >= top };
        }),
      }));
    });
}

/** Where the bytes of an item are: stretches of the file, or of the box `idat`. */
interface Location {
  isInFile: boolean;
  extents: { offset: number; length: number }[];
}

function readLocations(iloc: Uint8Array): Map<number, Location> {
  const { reader, version } = versioned(iloc);
  if (version > 2) throw rareAvif();
  const sizes = reader.uint16();
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15] as const;
  const indexSize = version > 0 ? sizes & 15 : 0;
  if (![offsetSize, lengthSize, baseSize, indexSize].every((size) => [0, 4, 8].includes(size))) {
    throw damaged('its list of parts cannot be read');
  }
  const locations = new Map<number, Location>();
  const counted = newCounter();
  for (let left = counted(version < 2 ? reader.uint16() : reader.uint32()); left > 0; left--) {
    const id = readId(reader, version === 2);
    const method = version > 0 ? reader.uint16() & 15 : 0;
    const isElsewhere = reader.uint16() !== 0;
    if (method > 1 || isElsewhere) throw rareAvif();
    const base = reader.uint(baseSize);
    const extents = Array.from({ length: counted(reader.uint16()) }, () => {
      reader.uint(indexSize);
      return { offset: base + reader.uint(offsetSize), length: reader.uint(lengthSize) };
    });
    locations.set(id, { isInFile: method === 0, extents });
  }
  return locations;
}

/** Returns the bytes of the given items, in their order. */
export function readPayloads(ids: readonly number[], meta: readonly Box[], file: Uint8Array): Uint8Array[] {
  const locations = readLocations(onlyBox(meta, 'iloc'));
  let room = file.byteLength;
  return ids.map((id) => {
    const { isInFile, extents } = locations.get(id) ?? { isInFile: true, extents: [] };
    const container = new ByteReader(isInFile ? file : onlyBox(meta, 'idat'));
    const parts = extents.map(({ offset, length }) => {
      // Items that share bytes could make a small file large.
      room -= length;
      if (length === 0 || room < 0) throw rareAvif();
      container.at = offset;
      return container.take(length);
    });
    if (parts.length === 0) throw damaged('a part of the picture is missing');
    return concat(parts);
  });
}
