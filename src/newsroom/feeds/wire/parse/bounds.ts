import { type Marked, sentence, type Told, told } from '../../../words/translate.ts';
// Bounds a document before a parser builds a tree of it, which takes up to thirty times the document's memory.

/** The most items that are looked at. Most feeds have 10 to 50. */
export const MAX_PARSED_ITEMS = 1000;

/** The most elements of XML, outside CDATA, and the most objects of JSON. */
const MAX_ELEMENTS = 100_000;

/** The most characters of all tags. */
const MAX_TAG_CHARACTERS = 2_000_000;

/** The error for a document that is too large to be read, and what an editor is told of it. */
export class TooLarge extends Error {
  readonly why: Told;

  constructor(what: Marked<string>) {
    const why = told(what, { count: MAX_ELEMENTS });
    super(why.detail);
    this.why = why;
  }
}

const ITEM = /<(?:\w+:)?(?:item|entry)[\s/>]/iy;

/**
 * Returns XML up to the end of its first `MAX_PARSED_ITEMS` items. Throws `TooLarge` if it has more elements or larger tags than any feed
 * needs. Takes time that grows with the length of the text alone.
 */
export function boundXml(xml: string): string {
  let elements = 0;
  let items = 0;
  let characters = 0;
  for (let at = xml.indexOf('<'); at >= 0; ) {
    let end: number;
    if (xml.startsWith('<![CDATA[', at)) end = xml.indexOf(']]>', at);
    else if (xml.startsWith('<!--', at)) end = xml.indexOf('-->', at);
    else {
      end = xml.indexOf('>', at);
      ITEM.lastIndex = at;
      if (ITEM.test(xml) && ++items > MAX_PARSED_ITEMS) return xml.slice(0, at);
      characters += (end < 0 ? xml.length : end) - at;
      if (++elements > MAX_ELEMENTS || characters > MAX_TAG_CHARACTERS) {
        throw new TooLarge(
          sentence('It has more than {count} elements, which is more than a feed needs, so it was not read.'),
        );
      }
    }
    // What never ends is the parser's to refuse.
    if (end < 0) return xml;
    at = xml.indexOf('<', end);
  }
  return xml;
}

/** Returns JSON, unless it has more objects or lists than any feed needs: then it throws `TooLarge`. */
export function boundJson(json: string): string {
  let objects = 0;
  for (const opening of ['{', '['])
    for (let at = json.indexOf(opening); at >= 0; at = json.indexOf(opening, at + 1)) objects++;
  if (objects <= MAX_ELEMENTS) return json;
  throw new TooLarge(
    sentence('It has more than {count} objects, which is more than a feed needs, so it was not read.'),
  );
}
