import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Brand } from '../../site/brand/brand-schema.ts';
import { hasText } from '../../site/pictures/bytes.ts';
import { cleanPicture } from '../../site/pictures/clean.ts';
import { readSvgLogo } from './svg-logo.ts';

/** The most bytes of a title face. A page is seldom more than 14,000, and its reader waits for the face before the headline settles. */
export const MAX_FONT_BYTES = 60_000;

/** The most bytes of a logo, which is on every page. */
export const MAX_LOGO_BYTES = 30_000;

/** What is wrong with a file that a field of data/site.json names. */
export interface FileFault {
  path: string[];
  rule: string;
}

const count = (bytes: number) => bytes.toLocaleString('en');

/** Returns the size of a picture in pixels, or what is wrong with it. */
function pictureSize(name: string, bytes: Uint8Array): { width: number; height: number } | string {
  if (name.endsWith('.svg')) return readSvgLogo(bytes);
  const cleaned = cleanPicture(bytes);
  return cleaned.ok ? cleaned : `must be a picture that browsers show. ${cleaned.detail}`;
}

/** Whether a drawing has the proportions that are stated, to a fiftieth: its own may have fractions. */
const hasProportions = (size: { width: number; height: number }, stated: { width: number; height: number }) =>
  Math.abs((size.width * stated.height) / (size.height * stated.width) - 1) <= 0.02;

/** Returns why the file cannot be the logo; undefined if it can. */
function logoFault(name: string, bytes: Uint8Array, stated: { width: number; height: number }) {
  if (bytes.byteLength > MAX_LOGO_BYTES)
    return `must have at most ${count(MAX_LOGO_BYTES)} bytes, but data/public${name} has ${count(bytes.byteLength)}: it is on every page`;
  const size = pictureSize(name, bytes);
  if (typeof size === 'string') return size;
  const { width, height } = size;
  const isStated = name.endsWith('.svg')
    ? hasProportions(size, stated)
    : width === stated.width && height === stated.height;
  return isStated
    ? undefined
    : `must have the width and height of the file: data/public${name} has ${width} × ${height} pixels, and data/site.json says ${stated.width} × ${stated.height}`;
}

/**
 * Returns why the file cannot be the title face; undefined if it can. A WOFF2 file begins with `wOF2`, and states its length at byte
 * 8 (W3C WOFF 2.0, section 4.1).
 */
function fontFault(name: string, bytes: Uint8Array) {
  if (!hasText(bytes, 'wOF2'))
    return `must be a WOFF2 font, but data/public${name} is something else. Convert it, with "woff2_compress" for example`;
  if (bytes.byteLength > MAX_FONT_BYTES)
    return `must have at most ${count(MAX_FONT_BYTES)} bytes, but data/public${name} has ${count(bytes.byteLength)}. Leave out the scripts that your headlines do not use, with "pyftsubset" for example`;
  if (bytes.byteLength < 12 || new DataView(bytes.buffer).getUint32(8) !== bytes.byteLength)
    return `must be a whole WOFF2 font, but data/public${name} is damaged or cut short. Copy it again`;
  return undefined;
}

/** Checks that the files of a brand are in the folder, and are what data/site.json says of them. */
export async function findBrandFaults(brand: Brand, folder: string): Promise<FileFault[]> {
  const { logo, face } = brand;
  const files: { path: string[]; name: string; check: (bytes: Uint8Array) => string | undefined }[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    const name = logo?.[scheme];
    if (logo && name)
      files.push({
        path: ['brand', 'logo', scheme],
        name,
        check: (bytes) => logoFault(name, bytes, logo),
      });
  }
  if (typeof face === 'object')
    files.push({
      path: ['brand', 'face', 'file'],
      name: face.file,
      check: (bytes) => fontFault(face.file, bytes),
    });
  const faults = await Promise.all(
    files.map(async ({ path, name, check }) => {
      const bytes = await readFile(join(folder, name)).catch(() => undefined);
      const rule = bytes
        ? check(new Uint8Array(bytes))
        : `must be a file in data/public, but data/public${name} is not there`;
      return rule === undefined ? [] : [{ path, rule }];
    }),
  );
  return faults.flat();
}
