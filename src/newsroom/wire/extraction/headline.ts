import type { DomDocument, DomElement } from './dom.ts';
import { blocksOf, cleanBlock } from './text-blocks.ts';

// Finds a page's headline. What the page says of itself to its readers stands beside it: who wrote it, and when.

/** The longest heading that counts, and the least share of a title that a headline has. */
const MAX_HEADING = 500;
const MIN_SHARE = 0.3;
/** How many paragraphs before and after the headline count as beside it, and how long they may be. */
const BESIDE = { before: 3, after: 5, length: 80 } as const;
/** Matches classes of parts that are about other pages, or by readers. */
const ELSEWHERE = /comment|respond|reply|related|recommend|sidebar|popular|trending|latest|recent|next|prev/i;
/** Elements that hold a text, whatever they are called. */
const WHOLE = new Set(['BODY', 'MAIN', 'ARTICLE']);

/** Folds a text to its letters and digits, to compare it. */
export const foldText = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The words of an element's class and id, in lower case. */
export const namesOf = (element: DomElement): string =>
  `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`
    .replace(/([a-z])(?=[A-Z])/g, '$1-')
    .toLowerCase();

/** Returns the longest heading that one of the page's titles has whole. The publisher's name is none. */
export function findHeadline(
  document: DomDocument,
  titles: readonly string[],
  publisher: string | undefined,
): DomElement | undefined {
  const folded = titles.map((title) => ` ${foldText(title)} `);
  const site = foldText(publisher ?? '');
  let [found, longest]: [DomElement | undefined, number] = [undefined, 0];
  for (const heading of document.querySelectorAll('h1,h2')) {
    const text = heading.textContent ?? '';
    const own = text.length > MAX_HEADING ? '' : foldText(text);
    if (own === site || own.length <= longest) continue;
    const isIn = folded.some((title) => title.includes(` ${own} `) && own.length >= MIN_SHARE * title.length);
    if (isIn) [found, longest] = [heading, own.length];
  }
  return found;
}

/** Returns the elements that may say something of a page, those nearest to its headline first, without what is about other pages. */
export function elementsBeside(document: DomDocument, headline: DomElement | undefined): DomElement[] {
  const elsewhere = new Set<DomElement>();
  const places: [element: DomElement, place: number][] = [];
  let middle = 0;
  let place = 0;
  for (const element of document.querySelectorAll('h1,h2,time,[class],[id],[itemprop],[rel]')) {
    place++;
    if (element === headline) middle = place;
    const parent = element.parentElement;
    const isElsewhere =
      !WHOLE.has(element.nodeName) &&
      ((parent !== null && elsewhere.has(parent)) || ELSEWHERE.test(element.getAttribute('class') ?? ''));
    if (isElsewhere) elsewhere.add(element);
    else places.push([element, place]);
  }
  const distance = (at: number) => Math.abs(at - middle);
  return places.sort(([, one], [, other]) => distance(one) - distance(other)).map(([element]) => element);
}

/** Returns the short paragraphs beside the headline: those after it, then those before it. */
export function linesBeside(document: DomDocument, headline: DomElement | undefined): string[] {
  if (headline === undefined) return [];
  const blocks = blocksOf(document.body);
  const at = blocks.indexOf(cleanBlock(headline.textContent ?? ''));
  if (at < 0) return [];
  const after = blocks.slice(at + 1, at + 1 + BESIDE.after);
  const before = blocks.slice(Math.max(0, at - BESIDE.before), at).reverse();
  return [...after, ...before].filter((line) => line.length <= BESIDE.length);
}

/** Whether one of the words of an attribute is this. */
export const hasWord = (element: DomElement, attribute: string, word: string): boolean =>
  (element.getAttribute(attribute) ?? '').toLowerCase().split(/\s+/).includes(word);

/** Returns what an element says, to machines or to readers, in one line; empty if that is longer than `max` characters. */
export function statementOf(element: DomElement, max: number): string {
  const text = element.getAttribute('content') ?? element.textContent ?? '';
  const line = text.length > 20 * max ? '' : cleanBlock(text);
  return line.length > max ? '' : line;
}
