/** Returns the part of a colour channel's light, from its value in sRGB; both from 0 to 1. */
const toLinear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Returns the relative luminance of a colour like `#0b57a4`, from 0 for black to 1 for white (WCAG 2.2, section 6.1). */
function luminanceOf(colour: string): number {
  const channel = (at: number) => toLinear(Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/**
 * Returns the contrast of two colours like `#0b57a4`, from 1 to 21: the "contrast ratio" of WCAG 2.2, section 6.1. Success criterion
 * 1.4.3 asks for 4.5 between text and its background.
 */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
