import { limitDepth } from '../../../lib/html-depth.ts';
import { BLOCKS, CODE, DEL, EM, STRONG } from '../../../lib/html-elements.ts';
import { type Block, everyBlock, type Marks, type Run, textRun } from '../../../lib/markdown/blocks.ts';
import { renderBlocks } from '../../../lib/markdown/render.ts';
import { normalizeRuns, splitParagraphs, withOneEmphasis } from '../../../lib/markdown/runs.ts';
import { LOWERED, RAISED } from '../../../lib/markdown/small-digits.ts';
import { type FlatItem, nestItems, readSign } from './pasted-list.ts';

// HTML from the clipboard, as Word, Google Docs, mail programs and browsers write it, as Markdown.

/** Elements whose content nobody saw where it was copied. */
const UNSEEN = new Set(
  'head script style template title meta link noscript iframe object embed video audio canvas svg colgroup col datalist'.split(
    ' ',
  ),
);

/** What is nested deeper is read as its text: parsers take quadratic time in depth. */
const MAX_DEPTH = 200;
/** The deepest nesting of lists and quotes. */
const MAX_CONTAINERS = 20;
const MAX_COLUMNS = 100;
const MAX_CELLS = 20_000;

/** The levels of headings in an analysis. */
const LEVELS = { first: 2, last: 5 };

/** The attribute that holds a style while nothing applies it. */
const STYLE = 'data-pasted-style';

/** Addresses that count clicks, by host and path, and the parameter that has the address itself. */
const WRAPPERS: [pattern: RegExp, parameter: string][] = [
  [/^www\.google\.[a-z.]+\/url$/, 'q'],
  [/^www\.google\.[a-z.]+\/url$/, 'url'],
  [/\.safelinks\.protection\.outlook\.com\/$/, 'url'],
  [/^lm?\.facebook\.com\/l\.php$/, 'u'],
  [/^slack-redir\.net\/link$/, 'url'],
  [/^www\.youtube\.com\/redirect$/, 'q'],
];

/** The most characters of an address that a story may link to. */
const MAX_ADDRESS = 2000;

