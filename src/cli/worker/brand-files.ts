import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import type { Brand } from '../../site/brand/brand-schema.ts';
import { parsePicturePath } from '../../site/pictures/address.ts';
import { hasText } from '../../site/pictures/bytes.ts';
import { cleanPicture } from '../../site/pictures/clean.ts';

const SVG = 'http://www.w3.org/2000/svg';
const XHTML = 'http://www.w3.org/1999/xhtml';

const SELF_CONTAINED = 'must be self-contained: browsers load no other file for a logo';
const NO_SCRIPTS = 'must have no scripts and no HTML: whoever opens the file would run them on your site';

/** The most elements inside one another. Some thousands overflow the stack of the cards' renderer, which draws no card afterwards. */
const MAX_DEPTH = 100;

/** Decodes the escapes of CSS, by which `url(` can be written in other letters. */
const withoutEscapes = (style: string) =>
  style.replace(/\\([\da-f]{1,6})\s?|\\(.)/gis, (_escape, digits: string | undefined, character: string) =>
    digits === undefined ? character : String.fromCodePoint(Math.min(Number.parseInt(digits, 16), 0x10ffff)),
  );

/** Whether the text of an attribute or style asks the browser for another file. */
const loadsElsewhere = (text: string) =>
  /url\((?!\s*["']?\s*(#|data:))|(image-set|src)\(\s*["']|@import/i.test(withoutEscapes(text));

/** Whether a link runs a script. Browsers leave out white space and control characters, wherever they stand in its scheme. */
const isScript = (href: string) => /^javascript:/i.test(href.replace(/[\0-\x20]/g, ''));

/** Returns width and height in pixels, from the attributes of an `svg` element; undefined if it states neither size nor `viewBox`. */
function sizeOf({ width, height, viewBox = '' }: Record<string, string>) {
  const pixels = (text = '') => Number(/^\s*([\d.]+)(px)?\s*$/.exec(text)?.[1]);
  const [, , boxWidth, boxHeight] = viewBox
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const size = { width: pixels(width) || boxWidth, height: pixels(height) || boxHeight };
  return size.width && size.height ? { width: size.width, height: size.height } : undefined;
}

/**
 * Reads an SVG drawing that is to be a logo. Returns its size in pixels, or what is wrong with it, as the end of a sentence. A browser
 * shows a drawing in a page without its scripts, without what it would load, and with the reader's fonts; opened by its own
 * address, it runs scripts on the site.
 */
function readSvgLogo(bytes: Uint8Array): { width: number; height: number } | string {
  const faults: string[] = [];
  let root: { size: ReturnType<typeof sizeOf> } | undefined;
  let depth = 0;
  /** The text of the style that is being read. */
  let style: string | undefined;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', ({ message }) =>
    faults.push(`must be an SVG drawing that browsers can read. As XML, it is wrong: ${message}`),
  );
  parser.on('processinginstruction', ({ target }) => {
    if (target === 'xml-stylesheet') faults.push(SELF_CONTAINED);
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    depth++;
    if (depth > MAX_DEPTH)
      faults.push(`must have at most ${MAX_DEPTH} elements inside one another, or no card could be drawn`);
    const all = Object.values(attributes).map((each) => ({ name: each.local, value: each.value }));
    const named = new Map(all.map(({ name, value }) => [name, value]));
    if (root === undefined) {
      root = { size: sizeOf(Object.fromEntries(named)) };
      if (local !== 'svg' || uri !== SVG)
        faults.push(`must be an SVG drawing: a file whose first element is <svg xmlns="${SVG}">`);
    }
    // An animation can set an attribute to what must not stand in it.
    const animated = named.get('attributeName') ?? '';
    const hasHandler = all.some(({ name }) => /^on/i.test(name));
    if (
      /^(script|foreignObject)$/i.test(local) ||
      uri === XHTML ||
      hasHandler ||
      /^(.*:)?href$|^on/i.test(animated)
    )
      faults.push(NO_SCRIPTS);
    if (local === 'text')
      faults.push('must have its letters as outlines: readers see <text> in whatever font they have');
    const isFault = all.some(({ name, value }) =>
      name === 'href'
        ? isScript(value) || (local !== 'a' && !/^\s*(#|data:)/.test(value))
        : loadsElsewhere(value),
    );
    if (isFault) faults.push(SELF_CONTAINED);
    if (local === 'style') style = '';
  });
  const addText = (text: string) => {
    if (style !== undefined) style += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ local }) => {
    depth--;
    if (local !== 'style') return;
    if (loadsElsewhere(style ?? '')) faults.push(SELF_CONTAINED);
    style = undefined;
  });
  parser.write(new TextDecoder().decode(bytes)).close();
  return faults[0] ?? root?.size ?? 'must be an SVG drawing with width and height, or a viewBox';
}

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
    // A picture that was uploaded in the newsroom is no file here.
    if (logo && name && !parsePicturePath(name))
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
