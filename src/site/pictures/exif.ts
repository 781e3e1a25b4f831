import { ByteReader, concat, toBytes, uint16, uint32 } from './bytes.ts';
import { UnusablePicture } from './unusable-picture.ts';

// Exif metadata, which cameras write: of all its fields, only the orientation changes what readers see.

/** How a picture must be turned or mirrored to be upright, from 1 (not at all) to 8 (Exif 3.0, section 4.6.4). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;

/** Returns the orientation that Exif metadata states, which begins with a TIFF header; 1 if it states none. */
export function readOrientation(tiff: Uint8Array): Orientation {
  try {
    const reader = new ByteReader(tiff, { littleEndian: tiff[0] === 0x49 });
    reader.at = 4;
    reader.at = reader.uint32();
    for (let left = reader.uint16(); left > 0; left--) {
      const [tag, type] = [reader.uint16(), reader.uint16()];
      reader.take(4);
      const value = reader.uint16();
      reader.take(2);
      if (tag !== ORIENTATION_TAG) continue;
      return type === SHORT && value >= 1 && value <= 8 ? (value as Orientation) : 1;
    }
  } catch (error) {
    // Browsers ignore metadata that they cannot read, too.
    if (!(error instanceof UnusablePicture)) throw error;
  }
  return 1;
}

/** Makes Exif metadata that states the orientation and nothing else. */
export const makeExif = (orientation: Orientation): Uint8Array =>
  concat([
    toBytes('MM\0*'),
    uint32(8),
    uint16(1),
    uint16(ORIENTATION_TAG),
    uint16(SHORT),
    uint32(1),
    uint16(orientation),
    uint16(0),
    uint32(0),
  ]);

/** Returns the sides as readers see them: orientations from 5 on turn the picture by a quarter. */
export const upright = (width: number, height: number, orientation: Orientation) =>
  orientation >= 5 ? { width: height, height: width } : { width, height };
