import { fileName } from '../uri.ts';
import type { Block, Marks, PictureBlock, Run } from './blocks.ts';
import { textOfRuns, textRun } from './blocks.ts';
import {
  escapeDestination,
  escapeInline,
  escapeLineStarts,
  escapeOutsideLinks,
  quoteTitle,
} from './escape.ts';
import { collapse, normalizeRuns } from './runs.ts';

/** An uploaded picture: its path on this site, and its size in pixels. */
export interface StoredPicture {
  path: string;
  width: number;
  height: number;
}

export type PictureAt = (url: string) => StoredPicture | null;

/** Blocks as Markdown, and what it has to show. */
export interface Rendering {
  markdown: string;
  /** The words in their order. */
  words: string;
  links: number;
}

/** The marks from the outermost to the innermost, where they reach equally far. */
const NESTING = ['link', 'strong', 'em', 'del'] as const satisfies (keyof Marks)[];
type Mark = (typeof NESTING)[number];
const DELIMITERS = { strong: '**', em: '*', del: '~~' };

/** The longest caption that a picture may have: as of a story's own picture. */
const MAX_CAPTION = 500;

/** Markers of bullets and of numbers: two lists in a row must differ, or Markdown would join them. */
const MARKERS = { bullet: ['-', '*'], number: ['.', ')'] } as const;

const markOf = (run: Run | undefined, mark: keyof Marks) =>
  run === undefined || run.kind === 'break' ? undefined : run.marks[mark] || undefined;

/** Returns the end of the runs from one on that share a mark of it. */
function endOf(runs: readonly Run[], from: number, mark: Mark): number {
  const value = markOf(runs[from], mark);
  let end = from + 1;
  for (
    let at = end;
    at < runs.length && (runs[at]?.kind === 'break' || markOf(runs[at], mark) === value);
    at++
  )
    if (runs[at]?.kind !== 'break') end = at + 1;
  return end;
}

/** Indents every line but the first. */
const indent = (text: string, width: number) => text.replace(/\n(?=.)/g, `\n${' '.repeat(width)}`);

const onOneLine = (runs: readonly Run[]): Run[] =>
  collapse(runs.map((run) => (run.kind === 'break' ? textRun(' ') : run)));

