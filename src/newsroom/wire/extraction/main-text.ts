import { Readability } from '@mozilla/readability';
import type { DomNode } from './dom.ts';
import type { ParsedPage } from './parse-page.ts';
import { blocksOf } from './text-blocks.ts';

/**
 * How many characters Readability is content with. If it finds fewer, it takes in what looks like navigation; 500, its default, is more
 * than many a short report has, above all in Chinese.
 */
const ENOUGH = 200;

/**
 * Returns the paragraphs of a page's main text, without navigation, comments and notices; empty if the page has none. It changes the
 * document, so read everything else first.
 */
export function mainBlocks({ document }: ParsedPage): string[] {
  const options = {
    charThreshold: ENOUGH,
    disableJSONLD: true,
    serializer: (node: unknown) => node as DomNode,
  };
  try {
    const content = new Readability<DomNode>(document, options).parse()?.content;
    return content ? blocksOf(content) : [];
  } catch {
    // An element with tens of thousands of children is too much for linkedom's stack. Such a page has no main text.
    return [];
  }
}
