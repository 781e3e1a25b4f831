import { Parser } from 'htmlparser2';
import { limitDepth } from '../../../../lib/html-depth.ts';
import { BLOCKS } from '../../../../lib/html-elements.ts';

// HTML as a tree of plain objects. The DOM of linkedom takes time by the square of the depth to build; this takes as long as the text.

/** An element. Names of elements and attributes are in lower case. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
}

/** An element, or text. */
export type Node = Element | string;

/** The deepest level of the tree. What is nested deeper becomes a sibling, in the same order. */
const MAX_DEPTH = 100;

const SHOWS_CODE = new Set(['pre', 'code', 'samp', 'kbd', 'xmp', 'listing']);

/** Parses HTML, whatever is wrong with it. Leaves out comments. */
export function parseTree(written: string): Element {
  const html = limitDepth(written);
  const root = element('body');
  const open: Element[] = [root];
  const isCode = () => open.some(({ name }) => SHOWS_CODE.has(name));
  const parser = new Parser({
    onopentag(name, attributes) {
      const parent = open.at(-1) as Element;
      const child: Element = { name, attributes, children: [] };
      parent.children.push(child);
      open.push(open.length < MAX_DEPTH ? child : parent);
    },
    ontext(text) {
      const { children } = open.at(-1) as Element;
      if (typeof children.at(-1) === 'string') children[children.length - 1] += text;
      else children.push(text);
    },
    // `<?php … ?>` is a comment to browsers. In code, it was meant to be read.
    oncomment(data) {
      if (!data.startsWith('?') || /^\?xml\b/i.test(data) || !html.startsWith('<?', parser.startIndex))
        return;
      const { children } = open.at(-1) as Element;
      children.push(isCode() ? `<${data}>` : element('x-instruction', {}, [`<${data}>`]));
    },
    onclosetag() {
      if (open.length > 1) open.pop();
    },
  });
  parser.end(html);
  return root;
}

export const element = (
  name: string,
  attributes: Record<string, string> = {},
  children: Node[] = [],
): Element => ({ name, attributes, children });

export const isElement = (node: Node | undefined): node is Element => typeof node === 'object';

/** The text of a node, as it stands in the HTML. */
export function textOf(node: Node): string {
  if (typeof node === 'string') return node;
  return node.children.map(textOf).join('');
}

/** The text of a node on one line, without white space around it. */
export const lineOf = (node: Node): string => wordsOf(node).replace(/\s+/g, ' ').trim();

/** Elements of forms, which browsers show apart. */
const CONTROLS = new Set('button label option select textarea'.split(' '));

/** The text of a node, with a space where a block or a line ends. */
function wordsOf(node: Node): string {
  if (typeof node === 'string') return node;
  if (node.name === 'br') return ' ';
  const words = node.children.map(wordsOf).join('');
  return BLOCKS.has(node.name) || CONTROLS.has(node.name) ? ` ${words} ` : words;
}

/** Every element below this one, in the order of the document. */
export function* elementsOf(parent: Element): Generator<Element> {
  const waiting = parent.children.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isElement(next)) continue;
    yield next;
    for (const child of next.children.toReversed()) waiting.push(child);
  }
}

/** The first element below this one for which `test` holds. */
export function findElement(parent: Element, test: (element: Element) => boolean): Element | undefined {
  for (const child of elementsOf(parent)) if (test(child)) return child;
  return undefined;
}

export const attribute = ({ attributes }: Element, name: string): string => attributes[name]?.trim() ?? '';

/** Whether one of the element's classes matches the pattern. */
export const hasClass = (found: Element, pattern: RegExp): boolean =>
  attribute(found, 'class')
    .split(/\s+/)
    .some((name) => pattern.test(name));
