import { ByteReader, concat, hasText, toBytes, uint16, uint32 } from '../bytes.ts';
import type { CleanFile } from '../clean-file.ts';
import { checkPixels } from '../limits.ts';
import { damaged, UnusablePicture } from '../unusable-picture.ts';
import { type Box, makeBox, makeVersionedBox, onlyBox, readBoxes, versioned } from './boxes.ts';
import {
  type Association,
  type Item,
  type Reference,
  rareAvif,
  readAssociations,
  readItems,
  readPayloads,
  readPrimary,
  readReferences,
} from './items.ts';

// AVIF (https://aomediacodec.github.io/av1-avif/). A new file is made of the picture, its tiles and its transparency. What else an
// AVIF file can hold is left out: Exif, XMP, thumbnails, depth maps, gain maps.

// The properties of items (ISO/IEC 23008-12 section 6.5): size, decoder settings, colours, and how to turn and crop.

const KEPT = new Set(
  'ispe pixi av1C colr auxC irot imir clap pasp clli mdcv cclv amve reve a1op a1lx lsel'.split(' '),
);
const ALPHA = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0';

interface Properties {
  /** Returns the item's properties with this type. */
  of(item: number, type: string): Uint8Array[];
  /** Returns how many pixels the item states. */
  sizeOf(item: number): { width: number; height: number };
  isAlpha(item: number): boolean;
  /** The list of all properties. Instead of those that are not kept it has empty boxes, so that numbers stay the same. */
  list: Uint8Array;
  associations: Association[];
}

function readProperties(iprp: Uint8Array): Properties {
  const boxes = readBoxes(iprp);
  const all = readBoxes(onlyBox(boxes, 'ipco'));
  const associations = readAssociations(boxes);
  const isKept = (box: Box | undefined) => box !== undefined && KEPT.has(box.type);
  const of = (item: number, type: string) =>
    associations
      .filter((each) => each.item === item)
      .flatMap(({ properties }) => properties.map(({ number }) => all[number - 1]))
      .flatMap((box) => (box?.type === type ? [box.content] : []));
  return {
    of,
    sizeOf(item) {
      const [ispe] = of(item, 'ispe');
      if (!ispe) throw damaged('its size is missing');
      const { reader } = versioned(ispe);
      return { width: reader.uint32(), height: reader.uint32() };
    },
    isAlpha: (item) =>
      of(item, 'auxC').some((auxC) => {
        const reader = new ByteReader(auxC.subarray(4));
        return reader.left >= ALPHA.length && reader.text(ALPHA.length) === ALPHA;
      }),
    list: makeBox(
      'ipco',
      ...all.map((box) => (isKept(box) ? makeBox(box.type, box.content) : makeBox('free'))),
    ),
    associations: associations.map(({ item, properties }) => {
      if (properties.some(({ number, isEssential }) => isEssential && number > 0 && !isKept(all[number - 1])))
        throw rareAvif();
      return { item, properties: properties.filter(({ number }) => isKept(all[number - 1])) };
    }),
  };
}

/** What the file claims to conform to. */
const BRANDS = ['mif1', 'miaf', 'MA1A', 'MA1B'];
/** Coded pictures, and the grids that are made of them. */
const PICTURES = ['av01', 'grid'];

export const isAvif = (bytes: Uint8Array): boolean => {
  if (!hasText(bytes, 'ftyp', 4)) return false;
  return brandsOf(bytes).some((brand) => brand === 'avif' || brand === 'avis');
};

/** Returns the brands that the first box names. */
export function brandsOf(bytes: Uint8Array): string[] {
  const length = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), 200, bytes.byteLength);
  const text = String.fromCharCode(...bytes.subarray(8, length));
  return [text.slice(0, 4), ...(text.slice(8).match(/.{4}/gs) ?? [])];
}

/** Finds the references that readers need, from the picture on: its tiles, its transparency. */
function neededReferences(primary: number, references: readonly Reference[], properties: Properties) {
  const needed: Reference[] = [];
  const ids = [primary];
  for (const id of ids) {
    for (const reference of references) {
      const { type, from, to } = reference;
      const isTiles = type === 'dimg' && from === id;
      const isAlpha = type === 'auxl' && to.includes(id) && properties.isAlpha(from);
      if ((!isTiles && !isAlpha) || needed.includes(reference)) continue;
      needed.push(isTiles ? reference : { type, from, to: [id] });
      for (const other of isTiles ? to : [from]) if (!ids.includes(other)) ids.push(other);
    }
  }
  const premultiplied = references.filter(
    ({ type, from, to }) => type === 'prem' && ids.includes(from) && to.every((id) => ids.includes(id)),
  );
  return { ids, references: [...needed, ...premultiplied] };
}

