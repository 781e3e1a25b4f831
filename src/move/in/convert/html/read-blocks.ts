import { toPrintable } from '../../../../lib/characters.ts';
import { BLOCKS, CODE, DEL, EM, STRONG, UNSEEN } from '../../../../lib/html-elements.ts';
import {
  type Block,
  type Marks,
  type PictureBlock,
  type Run,
  textOfRuns,
  textRun,
} from '../../../../lib/markdown/blocks.ts';
import { normalizeRuns, splitParagraphs } from '../../../../lib/markdown/runs.ts';
import type { OldPicture } from '../../old-site.ts';
import type { Losses } from '../losses.ts';
import { isSamePicture, linkAddress } from './addresses.ts';
import { reportLooks, reportUnseen } from './looks.ts';
import { attribute, type Element, hasClass, isElement, lineOf, type Node, textOf } from './tree.ts';

// Characters that readers never saw, or that must not be in a story.

/** Scripts that join or break words by invisible characters, and emoji, which are made of several by joiners. */
const NEEDS_JOINERS =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Mongolian}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Variation_Selector}]$/u;

/** Leaves out soft hyphens, marks of byte order, and joiners and zero-width spaces where the script before them needs none. */
function withoutInvisible(text: string): string {
  if (!/[\u00ad\u200b-\u200d\ufeff]/.test(text)) return text;
  return text
    .replace(/[\u00ad\ufeff]/g, '')
    .replace(/[\u200b-\u200d]/g, (character, at: number, whole: string) =>
      NEEDS_JOINERS.test(whole.slice(Math.max(0, at - 2), at)) ? character : '',
    );
}

/** Makes a text that a story may contain, and says what was in it. */
function cleanText(text: string, losses: Losses): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: HTML has none, and nobody saw them.
  const shown = toPrintable(text.replace(/[\0-\x08\x0b\x0e-\x1f\x7f]/g, ''));
  if (text.includes('\ufffd') || shown.includes('\ufffd'))
    losses.count(
      'character',
      'characters that were broken already, or that no page may contain',
      'the sign �',
    );
  return withoutInvisible(shown);
}

/** What a text needs besides its HTML. */
export interface Reading {
  base: string;
  losses: Losses;
  /** The pictures that the text names by number. */
  attachments: Record<string, OldPicture>;
}

/** Reads an element for which Markdown has no form. Returns false for all others. */
type ReadSpecial = (reader: BlockReader, node: Element) => boolean;

/** The deepest nesting of lists and quotes: each level of a list is two of Markdown's fifty. */
const MAX_CONTAINERS = 20;

/** Reads HTML as blocks. Call `read` for each node of a text, then `finish`. */
export class BlockReader {
  readonly reading: Reading;
  #blocks: Block[] = [];
  #runs: Run[] = [];
  #marks: Marks = {};
  /** The last picture of <noscript>. */
  #fallback: PictureBlock | undefined;
  #containers = 0;

  readonly #special: ReadSpecial;

  constructor(reading: Reading, special: ReadSpecial) {
    this.reading = reading;
    this.#special = special;
  }

  finish(): Block[] {
    this.flush();
    return this.#blocks;
  }

  /** Ends the paragraph. */
  flush(): void {
    const runs = this.#runs;
    this.#runs = [];
    for (const paragraph of splitParagraphs(runs)) this.#blocks.push({ kind: 'paragraph', runs: paragraph });
  }

  add(block: Block): void {
    this.flush();
    this.#blocks.push(block);
  }

  addText(text: string): void {
    this.#runs.push(textRun(cleanText(text, this.reading.losses), this.#marks));
  }

  addRuns(runs: readonly Run[]): void {
    this.#runs.push(...runs);
  }

  /** Adds a paragraph that leads somewhere. */
  addLink(label: string, link: string): void {
    this.flush();
    this.#runs.push(textRun(cleanText(label, this.reading.losses), { link }));
    this.flush();
  }

