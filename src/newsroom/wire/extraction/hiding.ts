// Finds what a page hides from its readers. Whoever puts orders to a machine into a page hides them from people.

/** Declarations by property, in lower case; the last of a name counts. */
type Declarations = ReadonlyMap<string, string>;

/** Parses the declarations of a `style` attribute or a rule. */
export function parseDeclarations(css: string): Declarations {
  const declarations = css
    .replace(/\/\*[\s\S]*?(\*\/|$)/g, ' ')
    .toLowerCase()
    .split(';')
    .map((declaration): [string, string] => {
      const colon = declaration.indexOf(':');
      return [
        declaration.slice(0, Math.max(colon, 0)).trim(),
        declaration
          .slice(colon + 1)
          .replace(/!\s*important/, '')
          .replace(/\s+/g, ' ')
          .trim(),
      ];
    });
  return new Map(declarations);
}

const NAMED_COLORS: Record<string, string> = {
  white: 'ffffff',
  black: '000000',
  snow: 'fffafa',
  ivory: 'fffff0',
};

/** Parses a color into its parts from 0 to 255; undefined for forms that hide nothing by themselves. */
function parseColor(color: string): [number, number, number] | undefined {
  const hex = NAMED_COLORS[color] ?? /^#([0-9a-f]{3,8})$/.exec(color)?.[1];
  if (hex !== undefined) {
    const digits = hex.length < 6 ? [...hex].map((digit) => digit + digit).join('') : hex;
    const part = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16);
    return [part(0), part(2), part(4)];
  }
  const parts = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(color);
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : undefined;
}

/** Colors that differ less than this in all, of 765, look the same. */
const SAME_COLOR = 30;

function looksSame(color: string, background: string): boolean {
  const [first, second] = [parseColor(color), parseColor(background)];
  if (!first || !second) return color === background;
  return first.reduce((sum, part, at) => sum + Math.abs(part - (second[at] ?? 0)), 0) < SAME_COLOR;
}

/** Whether a color lets everything through: `transparent`, or an alpha below a tenth. */
const isTransparent = (color: string): boolean =>
  color === 'transparent' ||
  /^(rgb|hsl)a?\(.*[,/]\s*(0?\.0\d*|0|0%|[1-9]%)\s*\)$/.test(color) ||
  /^#([0-9a-f]{3}0|[0-9a-f]{6}0[0-9a-f])$/.test(color);

/** Matches a length that moves an element out of sight: 500 pixels, 50 em or a whole screen to the left or above. */
const FAR = /-(\d{4,}|[5-9]\d{2})(\.\d+)?(px|pt)?\b|-(\d{3,}|[5-9]\d)(\.\d+)?r?em\b|-\d{3,}(\.\d+)?(%|vw|vh)/;
/** Matches a length of two pixels or less. */
const TINY = /^[+]?([01](\.\d+)?(px|pt)?|0?\.\d+(px|pt)|0(\.0\d*)?(r?em|%)?)$/;

/** The background behind an element: its own, or the one of the element around it. */
export function backgroundOf(style: Declarations, around: string): string {
  const own = style.get('background-color') ?? style.get('background');
  if (own === undefined || own === 'none' || own === 'inherit' || isTransparent(own)) return around;
  return own;
}

