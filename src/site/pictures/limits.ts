import { damaged, UnusablePicture } from './unusable-picture.ts';

/** The most bytes of an uploaded picture. */
export const MAX_PICTURE_BYTES = 10_000_000;
/** The most pixels along a side. */
const MAX_SIDE = 20_000;
/** The most pixels of a picture. A browser takes four bytes of memory for each. */
const MAX_PIXELS = 100_000_000;
/** The most pixels of all pictures of an animation, each drawn whole. */
const MAX_ANIMATED_PIXELS = 2_000_000_000;

/** The most parts of a file. Programs write a few thousand at most; a file of nothing but tiny ones would fill the memory. */
const MAX_PARTS = 20_000;

/** Throws `UnusablePicture` if a picture of these sides, with this many pictures in its animation, is too large to show. */
export function checkPixels(width: number, height: number, pictures = 1): void {
  if (width < 1 || height < 1) throw damaged('its width or height is 0');
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
    throw new UnusablePicture(
      "The picture has {width} × {height} pixels, which can exhaust the memory of a reader's device. At most {most} pixels along a side and {millions} million in all are accepted. Make it smaller, and upload it again.",
      { width, height, most: MAX_SIDE, millions: MAX_PIXELS / 1e6 },
    );
  }
  if (width * height * pictures > MAX_ANIMATED_PIXELS) {
    throw new UnusablePicture(
      "The animation has {pictures} pictures of {width} × {height} pixels, which is too much for a reader's device. Make it shorter or smaller, and upload it again.",
      { pictures, width, height },
    );
  }
}

/** Throws `UnusablePicture` if a file has more than this many parts. */
export function checkParts(parts: number): void {
  if (parts > MAX_PARTS) throw damaged(`it has more than ${MAX_PARTS.toLocaleString('en')} parts`);
}
