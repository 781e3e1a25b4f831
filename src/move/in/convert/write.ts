import { unescapeHtml } from '../../../lib/html.ts';
import { type Block, everyBlock, type Run, textOfRuns } from '../../../lib/markdown/blocks.ts';
import { escapeAll } from '../../../lib/markdown/escape.ts';
import { type PictureAt, type Rendering, renderBlocks, secondLists } from '../../../lib/markdown/render.ts';
import { withOneEmphasis, withoutEmphasis } from '../../../lib/markdown/runs.ts';
import { parseMarkdown, plainCitations, tokensToHtml } from '../../../site/story/markdown.ts';
import { checkMarkdown } from '../../../site/story/markdown-faults.ts';
import type { Losses } from './losses.ts';

// Writes blocks as Markdown, and reads the Markdown again: what the page will show must be the same characters.

const CITATIONS = plainCitations((url) => url);

/** The characters of a rendering, without white space. */
function charactersOf(html: string): string {
  return unescapeHtml(html.replace(/<[^>]*>/g, '')).replace(/\s+/g, '');
}

/** Pictures of this site, which show nothing but their captions. */
const PICTURES = /!\[(?:\\.|[^\]\\])*\]\(\/media\/(?:\\.|[^)\\])*\)/gs;

/** Whether the Markdown passes the checks of a story, and shows what it has to: the same characters and as many links. */
function isFaithful({ markdown, words, links }: Rendering): boolean {
  const text = markdown.replace(PICTURES, '');
  if (checkMarkdown(text).length > 0) return false;
  const html = tokensToHtml(parseMarkdown(text), CITATIONS);
  const shownLinks = html.match(/<a[ >]/g)?.length ?? 0;
  return charactersOf(html) === words.replace(/\s+/g, '') && shownLinks === links;
}

/** The same block with other runs. */
function withRuns(block: Block, change: (runs: readonly Run[]) => Run[]): Block {
  const within = (inner: Block) => withRuns(inner, change);
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return { ...block, runs: change(block.runs) };
    case 'quote':
      return { ...block, blocks: block.blocks.map(within) };
    case 'list':
      return { ...block, items: block.items.map((item) => item.map(within)) };
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(change)) };
    case 'picture':
      return { ...block, caption: change(block.caption) };
    default:
      return block;
  }
}

/** The words of a block alone, a paragraph for each of its own. */
function wordsOf(block: Block): string {
  const lines = (runs: readonly Run[]) => escapeAll(textOfRuns(runs));
  const texts = Array.from(everyBlock([block]), (inner) => {
    if (inner.kind === 'paragraph' || inner.kind === 'heading') return lines(inner.runs);
    if (inner.kind === 'code') return escapeAll(inner.text.replace(/\s+/g, ' ').trim());
    if (inner.kind === 'table') return inner.rows.flat().map(lines).filter(Boolean).join(' ');
    return inner.kind === 'picture' ? lines(inner.caption) : '';
  });
  return texts.filter(Boolean).join('\n\n');
}

/** Writes one block; if Markdown cannot say it so, more plainly. */
function writeBlock(block: Block, isSecond: boolean, pictureAt: PictureAt, losses: Losses): string {
  for (const change of [null, withOneEmphasis, withoutEmphasis]) {
    const form = change === null ? block : withRuns(block, change);
    const rendering = renderBlocks([form], pictureAt, isSecond);
    if (!isFaithful(rendering)) continue;
    if (change !== null)
      losses.count(
        'formatting',
        'bold and italics that Markdown cannot say there',
        change === withOneEmphasis ? 'one of them' : 'plain text',
      );
    return rendering.markdown;
  }
  const words = wordsOf(block);
  losses.add('formatting', words, 'its words alone');
  return words;
}

/** Writes blocks as Markdown that shows the same words in the same order. */
export function writeBlocks(blocks: readonly Block[], pictureAt: PictureAt, losses: Losses): string {
  const rendering = renderBlocks(blocks, pictureAt);
  if (rendering.markdown === '' || isFaithful(rendering)) return rendering.markdown;
  const second = secondLists(blocks);
  return blocks
    .map((block, at) => writeBlock(block, second[at] === true, pictureAt, losses))
    .filter(Boolean)
    .join('\n\n');
}
