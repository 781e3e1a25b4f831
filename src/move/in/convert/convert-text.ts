import { escapeHtml } from '../../../lib/html.ts';
import { type Block, everyBlock, textOfRuns } from '../../../lib/markdown/blocks.ts';
import type { PictureAt } from '../../../lib/markdown/render.ts';
import { fileName } from '../../../lib/uri.ts';
import type { Loss, OldPicture, OldText, Place } from '../old-site.ts';
import { expandFreeform } from './html/freeform.ts';
import { BlockReader, type Reading } from './html/read-blocks.ts';
import { readSpecial } from './html/special.ts';
import { type Element, parseTree } from './html/tree.ts';
import { Losses } from './losses.ts';
import { Citations, type OldCitation } from './notes/citation.ts';
import { resolveFootnotes } from './notes/footnotes.ts';
import { dropEmptyEnd, resolveReferenceLists } from './notes/reference-list.ts';
import { markdownHtml } from './sources/markdown.ts';
import { wordpressHtml } from './sources/wordpress.ts';
import { writeBlocks } from './write.ts';

/** Reads a tree of HTML as blocks. */
function readHtml(root: Element, reading: Reading): Block[] {
  const reader = new BlockReader(reading, readSpecial);
  reader.readAll(root.children);
  return reader.finish();
}

export type { OldCitation };

export interface Converted {
  /** The text as the analysis of a story. */
  markdown: string;
  /** The sources that notes and lists of references name, in the order of the text. */
  citations: OldCitation[];
  losses: Loss[];
  /** What the losses say, at full length. */
  reported: string[];
}

/** Returns the HTML of a text, whatever it is written in. */
function htmlOf(text: OldText, losses: Losses): string {
  switch (text.format) {
    case 'html':
      return text.text;
    case 'wordpress':
      return wordpressHtml(text, losses);
    case 'markdown':
      return markdownHtml(text.text);
    case 'plain':
      return `<x-freeform>${escapeHtml(text.text)}</x-freeform>`;
  }
}

/** Reads a text as blocks, with the sources that it cites. */
function readText(text: OldText, losses: Losses): { blocks: Block[]; citations: OldCitation[] } {
  const root = parseTree(htmlOf(text, losses));
  const reading = { base: text.base, losses, attachments: text.attachments ?? {} };
  const citations = new Citations();
  expandFreeform(root);
  resolveFootnotes(root, text.footnotes ?? {}, citations, reading);
  const hadNotes = citations.list().length > 0;
  const blocks = resolveReferenceLists(readHtml(root, reading), citations, losses);
  return {
    blocks: hadNotes ? dropEmptyEnd(blocks, losses) : blocks,
    citations: citations.list(),
  };
}

/**
 * Converts the text of an old post to the Markdown of a story's analysis. Every word that readers saw stays, in its order; what
 * Markdown cannot say gets the nearest form that it can, and a loss.
 * @param options.place where the post stands, for its losses.
 * @param options.pictureAt returns the uploaded picture for an address of the old site; null if there is none.
 */
export function convertText(text: OldText, options: { place: Place; pictureAt: PictureAt }): Converted {
  const losses = new Losses(options.place);
  const { blocks, citations } = readText(text, losses);
  for (const block of everyBlock(blocks)) {
    if (block.kind !== 'picture') continue;
    if (options.pictureAt(block.url) === null) losses.add('picture', block.url, 'a link to its old address');
    if (block.link !== null)
      losses.add(
        'picture link',
        `${block.alt || fileName(block.link)} ${block.link}`,
        'a link below the picture',
      );
  }
  const markdown = writeBlocks(blocks, options.pictureAt, losses);
  return { markdown, citations, losses: losses.list(), reported: losses.reported() };
}

/** Lists the pictures that a text shows, each address once, in the order of the text. */
export function picturesIn(text: OldText): OldPicture[] {
  const pictures = new Map<string, OldPicture>();
  for (const block of everyBlock(readText(text, new Losses({})).blocks)) {
    if (block.kind !== 'picture' || pictures.has(block.url)) continue;
    const caption = textOfRuns(block.caption) || null;
    pictures.set(block.url, { url: block.url, alt: block.alt || null, caption, credit: block.credit });
  }
  return [...pictures.values()];
}
