import type { Reading } from '../html/read-blocks.ts';
import {
  attribute,
  type Element,
  element,
  elementsOf,
  findElement,
  hasClass,
  isElement,
  lineOf,
  type Node,
  parseTree,
} from '../html/tree.ts';
import { type Citations, linksOf, MAX_NAME } from './citation.ts';

// Footnotes, whichever editor or plugin made them: a mark that leads to a note below it, or `x-note`, a note at its mark. A note with
// a link becomes a citation at the mark; others become a list at the end.

interface Note {
  /** What stands for the note in the text, and the number that it shows. */
  marks: Element[];
  content: Node[];
}

const MARK = /^[\s[(]*(?:\d{1,3}|[*†‡§]{1,3}|[a-z]|[ivx]{1,5})[\s\]).]*$/i;
const NOTE_ADDRESS = /^#.*(?:fn|ftn|foot|note|ref|cite)/i;
/** What may hold one note. */
const HOLDERS = new Set(['li', 'p', 'dd', 'div', 'aside', 'td', 'section', 'tr']);
/** A longer text is a part of the page, not a note. */
const MAX_NOTE = 5000;

/** What the tree does not say itself: each element's parent, and its place in the order of the document. */
class Positions {
  readonly parents = new Map<Element, Element>();
  readonly order = new Map<Element, number>();
  readonly named = new Map<string, Element>();

  constructor(root: Element) {
    const visit = (parent: Element) => {
      for (const child of parent.children) {
        if (!isElement(child)) continue;
        this.parents.set(child, parent);
        this.order.set(child, this.order.size);
        for (const name of [child.attributes.id, child.name === 'a' ? child.attributes.name : undefined])
          if (name && !this.named.has(name)) this.named.set(name, child);
        visit(child);
      }
    };
    visit(root);
  }

  *above(child: Element): Generator<Element> {
    for (let parent = this.parents.get(child); parent; parent = this.parents.get(parent)) yield parent;
  }

  isBefore(one: Element, other: Element): boolean {
    return (this.order.get(one) ?? 0) < (this.order.get(other) ?? 0);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The element that holds the note to which a link leads; undefined if the link is no mark of a note. */
function noteOf(link: Element, positions: Positions, base: string): Element | undefined {
  const href = attribute(link, 'href').replace(base, '');
  if (!href.startsWith('#') || !MARK.test(lineOf(link))) return undefined;
  const isMarked =
    NOTE_ADDRESS.test(href) ||
    hasClass(link, /note|ref|fn/) ||
    Array.from(positions.above(link)).some(({ name }) => name === 'sup') ||
    findElement(link, ({ name }) => name === 'sup') !== undefined;
  const target = positions.named.get(href.slice(1)) ?? positions.named.get(decoded(href.slice(1)));
  if (!isMarked || target === undefined || !positions.isBefore(link, target)) return undefined;
  const holder = HOLDERS.has(target.name)
    ? target
    : Array.from(positions.above(target)).find(({ name }) => HOLDERS.has(name));
  if (holder === undefined || findElement(holder, (inner) => inner === link || /^h[1-6]$/.test(inner.name)))
    return undefined;
  return lineOf(holder).length > MAX_NOTE ? undefined : holder;
}

/** Leaves out what leads back from a note to its mark, and anchors without text. */
function withoutWayBack(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (!isElement(node)) return [node];
    const isBack =
      node.name === 'a' &&
      (attribute(node, 'href').startsWith('#') || hasClass(node, /back|reversefootnote/)) &&
      (!/\p{L}{3}/u.test(lineOf(node)) || hasClass(node, /back|reversefootnote/));
    if (isBack) return [];
    const children = withoutWayBack(node.children);
    const isEmptied = children.length === 0 && node.children.length > 0;
    return isEmptied ? [] : [{ ...node, children }];
  });
}

