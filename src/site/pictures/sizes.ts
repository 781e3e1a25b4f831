// Smaller sizes of a picture, so that nobody loads more pixels than are shown. They are made once, by whoever uploads the picture.

/** The widths that a picture is made in, in pixels, as far as it is wider. */
export const WIDTHS = [320, 640, 1280, 1920] as const;

/**
 * Returns the quality of a size as WebP or JPEG, of at most 100, whoever makes it. The smallest is shown as a thumbnail, smaller than
 * it is, where nobody sees the difference: it takes a quarter less.
 */
export const qualityAt = (width: number): number => (width <= WIDTHS[0] ? 60 : 78);

/** The most bytes of all sizes of a picture. */
export const MAX_SIZES_BYTES = 4_000_000;

/** Returns the widths in which a picture of this width is made. */
export const widthsBelow = (width: number): number[] => WIDTHS.filter((each) => each < width);

/** Returns how high a picture of these sides is at a width. */
export const heightAt = (width: number, picture: { width: number; height: number }): number =>
  Math.max(1, Math.round((width * picture.height) / picture.width));
