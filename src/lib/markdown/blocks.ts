// The text of a post between HTML and Markdown: blocks, and the runs of text in them. It holds nothing that Markdown cannot say.

/** What a run of text looks like, and where it leads. */
export interface Marks {
  strong?: boolean;
  em?: boolean;
  del?: boolean;
  /** An absolute http, https or mailto URL. */
  link?: string;
  /** Whether it is the number of a note of this text, such as `[1]`. */
  note?: boolean;
}

/** A piece of a paragraph. */
export type Run =
  | { kind: 'text'; text: string; marks: Marks }
  | { kind: 'code'; text: string; marks: Marks }
  | { kind: 'break' };

/** A picture of the old site, in its place in the text. */
export interface PictureBlock {
  kind: 'picture';
  /** Its absolute address. */
  url: string;
  alt: string;
  caption: Run[];
  credit: string | null;
  /** Where the picture led, if that is not the picture itself. */
  link: string | null;
}

export type Block =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'heading'; level: number; runs: Run[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; start: number | null; items: Block[][] }
  | { kind: 'code'; text: string; language: string }
  | { kind: 'rule' }
  | { kind: 'table'; rows: Run[][][] }
  | PictureBlock;

export const textRun = (text: string, marks: Marks = {}): Run => ({ kind: 'text', text, marks });

/** The text of runs on one line. */
export const textOfRuns = (runs: readonly Run[]): string =>
  runs
    .map((run) => (run.kind === 'break' ? ' ' : run.text))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** Every block, with those in lists and quotes, in order. */
export function* everyBlock(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    if (block.kind === 'quote') yield* everyBlock(block.blocks);
    if (block.kind === 'list') for (const item of block.items) yield* everyBlock(item);
  }
}