/** Returns the size as readers see it: turned, but not cropped, because browsers do not crop. */
function displayedSize(item: number, properties: Properties) {
  const { width, height } = properties.sizeOf(item);
  const [turn] = properties.of(item, 'irot');
  const isTurned = turn !== undefined && ((turn[0] ?? 0) & 1) === 1;
  return isTurned ? { width: height, height: width } : { width, height };
}

const makeReferences = (references: readonly Reference[]) =>
  makeVersionedBox(
    'iref',
    {},
    ...references.map(({ type, from, to }) =>
      makeBox(type, uint16(from), uint16(to.length), ...to.map(uint16)),
    ),
  );

const makeAssociations = (associations: readonly Association[]) =>
  makeVersionedBox(
    'ipma',
    { flags: 1 },
    uint32(associations.length),
    ...associations.flatMap(({ item, properties }) => [
      uint16(item),
      Uint8Array.of(properties.length),
      ...properties.map(({ number, isEssential }) => uint16(number + (isEssential ? 0x80_00 : 0))),
    ]),
  );

const makeItems = (items: readonly Item[]) =>
  makeVersionedBox(
    'iinf',
    {},
    uint16(items.length),
    ...items.map(({ id, type }) =>
      makeVersionedBox('infe', { version: 2 }, uint16(id), uint16(0), toBytes(`${type}\0`)),
    ),
  );

/** Makes the list of where each item's bytes are: one after the other, from `begin` on. */
function makeLocations(items: readonly Item[], payloads: readonly Uint8Array[], begin: number) {
  let at = begin;
  const entries = items.flatMap(({ id }, index) => {
    const length = payloads[index]?.byteLength ?? 0;
    at += length;
    return [uint16(id), uint16(0), uint16(1), uint32(at - length), uint32(length)];
  });
  return makeVersionedBox('iloc', {}, uint16(0x44_00), uint16(items.length), ...entries);
}

/** Returns an AVIF file that has the picture and nothing else. */
export function cleanAvif(bytes: Uint8Array): CleanFile {
  const boxes = readBoxes(bytes);
  if (boxes.some(({ type }) => type === 'moov'))
    throw new UnusablePicture(
      'This is an AVIF animation, which many browsers do not show. Save it as an ordinary GIF or WebP file, and upload that.',
    );
  const meta = readBoxes(onlyBox(boxes, 'meta').subarray(4));
  const optional = (type: string) => meta.filter((box) => box.type === type).slice(0, 1);
  const primary = readPrimary(onlyBox(meta, 'pitm'));
  const properties = readProperties(onlyBox(meta, 'iprp'));
  const all = optional('iref').flatMap(({ content }) => readReferences(content));
  const { ids, references } = neededReferences(primary, all, properties);
  const known = new Map(readItems(onlyBox(meta, 'iinf')).map((item) => [item.id, item]));
  const items = ids.flatMap((id) => known.get(id) ?? []);
  if (items.length < ids.length || !items.every(({ type }) => PICTURES.includes(type))) throw rareAvif();
  for (const id of ids) {
    const { width, height } = properties.sizeOf(id);
    checkPixels(width, height);
  }
  const payloads = readPayloads(ids, meta, bytes);
  const brands = brandsOf(bytes).filter((brand, index, list) => list.indexOf(brand) === index);
  const head = makeBox(
    'ftyp',
    toBytes('avif'),
    uint32(0),
    toBytes(['avif', ...BRANDS.filter((brand) => brands.includes(brand))].join('')),
  );
  const makeMeta = (begin: number) =>
    makeVersionedBox(
      'meta',
      {},
      makeVersionedBox('hdlr', {}, uint32(0), toBytes('pict'), new Uint8Array(13)),
      makeVersionedBox('pitm', {}, uint16(primary)),
      makeLocations(items, payloads, begin),
      makeItems(items),
      ...(references.length > 0 ? [makeReferences(references)] : []),
      makeBox(
        'iprp',
        properties.list,
        makeAssociations(properties.associations.filter(({ item }) => ids.includes(item))),
      ),
    );
  // The length of the list does not depend on the positions in it.
  const begin = head.byteLength + makeMeta(0).byteLength + 8;
  const file = concat([head, makeMeta(begin), makeBox('mdat', ...payloads)]);
  return { ...displayedSize(primary, properties), bytes: file };
}
