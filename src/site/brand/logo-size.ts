/** A width and height in pixels. */
interface Size {
  width: number;
  height: number;
}

/**
 * Returns the width at which a logo is shown: at most as high and as wide as `most`, and with this area in square pixels, so that wide and
 * tall logos have the same weight.
 */
export function logoWidth({ width, height }: Size, area: number, most: Size): number {
  const ratio = width / height;
  return Math.min(Math.sqrt(area * ratio), most.height * ratio, most.width);
}
