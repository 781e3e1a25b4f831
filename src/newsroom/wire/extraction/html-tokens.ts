// Splits HTML into tags and text by the rules of the HTML standard's tokeniser (section 13.2.5), in time that grows with the length
// of the page alone. Parsers spend more than that on tags that are nested a hundred thousand deep, so they get what this has read.

export type HtmlToken =
  /** Text, with its character references as they are. */
  | { kind: 'text'; text: string }
  /** A start tag, with its attributes by name in lower case; their character references are as they are. */
  | { kind: 'open'; name: string; attributes: ReadonlyMap<string, string> }
  | { kind: 'close'; name: string }
  /** An element whose content is no markup, like a script. */
  | { kind: 'raw'; name: string; attributes: ReadonlyMap<string, string>; text: string };

const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Resolves the references to the characters of markup itself, like `&amp;`, and leaves all others as they are. */
export const decodeMarkupReferences = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (reference, name: string) => CHARACTERS[name] ?? reference);

/** Elements whose content is no markup. Browsers run scripts, so `noscript` is one of them. */
const RAW = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
]);

/** The longest value of an attribute that counts, and the most attributes of a tag. */
const MAX_VALUE = 4000;
const MAX_ATTRIBUTES = 100;

const TAG_NAME = /[a-z][^\s/>]*/iy;
const BETWEEN = /[\s/]*/y;
const ATTRIBUTE_NAME = /[^\s/>][^\s/>=]*/y;
const EQUALS = /\s*=\s*/y;
const BARE_VALUE = /[^\s>]*/y;

/** Matches a sticky pattern at an offset. */
function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Reads the attributes from an offset on. Returns where the tag ends; undefined if it never does. */
function readAttributes(
  html: string,
  from: number,
): { attributes: Map<string, string>; end: number } | undefined {
  const attributes = new Map<string, string>();
  for (let at = from; ; ) {
    at += matchAt(BETWEEN, html, at)?.length ?? 0;
    if (html[at] === '>') return { attributes, end: at + 1 };
    const name = matchAt(ATTRIBUTE_NAME, html, at);
    if (name === undefined) return undefined;
    at += name.length;
    const equals = matchAt(EQUALS, html, at);
    let value = '';
    if (equals !== undefined) {
      at += equals.length;
      const quote = html[at];
      if (quote === '"' || quote === "'") {
        const end = html.indexOf(quote, at + 1);
        if (end < 0) return undefined;
        value = html.slice(at + 1, end);
        at = end + 1;
      } else {
        value = matchAt(BARE_VALUE, html, at) ?? '';
        at += value.length;
      }
    }
    const key = name.toLowerCase();
    // Of two attributes with one name, browsers take the first.
    if (attributes.size < MAX_ATTRIBUTES && !attributes.has(key))
      attributes.set(key, value.slice(0, MAX_VALUE));
  }
}

/** Returns where the content of a script ends. In `<!-- <script>`, the next end tag belongs to the inner script. */
function findRawEnd(html: string, name: string, from: number): number {
  const tags = new RegExp(name === 'script' ? '<!--|-->|</?script(?=[\\s/>])' : `</${name}(?=[\\s/>])`, 'gi');
  tags.lastIndex = from;
  let isEscaped = false;
  let isInner = false;
  for (let found = tags.exec(html); found; found = tags.exec(html)) {
    const tag = found[0].toLowerCase();
    if (tag === '<!--') isEscaped = true;
    else if (tag === '-->') isEscaped = isInner = false;
    else if (tag === '<script') isInner = isEscaped;
    else if (isInner) isInner = false;
    else return found.index;
  }
  return html.length;
}

/** Returns where a comment, a doctype or a processing instruction ends. */
function skipDeclaration(html: string, at: number): number {
  if (!html.startsWith('<!--', at)) {
    const end = html.indexOf('>', at);
    return end < 0 ? html.length : end + 1;
  }
  const abrupt = /<!---?>/y;
  abrupt.lastIndex = at;
  if (abrupt.test(html)) return abrupt.lastIndex;
  const close = /--!?>/g;
  close.lastIndex = at + 4;
  return close.test(html) ? close.lastIndex : html.length;
}

/** Splits HTML into tokens. Comments, doctypes and instructions are left out; a tag that never ends is the end. Never throws. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0;
  let isInSvg = false;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const textEnd = open < 0 ? html.length : open;
    if (textEnd > at) yield { kind: 'text', text: html.slice(at, textEnd) };
    if (open < 0) return;
    const next = html[open + 1] ?? '';
    const isClose = next === '/';
    const nameAt = isClose ? open + 2 : open + 1;
    const written = matchAt(TAG_NAME, html, nameAt);
    if (written === undefined) {
      if (next === '!' || next === '?' || isClose) at = skipDeclaration(html, open);
      else {
        yield { kind: 'text', text: '&lt;' };
        at = open + 1;
      }
      continue;
    }
    const tag = readAttributes(html, nameAt + written.length);
    if (!tag) return;
    const name = written.toLowerCase();
    at = tag.end;
    if (name === 'svg') isInSvg = !isClose;
    if (isClose) yield { kind: 'close', name };
    else if (name === 'plaintext') return;
    // A title in SVG is an element like any other (section 13.2.6.5), and may end itself.
    else if (RAW.has(name) && !(isInSvg && name === 'title')) {
      const end = findRawEnd(html, name, at);
      yield { kind: 'raw', name, attributes: tag.attributes, text: html.slice(at, end) };
      // The end tag is read like any other, and closes nothing.
      at = end;
    } else yield { kind: 'open', name, attributes: tag.attributes };
  }
}
