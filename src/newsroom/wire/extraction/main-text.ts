import { Readability } from '@mozilla/readability';
import { removeAsides, removeNotices } from './asides.ts';
import type { DomDocument, DomElement } from './dom.ts';
import type { ParsedPage } from './parse-page.ts';
import { blocksOf } from './text-blocks.ts';

/**
 * How many characters Readability is content with. If it finds fewer, it takes in what looks like navigation; 500, its default, is more
 * than many a short report has, above all in Chinese.
 */
const ENOUGH = 200;
const lengthOf = (blocks: readonly string[]) => blocks.reduce((sum, block) => sum + block.length, 0);

/** Returns the paragraphs of a document's main text. It changes the document. */
function findBlocks(document: DomDocument, charThreshold: number): string[] {
  const options = {
    charThreshold,
    disableJSONLD: true,
    keepClasses: true,
    serializer: (node: unknown) => node as DomElement,
  };
  try {
    removeNotices(document.body);
    const content = new Readability<DomElement>(document, options).parse()?.content;
    if (!content) return [];
    const all = blocksOf(content);
    removeAsides(content);
    const main = blocksOf(content);
    return lengthOf(main) > lengthOf(all) / 2 ? main : all;
  } catch {
    // An element with tens of thousands of children is too much for linkedom's stack. Such a page has no main text.
    return [];
  }
}

/**
 * Returns the paragraphs of a page's main text, without navigation, comments, captions and notices; empty if the page has none. It
 * changes the document, so read everything else first.
 */
export const mainBlocks = ({ document }: ParsedPage): string[] => findBlocks(document, ENOUGH);
