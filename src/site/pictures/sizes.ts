// Smaller sizes of a picture, so that nobody loads more pixels than are shown. They are made once, by whoever uploads the picture.

/** The widths that a picture is made in, in pixels, as far as it is wider. */
export const WIDTHS = [320, 640, 1280, 1920] as const;

/**
 * Returns the quality of a size as WebP or JPEG, of at most 100, whoever makes it. Only 640 pixels are ever shown as large as they are:
 * the smallest size is a thumbnail, and the larger ones are shown with more pixels than the eye tells apart, so they take a quarter less.
 */
export const qualityAt = (width: number): number => (width === 640 ? 75 : width < 640 ? 60 : 67);

/** The most bytes of all sizes of a picture. */
export const MAX_SIZES_BYTES = 4_000_000;

/** Returns the widths in which a picture of this width is made. */
export const widthsBelow = (width: number): number[] => WIDTHS.filter((each) => each < width);

/** Returns how high a picture of these sides is at a width. */
export const heightAt = (width: number, picture: { width: number; height: number }): number =>
  Math.max(1, Math.round((width * picture.height) / picture.width));
