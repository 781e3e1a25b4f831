import { ByteReader } from '../bytes.ts';
import { damaged } from '../unusable-picture.ts';
import { type Box, makeBox, onlyBox, readBoxes, versioned } from './boxes.ts';
import { type Association, rareAvif, readAssociations } from './items.ts';

// The properties of items (ISO/IEC 23008-12 section 6.5): size, decoder settings, colours, and how to turn and crop.

const KEPT = new Set(
  'ispe pixi av1C colr auxC irot imir clap pasp clli mdcv cclv amve reve a1op a1lx lsel'.split(' '),
);
const ALPHA = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0';

export interface Properties {
  /** Returns the item's properties with this type. */
  of(item: number, type: string): Uint8Array[];
  /** Returns how many pixels the item states. */
  sizeOf(item: number): { width: number; height: number };
  isAlpha(item: number): boolean;
  /** The list of all properties. Instead of those that are not kept it has empty boxes, so that numbers stay the same. */
  list: Uint8Array;
  associations: Association[];
}

export function readProperties(iprp: Uint8Array): Properties {
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
