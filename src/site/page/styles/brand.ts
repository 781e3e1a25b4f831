import type { Brand } from '../../brand/brand-schema.ts';
import { FACES } from '../../brand/faces.ts';
import { logoWidth } from '../../brand/logo-size.ts';
import airy from './airy.css?inline';
import dense from './dense.css?inline';
import centre from './masthead-centre.css?inline';
import wide from './masthead-wide.css?inline';

// The newsroom's own look. A site without a brand has none of this.

/** The area of a logo in square pixels, and the most that it is wide and high. */
const LOGO_AREA = 7600;
const MOST = { width: 280, height: 64 };

const MASTHEAD_STYLES = { centre, wide };
const DENSITY_STYLES = { dense, airy };

const rem = (pixels: number) => `${Number((pixels / 16).toFixed(2))}rem`;

// Printed links are ink.
const accentStyle = ({ light, dark }: NonNullable<Brand['accent']>) => `
@media screen{:root{--link:${light}}body{border-color:var(--link)}header nav a[aria-current]{box-shadow:inset 0 -3px var(--link)}}
@media screen and (prefers-color-scheme:dark){:root{--link:${dark}}}`;

const logoStyle = (logo: NonNullable<Brand['logo']>) => `
.masthead{align-items:center;row-gap:.5rem}.site img{display:block;width:${rem(logoWidth(logo, LOGO_AREA, MOST))};max-width:100%;height:auto}`;

function faceStyle(face: Brand['face']): string {
  if (face === 'book') return '';
  const isFile = typeof face === 'object';
  const { stack, style } = FACES[isFile ? face.fallback : face];
  // The weights of all fonts: a variable one has its bold, and any other is shown as it is.
  const font = isFile
    ? `@font-face{font-family:Title;src:url(${face.file}) format("woff2");font-weight:1 1000;font-display:swap}`
    : '';
  return `
${font}:root,[lang]{--title:${isFile ? 'Title,' : ''}${stack}}${style && !isFile ? `\n:is(h1,h2,h3,h4,h5,h6,.site){${style}}` : ''}`;
}

// Printed paper is white.
const paperStyle = ({ light, dark }: NonNullable<Brand['paper']>) => `
@media screen{:root{--paper:${light}}}
@media screen and (prefers-color-scheme:dark){:root{--paper:${dark}}}
@media screen and (prefers-contrast:no-preference){:root{--line:color-mix(in srgb,var(--ink) 18%,var(--paper))}}`;

/** Returns the styles of a brand, for pages that list stories, or others. */
export const brandStyle = (
  { accent, logo, face, paper, masthead, density }: Brand,
  isListing: boolean,
): string =>
  [
    accent ? accentStyle(accent) : '',
    logo ? logoStyle(logo) : '',
    faceStyle(face),
    paper ? paperStyle(paper) : '',
    masthead === 'left' ? '' : MASTHEAD_STYLES[masthead],
    density === 'normal' || !isListing ? '' : DENSITY_STYLES[density],
  ].join('');