/** Returns where a pasted link leads. One to a script, a file, or a place in the page that it was copied from leads nowhere. */
function addressOf(href: string): string | undefined {
  const url = URL.parse(href.trim());
  if (!url || !/^(?:https?|mailto):$/.test(url.protocol)) return undefined;
  for (const [pattern, parameter] of WRAPPERS) {
    const wrapped = pattern.test(url.host + url.pathname) ? url.searchParams.get(parameter) : null;
    if (wrapped !== null && /^https?:\/\//i.test(wrapped) && wrapped.length < href.length)
      return addressOf(wrapped);
  }
  return url.href.length > MAX_ADDRESS ? undefined : url.href;
}

/** Leaves out comments. Word's have hundreds of tags, which nothing closes. */
const withoutComments = (html: string): string =>
  html
    .split('<!--')
    .map((piece, at) =>
      at === 0
        ? piece
        : /^-?>/.test(piece)
          ? piece.replace(/^-?>/, '')
          : piece.split('-->').slice(1).join('-->'),
    )
    .join('');

/** Renames what the page's policy would report, though nothing applies it: styles, and elements of them, which are not read either way. */
const withoutStyles = (html: string): string =>
  html
    .replace(/<(\/?)style\b/gi, '<$1script')
    .replace(/<[a-z][^<>]*/gi, (tag) => tag.replace(/(?<=[\s"'])style(?=\s*=)/gi, STYLE));

/** Returns the value of a property in an element's own style. */
function styleOf(element: Element, property: string): string {
  const style = element.getAttribute(STYLE) ?? element.getAttribute('style');
  if (!style?.includes(property)) return '';
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    if (declaration.slice(0, colon).trim().toLowerCase() === property)
      return declaration
        .slice(colon + 1)
        .trim()
        .toLowerCase();
  }
  return '';
}

const hasClass = (element: Element, pattern: RegExp): boolean =>
  pattern.test(element.getAttribute('class') ?? '');

const isHidden = (element: Element): boolean =>
  element.hasAttribute('hidden') ||
  styleOf(element, 'display').startsWith('none') ||
  styleOf(element, 'visibility') === 'hidden' ||
  styleOf(element, 'mso-hide') === 'all' ||
  // Word's comments, and the signs that lead to them.
  styleOf(element, 'mso-element').startsWith('comment') ||
  hasClass(element, /\bMsoCommentReference\b/);

/** White space that a program made no-break, so that a browser shows all of it. */
const isSpace = (element: Element): boolean =>
  hasClass(element, /\bApple-(?:converted-space|tab-span)\b/) ||
  styleOf(element, 'mso-spacerun') === 'yes' ||
  styleOf(element, 'mso-tab-count') !== '';

/** The marks that an element gives to its text, by its name and its style. */
function marksOf(element: Element, name: string): Marks {
  const marks: Marks = {};
  if (STRONG.has(name)) marks.strong = true;
  if (EM.has(name)) marks.em = true;
  if (DEL.has(name)) marks.del = true;
  const weight = styleOf(element, 'font-weight');
  if (/^(?:bold|[6-9]\d\d)/.test(weight)) marks.strong = true;
  if (/^(?:normal|lighter|[1-4]\d\d)/.test(weight)) marks.strong = false;
  const style = styleOf(element, 'font-style');
  if (/^(?:italic|oblique)/.test(style)) marks.em = true;
  if (style.startsWith('normal')) marks.em = false;
  const line = styleOf(element, 'text-decoration') || styleOf(element, 'text-decoration-line');
  if (line.includes('line-through')) marks.del = true;
  // Google Docs puts all that is copied in one <b>.
  if (element.id.startsWith('docs-internal-guid')) delete marks.strong;
  return marks;
}

/** Returns the level of a heading; 0 of anything else. */
function levelOf(element: Element, name: string): number {
  if (/^h[1-6]$/.test(name)) return Number(name[1]);
  if (hasClass(element, /\bMsoTitle\b/)) return 1;
  if (element.getAttribute('role') !== 'heading') return 0;
  return Math.min(Math.max(Math.trunc(Number(element.getAttribute('aria-level'))) || 2, 1), 6);
}

const cleanText = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: HTML has none, and nobody saw them.
    .replace(/[\0-\x08\x0b\x0e-\x1f\x7f\u00ad\ufeff]/g, '')
    // Beside another space, a no-break space only makes a gap.
    .replace(/(?<=[ \t\n\u00a0])\u00a0|\u00a0(?=[ \t\n\u00a0])/g, ' ');

/** The text of code, with its line breaks. */
function codeIn(element: Element): string {
  for (const lineBreak of element.querySelectorAll('br')) lineBreak.replaceWith('\n');
  return (element.textContent ?? '').replace(/\r\n?/g, '\n');
}

const plainRun = (run: Run): Run => (run.kind === 'break' ? textRun(' ') : run);

/** The runs of blocks, on one line. */
function lineOf(blocks: readonly Block[]): Run[] {
  const parts = Array.from(everyBlock(blocks), (block): Run[][] => {
    if (block.kind === 'paragraph' || block.kind === 'heading') return [block.runs];
    if (block.kind === 'code') return [[textRun(block.text)]];
    return block.kind === 'table' ? block.rows.flat() : [];
  });
  return normalizeRuns(parts.flat().flatMap((runs) => [textRun(' '), ...runs.map(plainRun)]));
}

class Reader {
  pictures = 0;
  #blocks: Block[] = [];
  #runs: Run[] = [];
  #marks: Marks = {};
  /** Items of lists whose level is a number, as Word writes them, until something else follows. */
  #items: FlatItem[] = [];
  #depth = 0;
  #containers = 0;

  finish(): Block[] {
    this.#endParagraph();
    this.#endList();
    return this.#blocks;
  }

  #endParagraph(): void {
    const paragraphs = splitParagraphs(this.#runs);
    this.#runs = [];
    for (const runs of paragraphs) this.#add({ kind: 'paragraph', runs });
  }

  #endList(): void {
    const items = this.#items;
    this.#items = [];
    this.#blocks.push(...nestItems(items));
  }

  #add(block: Block): void {
    this.#endList();
    this.#blocks.push(block);
  }

  #addText(text: string): void {
    this.#runs.push(textRun(cleanText(text), this.#marks));
  }

  #addItem(item: FlatItem): void {
    if (item.blocks.length > 0) this.#items.push(item);
  }

  #readAll(nodes: Iterable<Node>): void {
    for (const node of nodes) this.read(node);
  }

  /** Reads nodes as blocks of their own: of an item, a quote, a cell. */
  #within(nodes: Iterable<Node>): Block[] {
    const outer = { blocks: this.#blocks, runs: this.#runs, items: this.#items };
    this.#blocks = [];
    this.#runs = [];
    this.#items = [];
    this.#readAll(nodes);
    const inner = this.finish();
    this.#blocks = outer.blocks;
    this.#runs = outer.runs;
    this.#items = outer.items;
    return inner;
  }

  read(node: Node): void {
    if (node.nodeType === 3) this.#addText(node.textContent ?? '');
    if (node.nodeType !== 1) return;
    const element = node as Element;
    const name = element.localName.toLowerCase();
    if (UNSEEN.has(name) || isHidden(element)) return;
    if (isSpace(element) || this.#depth >= MAX_DEPTH) {
      this.#addText(element.textContent?.replace(/\s+/g, ' ') ?? '');
      return;
    }
    this.#depth++;
    const outer = this.#marks;
    const level = levelOf(element, name);
    // A heading is bold already, and a quote set apart.
    if (level === 0 && name !== 'blockquote') this.#marks = { ...outer, ...marksOf(element, name) };
    if (level > 0) this.#readHeading(element, level);
    else if (!this.#readBlock(element, name)) this.#readInline(element, name);
    this.#marks = outer;
    this.#depth--;
  }

  #readBlock(element: Element, name: string): boolean {
    const { childNodes } = element;
    if (name === 'p' && /^l\d/.test(styleOf(element, 'mso-list'))) this.#readItem(element);
    else if (name === 'p' && this.#items.length > 0 && hasClass(element, /\bMsoListParagraph/)) {
      this.#endParagraph();
      this.#items.at(-1)?.blocks.push(...this.#within(childNodes));
    } else if (name === 'blockquote' || hasClass(element, /\bMso(?:Intense)?Quote/)) this.#readQuote(element);
    else if (/^(?:ul|ol|menu|dir)$/.test(name)) this.#readList(element, name);
    else if (name === 'table') this.#readTable(element);
    else if (name === 'pre') this.#readCodeBlock(element);
    else if (BLOCKS.has(name)) {
      this.#endParagraph();
      if (name === 'hr') this.#add({ kind: 'rule' });
      if (name === 'dt') this.#marks = { ...this.#marks, strong: true };
      this.#readAll(childNodes);
      this.#endParagraph();
    } else return false;
    return true;
  }

  #readInline(element: Element, name: string): void {
    const { childNodes } = element;
    const digits = { sup: RAISED, sub: LOWERED }[name];
    if (name === 'br') {
      if (!hasClass(element, /\bApple-interchange-newline\b/)) this.#runs.push({ kind: 'break' });
    } else if (name === 'img') this.#readPicture(element);
    else if (name === 'a') {
      const link = addressOf(element.getAttribute('href') ?? '');
      if (link !== undefined) this.#marks = { ...this.#marks, link };
      this.#readAll(childNodes);
    } else if (CODE.has(name) && element.textContent?.trim() !== '')
      this.#runs.push({
        kind: 'code',
        text: cleanText(codeIn(element)).replace(/\s+/g, ' '),
        marks: this.#marks,
      });
    else if (digits && element.children.length === 0) {
      const signs = [...(element.textContent ?? '').trim()];
      const isKnown = signs.every((sign) => sign in digits);
      this.#addText(isKnown ? signs.map((sign) => digits[sign]).join('') : (element.textContent ?? ''));
    } else if (name === 'q' || (name === 'rt' && !element.parentElement?.querySelector('rp'))) {
      const [opens = '', closes = ''] = name === 'q' ? '“”' : '()';
      this.#addText(opens);
      this.#readAll(childNodes);
      this.#addText(closes);
    } else this.#readAll(childNodes);
  }

  /** An emoji is text, even if a program shows it as a picture. Other pictures do not come with their files. */
  #readPicture(element: Element): void {
    const alt = element.getAttribute('alt') ?? '';
    const isTiny = ['width', 'height'].some((side) =>
      /^[012](?:px)?$/.test(element.getAttribute(side) ?? ''),
    );
    if (/^\p{Extended_Pictographic}/u.test(alt) && alt.length <= 20) this.#addText(alt);
    else if (!isTiny) this.pictures++;
  }

  #readHeading({ childNodes }: Element, level: number): void {
    this.#endParagraph();
    const runs = lineOf(this.#within(childNodes)).map(
      (run): Run => (run.kind === 'break' ? run : { ...run, marks: { ...run.marks, strong: false } }),
    );
    if (runs.length > 0) this.#add({ kind: 'heading', level, runs: normalizeRuns(runs) });
  }

  /** Reads blocks that stand in a list or a quote. */
  #contained(nodes: Iterable<Node>): Block[] {
    this.#containers++;
    const blocks = this.#within(nodes);
    this.#containers--;
    return blocks;
  }

  #readQuote({ childNodes }: Element): void {
    this.#endParagraph();
    this.#endList();
    const blocks = this.#contained(childNodes);
    const last = this.#blocks.at(-1);
    if (this.#containers >= MAX_CONTAINERS) this.#blocks.push(...blocks);
    else if (last?.kind === 'quote') last.blocks.push(...blocks);
    else if (blocks.length > 0) this.#blocks.push({ kind: 'quote', blocks });
  }

  #readList(list: Element, name: string): void {
    this.#endParagraph();
    const first = Math.trunc(Number(list.getAttribute('start') ?? 1)) || 0;
    const start = name === 'ol' ? Math.min(Math.max(first, 0), 999_999) : null;
    // Word on the web writes a list for each item, with its level beside it.
    const isFlat = list.parentElement !== null && hasClass(list.parentElement, /\bListContainerWrapper\b/);
    const items: Block[][] = [];
    for (const child of list.childNodes) {
      const item = child.nodeType === 1 && (child as Element).localName === 'li' ? (child as Element) : null;
      if (!item && child.textContent?.trim() === '') continue;
      const blocks = this.#contained(item ? item.childNodes : [child]);
      if (item && isFlat) {
        const level = Number(item.getAttribute('data-aria-level')) || 1;
        this.#addItem({ level, start: start === null ? null : start + this.#items.length, blocks });
        continue;
      }
      const last = items.at(-1);
      const isInner = blocks.every(({ kind }) => kind === 'list');
      // Some programs write a list within an item beside that item.
      if (last && (!item || isInner)) last.push(...blocks);
      else if (isInner) items.push(...blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])));
      else items.push(blocks);
    }
    const shown = items.filter((item) => item.length > 0);
    if (this.#containers >= MAX_CONTAINERS) for (const block of shown.flat()) this.#add(block);
    else if (shown.length > 0) this.#add({ kind: 'list', start, items: shown });
  }

  /** An item as Word writes it: a paragraph with a level in its style, and its sign as text. */
  #readItem(element: Element): void {
    this.#endParagraph();
    const level = Number(/level(\d+)/.exec(styleOf(element, 'mso-list'))?.[1] ?? 1);
    const sign = Array.from(element.querySelectorAll('span')).find(
      (inner) => styleOf(inner, 'mso-list') === 'ignore',
    );
    const start = readSign(sign?.textContent ?? '');
    sign?.remove();
    this.#addItem({ level, start, blocks: this.#within(element.childNodes) });
  }

  #readCodeBlock(element: Element): void {
    this.#endParagraph();
    const text = codeIn(element).replace(/^\n/, '').trimEnd();
    if (text !== '') this.#add({ kind: 'code', text, language: '' });
  }

  #readTable(table: Element): void {
    this.#endParagraph();
    const isSection = ({ localName }: Element) => /^t(?:head|body|foot)$/.test(localName);
    const cells = [table, ...Array.from(table.children).filter(isSection)].flatMap((section) =>
      Array.from(section.children)
        .filter(({ localName }) => localName === 'tr')
        .map((row) => Array.from(row.children).filter(({ localName }) => /^t[dh]$/.test(localName))),
    );
    const widest = cells.reduce((most, { length }) => Math.max(most, length), 0);
    for (const child of table.children) if (child.localName === 'caption') this.read(child);
    if (widest < 2 || widest > MAX_COLUMNS || widest * cells.length > MAX_CELLS) this.#readAll(cells.flat());
    else {
      const rows = this.#grid(cells);
      if (rows.length > 0) this.#add({ kind: 'table', rows });
    }
  }

  /** Reads the cells of a table. One over several rows or columns is followed by empty ones. */
  #grid(rows: readonly (readonly Element[])[]): Run[][][] {
    /** In how many of the next rows each column is covered. */
    const covered: number[] = [];
    const grid = rows.map((row) => {
      const line: Run[][] = [];
      const skip = () => {
        for (let left = covered[line.length] ?? 0; left > 0; left = covered[line.length] ?? 0) {
          covered[line.length] = left - 1;
          line.push([]);
        }
      };
      for (const cell of row) {
        skip();
        const [columns = 1, height = 1] = ['colspan', 'rowspan'].map((name) =>
          Math.min(Math.trunc(Number(cell.getAttribute(name))) || 1, MAX_COLUMNS),
        );
        const runs = lineOf(this.#within(cell.childNodes));
        for (let column = 0; column < columns && line.length < MAX_COLUMNS; column++) {
          covered[line.length] = height - 1;
          line.push(column === 0 ? runs : []);
        }
      }
      skip();
      return line;
    });
    return grid.filter((line) => line.some((cell) => cell.length > 0));
  }
}

