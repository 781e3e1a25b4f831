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

/** Mixes a colour with a grey, such as 0 for black; `share` is the grey's, from 0 to 1. */
function mix(colour: string, grey: number, share: number): string {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16);
    return Math.round(value + (grey - value) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** Returns the first of ever darker, or on dark backgrounds lighter, shades of a colour that has this contrast with each background. */
export function legibleShade(colour: string, backgrounds: readonly string[], least: number): string {
  const grey = backgrounds.every((each) => luminanceOf(each) > 0.18) ? 0 : 255;
  const shades = Array.from({ length: 101 }, (_, percent) => mix(colour, grey, percent / 100));
  const isLegible = (shade: string) => backgrounds.every((each) => contrastOf(shade, each) >= least);
  return shades.find(isLegible) ?? mix(colour, grey, 1);
}
