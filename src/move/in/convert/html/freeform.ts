import { BLOCKS } from '../../../../lib/html-elements.ts';
import { type Element, element, isElement, type Node } from './tree.ts';

// Text of WordPress's classic editor, and plain text: an empty line ends a paragraph, a line break is one (wpautop() of
// wp-includes/formatting.php).

/** Blocks that hold only other blocks: what stands between those is no text. */
const FRAMES = new Set('ul ol menu dir table thead tbody tfoot tr dl colgroup hgroup'.split(' '));
/** Blocks of one paragraph. */
const LINES = new Set('p h1 h2 h3 h4 h5 h6 figcaption caption dt legend summary'.split(' '));
/** Elements whose line breaks mean nothing, or just what they are. */
const RAW = new Set('pre script style textarea svg math'.split(' '));

/** Puts paragraphs in place of every `x-freeform`. */
export function expandFreeform(parent: Element): void {
  parent.children = parent.children.flatMap((child) => {
    if (!isElement(child)) return [child];
    if (child.name === 'x-freeform') return paragraphs(child.children);
    expandFreeform(child);
    return [child];
  });
}

function paragraphs(nodes: readonly Node[]): Node[] {
  const made: Node[] = [];
  let current: Node[] = [];
  const end = () => {
    if (current.some((node) => isElement(node) || /\S/.test(node))) made.push(element('p', {}, current));
    current = [];
  };
  for (const node of nodes) {
    if (!isElement(node)) {
      const [first = '', ...others] = node.replace(/\r\n?/g, '\n').split(/\n[^\S\n]*\n\s*/);
      current.push(...lines(first, current.at(-1)));
      for (const other of others) {
        end();
        current.push(...lines(other, undefined));
      }
    } else if (BLOCKS.has(node.name)) {
      end();
      made.push(withParagraphs(node));
    } else current.push(withBreaks(node));
  }
  end();
  return made;
}

function withParagraphs(node: Element): Element {
  if (RAW.has(node.name)) return node;
  if (LINES.has(node.name)) return withBreaks(node);
  if (FRAMES.has(node.name))
    return {
      ...node,
      children: node.children.map((child) => (isElement(child) ? withParagraphs(child) : child)),
    };
  return { ...node, children: paragraphs(node.children) };
}

/** Line breaks as elements. */
function withBreaks(node: Element): Element {
  if (RAW.has(node.name)) return node;
  const children: Node[] = [];
  for (const child of node.children) {
    if (isElement(child)) children.push(BLOCKS.has(child.name) ? withParagraphs(child) : withBreaks(child));
    else children.push(...lines(child.replace(/\r\n?/g, '\n'), children.at(-1)));
  }
  return { ...node, children };
}

/** The lines of a text, with `<br>` between them. A line break right after `<br>` is none. */
function lines(text: string, before: Node | undefined): Node[] {
  return text.split('\n').flatMap((line, at): Node[] => {
    if (at === 0) return line === '' ? [] : [line];
    const isAfterBreak = at === 1 && isElement(before) && before.name === 'br' && text.trimStart() !== text;
    return isAfterBreak && text.split('\n')[0]?.trim() === '' ? [line] : [element('br'), line];
  });
}
