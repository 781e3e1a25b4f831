import { parseHTML } from 'linkedom';
import type { Block, Marks, PictureBlock, Run } from '../blocks.ts';
import { textOfRuns } from '../blocks.ts';
import { fileName } from '../html/addresses.ts';

// Makes a DOM of blocks, for turndown.

const { document } = parseHTML('<!doctype html><html><body></body></html>');

function create(
  name: string,
  attributes: Record<string, string> = {},
  children: readonly Node[] = [],
): Element {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  for (const child of children) created.appendChild(child);
  return created;
}

/** An uploaded picture: its path on this site, and its size in pixels. */
export interface StoredPicture {
  path: string;
  width: number;
  height: number;
}

export type PictureAt = (url: string) => StoredPicture | null;

/** The marks from the outermost to the innermost, and their elements. */
const NESTING = [
  ['link', 'a'],
  ['strong', 'strong'],
  ['em', 'em'],
  ['del', 'del'],
] as const satisfies [keyof Marks, string][];

const markOf = (run: Run | undefined, mark: keyof Marks) =>
  run === undefined || run.kind === 'break' ? undefined : run.marks[mark] || undefined;

/** Nests runs that share a mark in one element. A line break belongs to what is on both sides of it. */
function inlineNodes(runs: readonly Run[], level = 0): Node[] {
  const nesting = NESTING[level];
  if (nesting === undefined) {
    return runs.map((run) => {
      if (run.kind === 'break') return create('br');
      const text = document.createTextNode(run.text) as unknown as Node;
      return run.kind === 'code' ? create('code', {}, [text]) : text;
    });
  }
  const [mark, name] = nesting;
  const nodes: Node[] = [];
  for (let at = 0; at < runs.length; ) {
    const value = markOf(runs[at], mark);
    let end = at + 1;
    let next = end;
    while (next < runs.length && (runs[next]?.kind === 'break' || markOf(runs[next], mark) === value)) {
      if (runs[next]?.kind !== 'break' || value === undefined) end = next + 1;
      next++;
    }
    const inner = inlineNodes(runs.slice(at, end), level + 1);
    if (value === undefined) nodes.push(...inner);
    else nodes.push(create(name, typeof value === 'string' ? { href: value } : {}, inner));
    at = end;
  }
  return nodes;
}

const paragraph = (runs: readonly Run[]) => create('p', {}, inlineNodes(runs));

/** The longest caption that a picture may have: as of a story's own picture. */
const MAX_CAPTION = 500;

/** A picture, or the link that stands for it; below it, what of its caption and link does not fit into it. */
function pictureNodes(picture: PictureBlock, pictureAt: PictureAt): Node[] {
  const { url, alt, caption, credit, link } = picture;
  const line = [textOfRuns(caption), credit ?? ''].filter(Boolean).join(' ');
  const hasMarkup = caption.some((run) => run.kind !== 'break' && run.marks.link !== undefined);
  const isBelow = hasMarkup || line.length > MAX_CAPTION;
  const stored = pictureAt(url);
  const nodes: Node[] = [];
  const addLink = (label: string, to: string) =>
    nodes.push(paragraph([{ kind: 'text', text: label, marks: { link: to } }]));
  const shown = isBelow ? '' : line;
  if (stored) {
    const src = `${stored.path}#${stored.width}x${stored.height}`;
    const title = link === null ? shown : '';
    nodes.push(create('p', {}, [create('img', { src, alt: alt.slice(0, MAX_CAPTION), title })]));
  } else {
    const label = (link === null ? shown : '') || alt || fileName(url);
    // A file of this computer is no address for readers.
    if (url.startsWith('file:')) nodes.push(paragraph([{ kind: 'text', text: label, marks: {} }]));
    else addLink(label, url);
  }
  if (link !== null) addLink(shown || alt || fileName(link), link);
  if (isBelow) {
    const ofCredit: Run[] = credit === null ? [] : [{ kind: 'text', text: ` ${credit}`, marks: {} }];
    nodes.push(paragraph([...caption, ...ofCredit]));
  }
  return nodes;
}

/** Markers of bullets and of numbers: two lists in a row must differ, or Markdown would join them. */
const MARKERS = { bullet: ['-', '*'], number: ['.', ')'] } as const;

function listNode(
  { start, items }: Extract<Block, { kind: 'list' }>,
  isSecond: boolean,
  pictureAt: PictureAt,
): Node {
  const isLoose = items.some((item) => item.filter(({ kind }) => kind !== 'list').length > 1);
  return create(
    start === null ? 'ul' : 'ol',
    {},
    items.map((item, index) => {
      const mark = MARKERS[start === null ? 'bullet' : 'number'][isSecond ? 1 : 0];
      const marker = start === null ? mark : `${start + index}${mark}`;
      const attributes = { 'data-marker': marker, ...(isLoose && { 'data-loose': 'yes' }) };
      return create('li', attributes, blockNodes(item, pictureAt));
    }),
  );
}

function tableNode(rows: Run[][][]): Node {
  const columns = Math.max(...rows.map((row) => row.length));
  const cells = (row: Run[][]) =>
    Array.from({ length: columns }, (_, at) =>
      create('td', {}, inlineNodes((row[at] ?? []).map((run) => (run.kind === 'break' ? SPACE : run)))),
    );
  return create(
    'table',
    {},
    rows.map((row, at) => create('tr', at === 0 ? { 'data-head': `${columns}` } : {}, cells(row))),
  );
}

const SPACE: Run = { kind: 'text', text: ' ', marks: {} };

function nodesOf(block: Block, isSecond: boolean, pictureAt: PictureAt): Node[] {
  switch (block.kind) {
    case 'paragraph':
      return [paragraph(block.runs)];
    case 'heading':
      return [
        create(
          `h${block.level}`,
          {},
          inlineNodes(block.runs.map((run) => (run.kind === 'break' ? SPACE : run))),
        ),
      ];
    case 'quote':
      return [create('blockquote', {}, blockNodes(block.blocks, pictureAt))];
    case 'list':
      return [listNode(block, isSecond, pictureAt)];
    case 'code':
      return [
        create('pre', block.language ? { 'data-language': block.language } : {}, [
          document.createTextNode(block.text) as unknown as Node,
        ]),
      ];
    case 'rule':
      return [create('hr')];
    case 'table':
      return [tableNode(block.rows)];
    case 'picture':
      return pictureNodes(block, pictureAt);
  }
}

/** Tells for each block whether it is a list that follows another of its kind and so needs the other marker. */
export function secondLists(blocks: readonly Block[]): boolean[] {
  let isSecond = false;
  return blocks.map((block, at) => {
    const before = blocks[at - 1];
    const isSame =
      block.kind === 'list' && before?.kind === 'list' && (block.start === null) === (before.start === null);
    isSecond = isSame && !isSecond;
    return isSecond;
  });
}

function blockNodes(blocks: readonly Block[], pictureAt: PictureAt, isSecond = false): Node[] {
  const second = secondLists(blocks);
  return blocks.flatMap((block, at) => nodesOf(block, second[at] === true || isSecond, pictureAt));
}

/** Makes an element that contains the blocks. `isSecond` tells that another list stands before them. */
export const domOf = (blocks: readonly Block[], pictureAt: PictureAt, isSecond = false): Element =>
  create('div', {}, blockNodes(blocks, pictureAt, isSecond));
