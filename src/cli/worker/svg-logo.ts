import { SaxesParser } from 'saxes';

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
export function readSvgLogo(bytes: Uint8Array): { width: number; height: number } | string {
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