  /** @param isFallback whether it is in <noscript>. Plugins that show a picture late have it there once more, before or after. */
  addPicture(picture: PictureBlock, isFallback = false): void {
    this.flush();
    const last = this.#blocks.at(-1);
    if (last?.kind === 'picture' && isSamePicture(last.url, picture.url)) {
      if (isFallback) return;
      if (last === this.#fallback) this.#blocks.pop();
    }
    const link = picture.link ?? this.#marks.link ?? null;
    const isItself =
      link !== null && /\.(?:jpe?g|png|gif|webp|avif|svg)$/i.test(URL.parse(link)?.pathname ?? '');
    const block: PictureBlock = { ...picture, link: isItself ? null : link };
    this.#blocks.push(block);
    if (isFallback) this.#fallback = block;
  }

  readAll(nodes: readonly Node[]): void {
    for (const node of nodes) this.read(node);
  }

  /** Reads nodes as blocks of their own: of a list item, a quote, a cell. */
  within(nodes: readonly Node[]): Block[] {
    const outer = this.#blocks;
    const runs = this.#runs;
    this.#blocks = [];
    this.#runs = [];
    this.readAll(nodes);
    this.flush();
    const inner = this.#blocks;
    this.#blocks = outer;
    this.#runs = runs;
    return inner;
  }

  /** Reads nodes with other marks. */
  marked(marks: Marks, nodes: readonly Node[]): void {
    const outer = this.#marks;
    this.#marks = { ...outer, ...marks };
    this.readAll(nodes);
    this.#marks = outer;
  }

  /** Reads nodes as one line: a heading, a caption. Pictures in it come after it. */
  line(nodes: readonly Node[]): { runs: Run[]; pictures: Block[] } {
    const runs: Run[] = [];
    const pictures: Block[] = [];
    const take = (blocks: readonly Block[]) => {
      for (const block of blocks) {
        if (block.kind === 'paragraph' || block.kind === 'heading') runs.push(...spaced(runs), ...block.runs);
        else if (block.kind === 'code')
          runs.push(...spaced(runs), {
            kind: 'code',
            text: block.text.replace(/\s+/g, ' ').trim(),
            marks: {},
          });
        else if (block.kind === 'quote') take(block.blocks);
        else if (block.kind === 'list') for (const item of block.items) take(item);
        else if (block.kind === 'table')
          for (const row of block.rows) for (const cell of row) runs.push(...spaced(runs), ...cell);
        else if (block.kind === 'picture') pictures.push(block);
      }
    };
    take(this.within(nodes));
    const flat = runs.map((run): Run => (run.kind === 'break' ? textRun(' ') : run));
    return { runs: normalizeRuns(flat), pictures };
  }

  read(node: Node): void {
    if (!isElement(node)) this.addText(node);
    else if (UNSEEN.has(node.name)) reportUnseen(node, this.reading.losses);
    else if (!this.#special(this, node)) this.#readElement(node);
  }

  #readElement(node: Element): void {
    const { name, children } = node;
    reportLooks(node, this.reading.losses);
    if (name === 'br') this.#runs.push({ kind: 'break' });
    else if (name === 'a') this.#readLink(node);
    else if (CODE.has(name)) this.#readCode(node);
    else if (STRONG.has(name)) this.marked({ strong: true }, children);
    else if (EM.has(name)) this.marked({ em: true }, children);
    else if (DEL.has(name)) this.marked({ del: true }, children);
    else if (/^h[1-6]$/.test(name)) this.#readHeading(node);
    else if (name === 'ul' || name === 'ol' || name === 'menu' || name === 'dir') this.#readList(node);
    else if (name === 'blockquote') this.#readQuote(children);
    else if (name === 'pre') this.#readPre(node);
    else if (name === 'hr') this.add({ kind: 'rule' });
    else if (BLOCKS.has(name)) {
      this.flush();
      this.readAll(children);
      this.flush();
    } else this.readAll(children);
  }

  #readLink(node: Element): void {
    const { losses, base } = this.reading;
    const href = attribute(node, 'href');
    const link = linkAddress(href, base);
    const text = lineOf(node);
    if (link !== null) {
      const title = attribute(node, 'title');
      if (title && title !== text) losses.count('formatting', `the title of a link: ${title}`, 'the link');
      this.marked({ link }, node.children);
      return;
    }
    if (href.startsWith('#')) losses.count('link', `links within the page: ${text} (${href})`, 'their text');
    else if (href !== '') losses.add('link', `${text} (${href})`, 'its text');
    this.readAll(node.children);
  }