/** Leaves out the number with which a note begins if its mark shows the same. */
function withoutNumber(nodes: readonly Node[], mark: string): Node[] {
  const number = /\d+|[*†‡§]+/.exec(mark)?.[0];
  const [first, ...rest] = nodes;
  if (number === undefined || first === undefined) return [...nodes];
  if (isElement(first)) {
    const inner = lineOf(first);
    if (inner.replace(/[\s[\]().:]/g, '') === number && rest.length > 0) return rest;
    return [{ ...first, children: withoutNumber(first.children, mark) }, ...rest];
  }
  if (first.trim() === '') return withoutNumber(rest, mark);
  const start = first.replace(/^\s*[[(]?([\d*†‡§]+)[\])]?[.:)]?\s+/, (whole, found) =>
    found === number ? '' : whole,
  );
  return [start, ...rest];
}

const isEmpty = (node: Element): boolean =>
  lineOf(node) === '' &&
  findElement(node, ({ name }) => /^(?:img|iframe|video|audio|x-cite)$/.test(name)) === undefined;

/** Takes an element out of the tree, with those around it that then hold nothing. */
function take(taken: Element, positions: Positions): void {
  let child = taken;
  for (const parent of positions.above(taken)) {
    parent.children = parent.children.filter((other) => other !== child);
    if (!isEmpty(parent) || parent.name === 'body') return;
    child = parent;
  }
}

function findNotes(root: Element, base: string): Note[] {
  const positions = new Positions(root);
  const byHolder = new Map<Element, Note>();
  const notes: Note[] = [];
  for (const found of Array.from(elementsOf(root))) {
    if (found.name === 'x-note') notes.push({ marks: [found], content: found.children });
    const holder = found.name === 'a' ? noteOf(found, positions, base) : undefined;
    if (holder === undefined) continue;
    const known = byHolder.get(holder);
    const sup = positions.parents.get(found);
    const mark = sup?.name === 'sup' && lineOf(sup) === lineOf(found) ? sup : found;
    if (known) known.marks.push(mark);
    else {
      const content = withoutNumber(withoutWayBack(holder.children), lineOf(found));
      const note = { marks: [mark], content };
      byHolder.set(holder, note);
      notes.push(note);
    }
  }
  for (const holder of byHolder.keys()) take(holder, positions);
  return notes;
}

/** Puts something else in the place of an element. */
function replaceElement(
  target: Element,
  name: string,
  attributes: Record<string, string>,
  children: Node[],
): void {
  target.name = name;
  target.attributes = attributes;
  target.children = children;
}

/**
 * Makes citations of the footnotes of a tree, and changes the tree: `x-cite` stands at the marks, the other notes at the end.
 * @param stored the HTML of footnotes that are not in the text, by id.
 */
export function resolveFootnotes(
  root: Element,
  stored: Record<string, string>,
  citations: Citations,
  { base, losses }: Reading,
): void {
  const ids = new Set(Array.from(elementsOf(root), ({ attributes }) => attributes.id));
  const missing = Object.entries(stored).filter(([id]) => !ids.has(id));
  if (missing.length > 0)
    root.children.push(
      element(
        'ol',
        {},
        missing.map(([id, html]) => element('li', { id }, parseTree(html).children)),
      ),
    );
  const plain: Node[] = [];
  for (const { marks, content } of findNotes(root, base)) {
    const links = linksOf(content, base);
    const words = lineOf(element('div', {}, content));
    const urls = links.map(({ url }) => url);
    const [only] = links;
    let isSaid = only !== undefined;
    if (only !== undefined && links.length === 1)
      isSaid = words.length <= MAX_NAME && citations.add(only.url, words === only.url ? null : words || null);
    else {
      for (const { url, text } of links)
        citations.add(url, text === url ? null : text.slice(0, MAX_NAME) || null);
      isSaid = false;
    }
    for (const url of urls) citations.add(url, null);
    const number = plain.length + 1;
    if (!isSaid) {
      plain.push(element('li', {}, content));
      losses.add('footnote', words, `a note in a list at the end, and [${number}] at its place`);
    }
    for (const mark of marks)
      replaceElement(mark, 'x-cite', { urls: urls.join(' ') }, isSaid ? [] : [`[${number}]`]);
  }
  if (plain.length > 0) root.children.push(element('ol', {}, plain));
}
