import { Readability } from '@mozilla/readability';
import { removeAsides, removeNotices } from './asides.ts';
import type { DomDocument, DomElement } from './dom.ts';
import { foldText } from './headline.ts';
import { MAX_ELEMENTS, type ParsedPage, parsePage } from './parse-page.ts';
import { blocksOf } from './text-blocks.ts';

/**
 * How many characters Readability is content with. If it finds fewer, it takes in what looks like navigation; 500, its default, is more
 * than many a short report has, above all in Chinese.
 */
const ENOUGH = 200;
/** If there are fewer than this, a small box may have won, and the page is read again. */
const SURELY_ENOUGH = 500;
/** How many times as long a second reading has to be, so that it is believed. */
const SECOND_BELIEVED = 2;
/** The fewest letters of a description that a lead is known by. */
const MIN_LEAD = 60;

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

/** Returns the paragraph that the page calls its description, word for word: the lead, which often stands apart from the text. */
function findLead(document: DomDocument): string | undefined {
  const descriptions = [...document.querySelectorAll('meta')]
    .filter((meta) =>
      /^(og:)?description$/i.test(meta.getAttribute('name') ?? meta.getAttribute('property') ?? ''),
    )
    .map((meta) => foldText(meta.getAttribute('content') ?? ''))
    .filter((description) => description.length >= MIN_LEAD);
  if (descriptions.length === 0) return undefined;
  return blocksOf(document.body).find((block) => {
    const folded = foldText(block);
    return descriptions.some((description) => folded.startsWith(description));
  });
}

/**
 * Returns the paragraphs of a page's main text, without navigation, comments, captions and notices; empty if the page has none. It
 * changes the document, so read everything else first.
 */
export async function mainBlocks(html: string, { document, hidingRules }: ParsedPage): Promise<string[]> {
  const lead = findLead(document);
  let blocks = findBlocks(document, ENOUGH);
  const readAgain = async (charThreshold: number, believesStyles: boolean) => {
    const again = await parsePage(html, MAX_ELEMENTS.main, { believesStyles });
    const found = findBlocks(again.document, charThreshold);
    if (lengthOf(found) > SECOND_BELIEVED * lengthOf(blocks)) blocks = found;
  };
  if (lengthOf(blocks) < SURELY_ENOUGH) await readAgain(SURELY_ENOUGH, true);
  // Some pages hide all of their text until a script has run.
  if (lengthOf(blocks) < ENOUGH && hidingRules > 0) await readAgain(ENOUGH, false);
  const isMissing = lead !== undefined && !foldText(blocks.join(' ')).includes(foldText(lead));
  return isMissing ? [lead, ...blocks] : blocks;
}
