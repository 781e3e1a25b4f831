import { SaxesParser } from 'saxes';

const SVG = 'http://www.w3.org/2000/svg';

const ALONE = 'must have everything in itself: browsers load nothing else for a logo';

/** Whether the text of an attribute or style has the browser load something that is not in the file. */
const loadsElsewhere = (text: string) => /url\(\s*["']?(?!\s*(#|data:))|@import/i.test(text);

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
  let element = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', ({ message }) =>
    faults.push(`must be an SVG drawing that browsers can read. As XML, it is wrong: ${message}`),
  );
  parser.on('opentag', ({ local, uri, attributes }) => {
    element = local;
    const named = Object.fromEntries(Object.values(attributes).map((each) => [each.local, each.value]));
    if (root === undefined) {
      root = { size: sizeOf(named) };
      if (local !== 'svg' || uri !== SVG)
        faults.push(`must be an SVG drawing: a file whose first element is <svg xmlns="${SVG}">`);
    }
    if (/^(script|foreignObject)$/i.test(local) || Object.keys(named).some((name) => /^on/i.test(name)))
      faults.push('must have no scripts and no HTML: whoever opens the file would run them on your site');
    if (local === 'text')
      faults.push('must have its letters as outlines: readers see <text> in whatever font they have');
    const { href = '#', ...others } = named;
    const isLoaded = local !== 'a' && !/^\s*(#|data:)/.test(href);
    if (isLoaded || Object.values(others).some(loadsElsewhere) || /^\s*javascript:/i.test(href))
      faults.push(ALONE);
  });
  const checkStyle = (text: string) => {
    if (element === 'style' && loadsElsewhere(text)) faults.push(ALONE);
  };
  parser.on('text', checkStyle);
  parser.on('cdata', checkStyle);
  parser.write(new TextDecoder().decode(bytes)).close();
  return faults[0] ?? root?.size ?? 'must be an SVG drawing with width and height, or a viewBox';
}