/** Writes text between the fewest backticks that it does not have. */
function inlineCode(text: string): string {
  if (!/\S/.test(text)) return '';
  const line = text.replace(/\r?\n|\r/g, ' ');
  const rows: string[] = line.match(/`+/g) ?? [];
  let delimiter = '`';
  while (rows.includes(delimiter)) delimiter += '`';
  const space = /^`|^ .*?[^ ].* $|`$/.test(line) ? ' ' : '';
  return delimiter + space + line + space + delimiter;
}

function fencedCode({ text, language }: Extract<Block, { kind: 'code' }>): string {
  if (!/\S/.test(text)) return '';
  const rows = Array.from(text.matchAll(/^ *(`+)/gm), ([, row = '']) => row.length);
  const fence = '`'.repeat(Math.max(3, ...rows.map((length) => length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
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

class Renderer {
  words = '';
  links = 0;
  readonly #pictureAt: PictureAt;

  constructor(pictureAt: PictureAt) {
    this.#pictureAt = pictureAt;
  }

  blocks(blocks: readonly Block[], isSecond: boolean): string {
    const second = secondLists(blocks);
    return blocks
      .map((block, at) => this.#block(block, second[at] === true || isSecond))
      .filter(Boolean)
      .join('\n\n');
  }

  #block(block: Block, isSecond: boolean): string {
    switch (block.kind) {
      case 'paragraph':
        return this.#paragraph(block.runs);
      case 'heading': {
        const text = this.#runs(onOneLine(block.runs));
        return text && `${'#'.repeat(block.level)} ${text.replace(/#+$/, '\\$&')}`;
      }
      case 'quote':
        return this.#quote(block.blocks);
      case 'list':
        return this.#list(block, isSecond);
      case 'code':
        this.words += block.text;
        return fencedCode(block);
      case 'rule':
        return '---';
      case 'table':
        return this.#table(block.rows);
      case 'picture':
        return this.#picture(block).filter(Boolean).join('\n\n');
    }
  }

  #quote(blocks: readonly Block[]): string {
    const text = this.blocks(blocks, false);
    return text === '' ? '' : text.replace(/^/gm, '> ');
  }

  #paragraph(runs: readonly Run[]): string {
    return escapeLineStarts(this.#runs(runs));
  }

  /** Nests runs that share marks, the mark that reaches furthest around the others. A line break belongs to what is on both sides of it. */
  #runs(runs: readonly Run[], marks: readonly Mark[] = NESTING): string {
    let markdown = '';
    for (let at = 0; at < runs.length; ) {
      const [widest] = marks
        .filter((mark) => markOf(runs[at], mark) !== undefined)
        .map((mark) => ({ mark, end: endOf(runs, at, mark) }))
        .sort((one, other) => other.end - one.end);
      if (!widest) {
        markdown += this.#run(runs[at] as Run);
        at++;
        continue;
      }
      const { mark, end } = widest;
      const inner = this.#runs(
        runs.slice(at, end),
        marks.filter((other) => other !== mark),
      );
      // White space at the edges of marked text stands outside its marks.
      const [leading = ''] = /^\s+/.exec(inner) ?? [];
      const text = inner.slice(leading.length);
      const core = text.trimEnd();
      markdown += leading + this.#marked(core, mark, markOf(runs[at], mark)) + text.slice(core.length);
      at = end;
    }
    return markdown;
  }

  #marked(text: string, mark: Mark, value: string | true | undefined): string {
    if (mark !== 'link') return text && DELIMITERS[mark] + text + DELIMITERS[mark];
    this.links++;
    return `[${text}](${escapeDestination(String(value))})`;
  }

  #run(run: Run): string {
    if (run.kind === 'break') return '\\\n';
    this.words += run.text;
    if (run.kind === 'code') return inlineCode(run.text);
    return run.marks.link === undefined ? escapeOutsideLinks(run.text) : escapeInline(run.text);
  }

  /** A picture, or the link that stands for it; below it, what of its caption and link does not fit into it. */
  #picture({ url, alt, caption, credit, link }: PictureBlock): string[] {
    const line = [textOfRuns(caption), credit ?? ''].filter(Boolean).join(' ');
    const hasMarkup = caption.some((run) => run.kind !== 'break' && run.marks.link !== undefined);
    const isBelow = hasMarkup || line.length > MAX_CAPTION;
    const shown = isBelow ? '' : line;
    const stored = this.#pictureAt(url);
    const label = (text: string, marks: Marks) => this.#paragraph(normalizeRuns([textRun(text, marks)]));
    const below = credit === null ? caption : collapse([...caption, textRun(` ${credit}`)]);
    const paragraphs: string[] = [];
    if (stored) {
      const source = escapeDestination(`${stored.path}#${stored.width}x${stored.height}`);
      const title = link === null && shown !== '' ? ` ${quoteTitle(shown)}` : '';
      paragraphs.push(escapeLineStarts(`![${escapeInline(alt.slice(0, MAX_CAPTION))}](${source}${title})`));
    } else {
      const text = (link === null ? shown : '') || alt || fileName(url);
      // A file of this computer is no address for readers.
      paragraphs.push(label(text, url.startsWith('file:') ? {} : { link: url }));
    }
    if (link !== null) paragraphs.push(label(shown || alt || fileName(link), { link }));
    if (isBelow) paragraphs.push(this.#paragraph(below));
    return paragraphs;
  }

  #list({ start, items }: Extract<Block, { kind: 'list' }>, isSecond: boolean): string {
    const isLoose = items.some((item) => item.filter(({ kind }) => kind !== 'list').length > 1);
    const mark = MARKERS[start === null ? 'bullet' : 'number'][isSecond ? 1 : 0];
    const written = items.map((item, index) => {
      const content = this.blocks(item, false);
      // A list below the item's own line needs no blank line, which would make paragraphs of all items.
      const text = isLoose ? content : content.replace(/\n\n(?=[-*] |1[.)] )/, '\n');
      const marker = start === null ? mark : `${start + index}${mark}`;
      return text && `${marker} ${indent(text, marker.length + 1)}`;
    });
    return written.filter(Boolean).join(isLoose ? '\n\n' : '\n');
  }

  #table(rows: Run[][][]): string {
    const columns = Math.max(...rows.map((row) => row.length));
    const lines = rows.map((row) => {
      const cells = Array.from({ length: columns }, (_, at) => this.#runs(onOneLine(row[at] ?? [])));
      return `|${cells.map((cell) => ` ${cell.trim().replaceAll('|', '\\|')} |`).join('')}`;
    });
    return lines.toSpliced(1, 0, `|${' --- |'.repeat(columns)}`).join('\n');
  }
}

/** Renders blocks as Markdown. `isSecond` tells that another list stands before them. */
export function renderBlocks(blocks: readonly Block[], pictureAt: PictureAt, isSecond = false): Rendering {
  const renderer = new Renderer(pictureAt);
  const markdown = renderer.blocks(blocks, isSecond).trim();
  return { markdown, words: renderer.words, links: renderer.links };
}
