import type { DomNode } from './dom.ts';

/** Elements that begin and end a paragraph of their own. A row of a table is one, unless its cells have paragraphs themselves. */
const BLOCKS = new Set(
  `ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIALOG DIR DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2
   H3 H4 H5 H6 HEADER HGROUP HR LEGEND LI MAIN MENU NAV OL OPTION P PRE SECTION SUMMARY TABLE TBODY TFOOT THEAD TR UL`.split(
    /\s+/,
  ),
);
const CELLS = new Set(['TD', 'TH']);

const [ELEMENT, TEXT] = [1, 3];

/** Scripts whose letters are joined or parted by the characters U+200C and U+200D. */
const JOINING = [
  'Arab',
  'Syrc',
  'Mong',
  'Deva',
  'Beng',
  'Mlym',
  'Sinh',
  'Taml',
  'Telu',
  'Knda',
  'Gujr',
  'Khmr',
  'Mymr',
];

/** Characters that nobody sees, and that could carry a hidden text. */
const INVISIBLE = new RegExp(
  [
    // Controls, noncharacters, half pairs.
    String.raw`(?!\s)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]`,
    // Soft hyphens, fillers, zero-width spaces, bidirectional controls, annotations, tags.
    String.raw`[\u{AD}\u{61C}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}]`,
    String.raw`[\u{3164}\u{FEFF}\u{FFA0}\u{FFF9}-\u{FFFB}\u{1D173}-\u{1D17A}\u{E0000}-\u{E007F}]|\u{34F}`,
    // Joiners without a letter or a pictogram to join, and variation selectors without one to vary.
    String.raw`(?<![\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}${JOINING.map((script) => `\\p{Script=${script}}`).join('')}])[\u{200C}\u{200D}]`,
    String.raw`(?<![\p{Ideographic}\p{Emoji}\p{S}\p{P}])[\u{FE00}-\u{FE0F}]|(?<!\p{Ideographic})[\u{E0100}-\u{E01EF}]`,
  ].join('|'),
  'gu',
);

/** Returns a paragraph in one line, with single spaces, without characters that nobody sees. */
export const cleanBlock = (text: string): string => text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();

/** Splits a text at its empty lines into clean paragraphs. */
export const splitBlocks = (text: string): string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n|[\f\u2029]/)
    .map(cleanBlock)
    .filter((block) => block !== '');

function* childrenOf(node: DomNode): Generator<DomNode> {
  for (let child = node.firstChild; child; child = child.nextSibling) yield child;
}

/** Whether the cells of a row have paragraphs: then the table only places what is in it. */
const isLayout = (row: DomNode): boolean =>
  [...childrenOf(row)].some((cell) => [...childrenOf(cell)].some(({ nodeName }) => BLOCKS.has(nodeName)));

/** A paragraph of a page, and the element that it is. */
export interface PlacedBlock {
  text: string;
  element: DomNode;
}

/** Returns the paragraphs of an element's text, in order: its headings, list items, rows of tables and all else. */
export const blocksOf = (root: DomNode): string[] => placedBlocksOf(root).map(({ text }) => text);

/** Returns the paragraphs of an element's text as `blocksOf` does, each with its element. */
export function placedBlocksOf(root: DomNode): PlacedBlock[] {
  const blocks: PlacedBlock[] = [];
  let buffer: string[] = [];
  const end = (element: DomNode) => {
    if (buffer.length > 0) for (const text of splitBlocks(buffer.join(''))) blocks.push({ text, element });
    buffer = [];
  };
  const walk = (node: DomNode, isPreformatted: boolean) => {
    const hasLayout = node.nodeName === 'TR' && isLayout(node);
    for (const child of childrenOf(node)) {
      if (child.nodeType === TEXT) {
        const text = child.textContent ?? '';
        buffer.push(isPreformatted ? text : text.replace(/\s+/g, ' '));
      } else if (child.nodeType === ELEMENT) {
        const name = child.nodeName;
        const isBlock = BLOCKS.has(name) || hasLayout;
        if (isBlock) end(node);
        else if (CELLS.has(name)) buffer.push(' ');
        else if (name === 'BR') buffer.push('\n');
        walk(child, isPreformatted || name === 'PRE' || name === 'LISTING');
        if (isBlock) end(child);
        else if (CELLS.has(name)) buffer.push(' ');
      }
    }
  };
  walk(root, false);
  end(root);
  return blocks;
}