/** Whether declarations hide an element on a background, which is white if nothing states it. */
export function hidesByStyle(style: Declarations, background: string): boolean {
  const is = (property: string, pattern: RegExp) => pattern.test(style.get(property) ?? '');
  if (is('display', /^none$/) || is('visibility', /^(hidden|collapse)$/)) return true;
  if (is('content-visibility', /^hidden$/) || is('opacity', /^(0?\.0\d*|0(\.0\d*)?|[0-9]?%)$/)) return true;
  if (is('font-size', TINY) || is('font', /(^|\s)([01](\.\d+)?(px|pt)|0)(\s|\/)/)) return true;
  if (is('transform', /scale[xy3d]*\(\s*0(\.0\d*)?\s*[,)]/) || is('transform', FAR)) return true;
  if (is('text-indent', FAR)) return true;
  const isPlaced = is('position', /^(absolute|fixed|relative|sticky)$/);
  const sides = ['left', 'top', 'right', 'bottom', 'inset', 'inset-inline-start'];
  if (isPlaced && sides.some((side) => is(side, FAR))) return true;
  if (['margin', 'margin-left', 'margin-top'].some((margin) => is(margin, FAR))) return true;
  if (is('clip', /rect\(\s*(0|1)(px)?[\s,]+(0|1)(px)?[\s,]+(0|1)(px)?[\s,]+(0|1)(px)?\s*\)/)) return true;
  if (is('clip-path', /inset\(\s*(100|[5-9]\d)%|circle\(\s*0/)) return true;
  const isClipped = is('overflow', /hidden|clip/);
  const sizes = ['width', 'height', 'max-width', 'max-height'];
  if (isClipped && sizes.some((size) => is(size, TINY))) return true;
  const color = style.get('-webkit-text-fill-color') ?? style.get('color');
  return color !== undefined && (isTransparent(color) || looksSame(color, backgroundOf(style, background)));
}

/** Elements that show no text, or only what a browser shows without what it has long been able to. */
const UNSEEN = new Set([
  'template',
  'svg',
  'math',
  'object',
  'audio',
  'video',
  'canvas',
  'datalist',
  'select',
  'rp',
  'frameset',
  'map',
  'applet',
]);
/** Classes by which common style sheets hide text from those who see. */
const UNSEEN_CLASS =
  /^(sr-only|visually-?hidden|screen-?reader(-text|-only)?|screenreader(-text|-only)?|u-(visually)?hidden|is-hidden|uk-hidden|elementor-screen-only|offscreen|element-invisible)$/;

/** The most classes of a selector; one with more hides nothing here. */
const MAX_CLASSES = 10;

/** The classes that a page's own style sheets hide, and the ids. */
export interface HidingRules {
  /** Compound selectors, as the class names, ids and type that they ask for. */
  readonly selectors: readonly { type: string; id: string; classes: readonly string[] }[];
}

/** The most rules that count, of all style sheets in a page. */
const MAX_RULES = 300;

/**
 * Finds the rules of style sheets that hide what a single name, class or id selects. Rules within `@media` and the like are left out,
 * because they hold only at times, and so are those that hide the whole page, as some do until a script has run.
 */
export function findHidingRules(styleSheets: readonly string[]): HidingRules {
  const selectors: { type: string; id: string; classes: string[] }[] = [];
  for (const sheet of styleSheets) {
    for (const { selector, body } of topRules(sheet.replace(/\/\*[\s\S]*?(\*\/|$)/g, ' '))) {
      if (selectors.length >= MAX_RULES) return { selectors };
      // Colors alone say too little: what is behind the element stands in another rule.
      const style = new Map([...parseDeclarations(body)].filter(([property]) => !property.endsWith('color')));
      if (!hidesByStyle(style, '')) continue;
      for (const each of selector.split(',').slice(0, 20)) {
        const [, type = '', rest = ''] = /^\s*([a-z][\w-]*)?((?:[.#][\w-]+)*)\s*$/i.exec(each) ?? [];
        const classes = [...new Set(Array.from(rest.matchAll(/\.([\w-]+)/g), ([, name]) => name ?? ''))];
        if (classes.length > MAX_CLASSES) continue;
        const id = /#([\w-]+)/.exec(rest)?.[1] ?? '';
        const isWholePage = /^(html|body)$/i.test(type) || (id === '' && classes.length === 0);
        if (!isWholePage) selectors.push({ type: type.toLowerCase(), id, classes });
      }
    }
  }
  return { selectors };
}

/** Yields the rules of a style sheet that are in no other. */
function* topRules(css: string): Generator<{ selector: string; body: string }> {
  let at = 0;
  while (at < css.length) {
    const open = css.indexOf('{', at);
    if (open < 0) return;
    const selector = css.slice(at, open).split(';').at(-1)?.trim() ?? '';
    const isNested = selector.startsWith('@');
    let end = css.indexOf('}', open);
    for (let from = open + 1, depth = 1; isNested && depth > 0; ) {
      const brace = /[{}]/g;
      brace.lastIndex = from;
      const found = brace.exec(css);
      if (!found) return;
      depth += found[0] === '{' ? 1 : -1;
      [from, end] = [found.index + 1, found.index];
    }
    if (end < 0) end = css.length;
    if (!isNested) yield { selector, body: css.slice(open + 1, end) };
    at = end + 1;
  }
}

/** Whether an element is hidden by its name, its attributes, or the page's own style sheets. Its own style is another question. */
export function hidesByMarkup(
  name: string,
  attributes: ReadonlyMap<string, string>,
  { selectors }: HidingRules,
): boolean {
  if (UNSEEN.has(name) || attributes.has('hidden')) return true;
  if (name === 'dialog' && !attributes.has('open')) return true;
  // Some pages hide all of themselves from screen readers, behind a notice.
  const isPage = name === 'body' || name === 'main' || name === 'article';
  if (!isPage && attributes.get('aria-hidden')?.trim().toLowerCase() === 'true') return true;
  const id = attributes.get('id');
  const classes = new Set(attributes.get('class')?.split(/\s+/));
  const some = (pattern: RegExp) => [...classes].some((each) => pattern.test(each));
  if (some(UNSEEN_CLASS)) return true;
  if (classes.has('d-none') && !some(/^d-(sm|md|lg|xl|xxl)-/)) return true;
  if (classes.has('hidden') && !some(/:/)) return true;
  if (id === undefined && classes.size === 0) return false;
  return selectors.some(
    (rule) =>
      (rule.type === '' || rule.type === name) &&
      (rule.id === '' || rule.id === id) &&
      rule.classes.every((each) => classes.has(each)),
  );
}