/** Gives headings the levels that an analysis has, from the first on. */
function rebaseHeadings(blocks: readonly Block[]): void {
  const headings = [...everyBlock(blocks)].filter((block) => block.kind === 'heading');
  const levels = [...new Set(headings.map(({ level }) => level))].sort();
  for (const heading of headings)
    heading.level = Math.min(LEVELS.first + levels.indexOf(heading.level), LEVELS.last);
}

/** Whether signs of emphasis meet so that Markdown would read them in another way, as where bold begins in italics and ends behind them. */
const isAmbiguous = (block: Block): boolean => renderBlocks([block], () => null).markdown.includes('****');

/** What is pasted. */
export interface PastedText {
  markdown: string;
  /** The kinds of its first and last block. */
  first: Block['kind'] | undefined;
  last: Block['kind'] | undefined;
  /** Whether it says no more than the plain text beside it. */
  isPlain: boolean;
  /** How many pictures it showed, which do not come with it. */
  pictures: number;
}

/** Whether an editor of code wrote the HTML. Its text may be Markdown itself. */
function isCode({ children }: Element): boolean {
  const [only] = children;
  return only !== undefined && children.length === 1 && styleOf(only, 'white-space') === 'pre';
}

const isUnmarked = (run: Run): boolean => run.kind === 'text' && !Object.values(run.marks).some(Boolean);

/** Reads HTML from the clipboard. Every word that was seen stays; looks, comments and scripts go. */
export function readPastedHtml(html: string): PastedText {
  const { body } = new DOMParser().parseFromString(
    withoutStyles(limitDepth(withoutComments(html), MAX_DEPTH)),
    'text/html',
  );
  const reader = new Reader();
  for (const node of body.childNodes) reader.read(node);
  const blocks = reader.finish();
  rebaseHeadings(blocks);
  for (const block of everyBlock(blocks))
    if (block.kind === 'paragraph' && isAmbiguous(block)) block.runs = withOneEmphasis(block.runs);
  const [first] = blocks;
  const isLine = blocks.length === 1 && first?.kind === 'paragraph' && first.runs.every(isUnmarked);
  return {
    markdown: renderBlocks(blocks, () => null).markdown,
    first: first?.kind,
    last: blocks.at(-1)?.kind,
    isPlain: isLine || isCode(body) || blocks.every(({ kind }) => kind === 'code'),
    pictures: reader.pictures,
  };
}
