import type { Loss, OldPicture, OldText, Place } from '../old-site.ts';
import { everyBlock, textOfRuns } from './blocks.ts';
import { readHtml } from './html/read-html.ts';
import { parseTree } from './html/tree.ts';
import { Losses } from './losses.ts';
import type { PictureAt } from './markdown/dom.ts';
import { writeBlocks } from './markdown/write.ts';

/** A source that the text cites, and what the old text said of it. */
export interface OldCitation {
  url: string;
  /** The words of the note or of the entry in the list; null if it had none but the address. */
  name: string | null;
}

export interface Converted {
  /** The text as the analysis of a story. */
  markdown: string;
  /** The sources that notes and lists of references name, in the order of the text. */
  citations: OldCitation[];
  losses: Loss[];
}

/** Reads a text as blocks. */
function readBlocks(text: OldText, losses: Losses) {
  const root = parseTree(text.text);
  return readHtml(root, { base: text.base, losses, attachments: text.attachments ?? {} });
}

/**
 * Converts the text of an old post to the Markdown of a story's analysis. Every word that readers saw stays, in its order; what
 * Markdown cannot say gets the nearest form that it can, and a loss.
 * @param options.place where the post stands, for its losses.
 * @param options.pictureAt returns the uploaded picture for an address of the old site; null if there is none.
 */
export function convertText(text: OldText, options: { place: Place; pictureAt: PictureAt }): Converted {
  const losses = new Losses(options.place);
  const blocks = readBlocks(text, losses);
  for (const block of everyBlock(blocks)) {
    if (block.kind === 'picture' && options.pictureAt(block.url) === null)
      losses.add('picture', block.url, 'a link to its old address');
  }
  return { markdown: writeBlocks(blocks, options.pictureAt, losses), citations: [], losses: losses.list() };
}

/** Lists the pictures that a text shows, each address once, in the order of the text. */
export function picturesIn(text: OldText): OldPicture[] {
  const pictures = new Map<string, OldPicture>();
  for (const block of everyBlock(readBlocks(text, new Losses({})))) {
    if (block.kind !== 'picture' || pictures.has(block.url)) continue;
    const caption = textOfRuns(block.caption) || null;
    pictures.set(block.url, { url: block.url, alt: block.alt || null, caption, credit: block.credit });
  }
  return [...pictures.values()];
}