  #readCode(node: Element): void {
    const text = textOf(node);
    if (!/\S/.test(text)) this.addText(text);
    else {
      const shown = cleanText(text, this.reading.losses).replace(/\r\n?|\n/g, ' ');
      this.#runs.push({ kind: 'code', text: shown, marks: { ...this.#marks } });
    }
  }

  #readHeading({ name, children }: Element): void {
    const { runs, pictures } = this.line(children);
    const text = textOfRuns(runs);
    // A heading is bold already.
    const plain = runs.map((run) =>
      run.kind === 'break' ? run : { ...run, marks: { ...run.marks, strong: false } },
    );
    if (text) this.add({ kind: 'heading', level: Number(name.slice(1)), runs: plain });
    else this.flush();
    for (const picture of pictures) this.add(picture);
  }

  #readQuote(children: readonly Node[]): void {
    this.contain((read) => {
      const blocks = read(children);
      return blocks.length > 0 ? [{ kind: 'quote', blocks }] : [];
    });
  }

  /** Adds what contains other blocks; too deep within others, its blocks alone. */
  contain(make: (read: (nodes: readonly Node[]) => Block[]) => Block[]): void {
    this.flush();
    if (this.#containers >= MAX_CONTAINERS) {
      this.reading.losses.count('nesting', 'lists and quotes within more than 20 others', 'their text');
      make((nodes) => {
        this.#blocks.push(...this.within(nodes));
        return [];
      });
      return;
    }
    this.#containers++;
    const made = make((nodes) => this.within(nodes));
    this.#containers--;
    this.#blocks.push(...made);
  }

  #readList(node: Element): void {
    this.contain((read) => {
      const items: Block[][] = [];
      for (const child of node.children) {
        if (!isElement(child)) {
          if (/\S/.test(child)) items.push(read([child]));
        } else if (child.name === 'li') items.push(read(child.children));
        else {
          const blocks = read([child]);
          const last = items.at(-1);
          if (last) last.push(...blocks);
          else items.push(blocks);
        }
      }
      const shown = items.filter((item) => item.length > 0);
      // The galleries of older versions of WordPress are lists of pictures.
      if (node.name === 'ul' && shown.flat().every(({ kind }) => kind === 'picture')) return shown.flat();
      const first = Math.trunc(Number(attribute(node, 'start') || 1));
      const isCounted = first >= 0 && first + shown.length <= 999_999_999;
      const start = node.name === 'ol' ? (isCounted ? first : 1) : null;
      if (node.name === 'ol' && ['type', 'reversed'].some((name) => name in node.attributes))
        this.reading.losses.count(
          'formatting',
          'lists with letters, Roman numbers or reversed',
          'lists with numbers',
        );
      return shown.length > 0 ? [{ kind: 'list', start, items: shown }] : [];
    });
  }

  #readPre(node: Element): void {
    const inner = node.children.find(isElement);
    const classes = `${attribute(node, 'class')} ${inner ? attribute(inner, 'class') : ''}`;
    if (hasClass(node, /verse/)) {
      this.flush();
      // Lines of a poem, with their indents.
      for (const [at, line] of textOf(node)
        .replace(/^\n|\s+$/g, '')
        .split('\n')
        .entries()) {
        if (at > 0) this.#runs.push({ kind: 'break' });
        this.addText(line.replace(/^ +/, (spaces) => '\u00a0'.repeat(spaces.length)));
      }
      this.flush();
      return;
    }
    const language = /(?:^|\s)(?:language|lang|brush)[-:]\s?([\w+#-]+)/.exec(classes)?.[1] ?? '';
    const text = preText(node)
      .replace(/^\r?\n/, '')
      .replace(/\r\n?/g, '\n')
      .replace(/\n$/, '');
    const shown = cleanText(text, this.reading.losses);
    if (/\S/.test(shown)) this.add({ kind: 'code', text: shown, language });
  }
}

/** A space after text. */
const spaced = (runs: readonly Run[]): Run[] => (runs.length > 0 ? [textRun(' ')] : []);

/** The text of preformatted lines. */
const preText = (node: Node): string => {
  if (!isElement(node)) return node;
  return node.name === 'br' ? '\n' : node.children.map(preText).join('');
};
