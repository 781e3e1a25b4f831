import { Parser } from 'htmlparser2';

/** An element of the export, with the text that is directly in it. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: readonly XmlElement[];
}

const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** The most levels of elements. WordPress writes three. */
const MAX_DEPTH = 50;

/**
 * Undoes references to characters. XML itself defines five names. Others are a DOCTYPE's or those of HTML: they are never looked up,
 * stay as they are, and are told to `onUndefined`.
 */
function decodeReferences(text: string, onUndefined: (reference: string) => void): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]+)|#([0-9]+)|([\p{L}_:][\p{L}\p{N}._:-]*));/giu,
    (reference, hex, decimal, name) => {
      if (name !== undefined) {
        const character = CHARACTERS[name];
        if (character === undefined) onUndefined(reference);
        return character ?? reference;
      }
      const code = Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
      onUndefined(reference);
      return reference;
    },
  );
}

/**
 * Parses XML, and returns its elements as those of one without a name. Never fails: an element that lacks its end tag ends with the one
 * around it. Tells `onUndefined` of references that
 * XML does not define. Loads nothing.
 */
export function parseXml(xml: string, onUndefined: (reference: string) => void): XmlElement {
  type Open = { name: string; attributes: Record<string, string>; texts: string[]; children: XmlElement[] };
  const root: Open = { name: '', attributes: {}, texts: [], children: [] };
  const open: Open[] = [root];
  let isCdata = false;
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (++depth > MAX_DEPTH) return;
        for (const [key, value] of Object.entries(attributes))
          attributes[key] = decodeReferences(value, onUndefined);
        open.push({ name, attributes, texts: [], children: [] });
      },
      ontext: (text) => open.at(-1)?.texts.push(isCdata ? text : decodeReferences(text, onUndefined)),
      oncdatastart: () => {
        isCdata = true;
      },
      oncdataend: () => {
        isCdata = false;
      },
      onclosetag() {
        if (depth-- > MAX_DEPTH) return;
        const { name, attributes, texts, children } = open.pop() ?? root;
        open.at(-1)?.children.push({ name, attributes, text: texts.join(''), children });
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(xml);
  return { name: '', attributes: {}, text: root.texts.join(''), children: root.children };
}

/** What is inside these has names of its own. */
const CLOSED = new Set(['wp:comment', 'wp:postmeta', 'wp:termmeta']);

/**
 * All elements of a name in an element, also within one that lacks its end tag, but not those of comments and custom fields.
 */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => {
    if (child.name === name) return [child];
    return CLOSED.has(child.name) ? [] : findAll(child, name);
  });
}

/** The text of the first element of a name, without space around it; empty if there is none. */
export const textOf = (element: XmlElement, name: string): string =>
  findAll(element, name)[0]?.text.trim() ?? '';
