import type { Item } from 'feed';
import { toPrintable } from '../../lib/characters.ts';
import { escapeHtml } from '../../lib/html.ts';
import { element, escapeXml } from '../../lib/xml.ts';

// Repairs what the `feed` package (6.0.0) and its serialiser, xml-js, get wrong or cannot express. Each "Repairs:" names the
// fault. The RSS and Atom writers pass every value and document through these functions, so only this file deals with the
// faults.

/**
 * Escapes the text of an element. Repairs: before it escapes, the serialiser turns `&amp;` in a text into `&`, so a text that
 * says "&amp;" would arrive as "&"; and it writes characters that XML cannot carry.
 */
export const text = (value: string) => toPrintable(value).replace(/&/g, '&amp;');

/** Escapes text for a CDATA section that readers take for HTML: RSS `description`, Atom `summary`. */
export const htmlText = escapeXml;

/** Cleans HTML for a CDATA section. Repairs: the serialiser writes characters that XML cannot carry. */
export const html = toPrintable;

/** Returns attributes of an element in xml-js's form. Repairs: the serialiser escapes only `"` in an attribute's value. */
export const attributes = (values: Record<string, string | number>) => ({
  _attributes: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, escapeXml(String(value))]),
  ),
});

/** Returns an element of an RSS item or channel that `feed` has no option for, or that replaces one that `feed` writes. */
const extension = (name: string, objects: unknown) =>
  ({ name, objects }) as NonNullable<Item['extensions']>[number];

/**
 * The first character of every placeholder, which `feed` writes and we replace afterwards. XML cannot carry this character, so
 * `text` and `html` have removed it from all other text.
 */
const PLACEHOLDER = '\u0001';

// RSS. Items have many elements that `feed` does not know, and the serialiser is slow for each element. So we write those
// ourselves, in place of a placeholder that `feed` wrote.

/** Renders an element of an RSS item on a line of its own. `content` is its text, or its elements rendered by this function. */
export function itemElement(
  name: string,
  attributeValues: Record<string, string | number>,
  content: string | readonly string[] = '',
  indent = ITEM_INDENT,
): string {
  if (content.length === 0) return `${indent}${element(name, attributeValues)}`;
  const xml = typeof content === 'string' ? xmlText(content) : `${content.join('')}${indent}`;
  return `${indent}${element(name, attributeValues, { xml })}`;
}

/** Puts a rendered element of an RSS item on a line of its own. */
export const itemLine = (xml: string): string => `${ITEM_INDENT}${xml}`;

/** Escapes text like the serialiser, which does not escape quotes. */
const xmlText = (value: string) => toPrintable(value).replace(/[&<>]/g, (character) => escapeHtml(character));

const ITEM_INDENT = '\n            ';
/** The line break and indent before elements within an element of an item. */
export const INNER_INDENT = `${ITEM_INDENT}    `;

/** Returns the placeholder for an item's own elements. `fillItems` replaces it. */
export const itemPlaceholder = (index: number) => extension('mark', { _text: `${PLACEHOLDER}${index}` });

const ITEM_PLACEHOLDER = new RegExp(`\\n *<mark>${PLACEHOLDER}(\\d+)</mark>`, 'g');

const ITEM = /\n {8}<item>.*?<\/item>/gs;

/** Returns the items of an RSS document from `feed`, each with its own elements in place of its placeholder. */
export const fillItems = (rss: string, elements: readonly string[]): string[] =>
  Array.from(rss.matchAll(ITEM), ([item]) =>
    item.replace(ITEM_PLACEHOLDER, (_match, index) => elements[Number(index)] as string),
  );

/** Returns the placeholder for all RSS items. Its `content` makes `feed` declare the namespaces that items need. */
export const itemsPlaceholder = (link: string): Item => ({
  title: PLACEHOLDER,
  link,
  date: new Date(0),
  content: PLACEHOLDER,
});

/** Replaces `itemsPlaceholder` with the items. */
export const insertItems = (rss: string, items: readonly string[]): string =>
  rss.replace(ITEM, () => items.join(''));

/** Returns an item's title. Repairs: `feed` writes it as CDATA, which readers and validators take for HTML. */
export const plainTitle = (title: string) => extension('title', { _text: text(title) });

/** Declares namespaces on the channel, as XML allows. Repairs: `feed` declares only the namespaces of its own elements. */
export const declareNamespaces = (declared: Record<string, string>) => extension('_attributes', declared);

/**
 * Returns the channel's links. Repairs: `feed` knows only `self` and `hub`, and writes elements that it does not know after the
 * items, where the channel must not have any. The links replace the `self` link that `feed` writes before the items.
 */
export const channelLinks = (links: Record<string, string>[]) =>
  extension('atom:link', links.map(attributes));

/**
 * Inserts elements into the channel. Repairs: `feed` writes channel elements that it does not know after the items. The first
 * `</description>` is the channel's, because it precedes all items.
 */
export const insertChannelElements = (rss: string, elements: readonly string[]): string =>
  rss.replace('</description>', (end) => [end, ...elements].join('\n        '));

// Atom. `feed` writes no `xml:lang`; its links have no type; an entry's link lacks `rel`, so readers that look for "alternate"
// take a different link; and titles are HTML. So we let `feed` write placeholders as titles, and as `rights`, the last element
// of an entry.

/** Returns the placeholder for an entry's title (in `title`) or for its last elements (in `copyright`). */
export const entryPlaceholder = (index: number) => `${PLACEHOLDER}${index}`;
/** The placeholder for the feed's title. */
export const FEED_TITLE_PLACEHOLDER = entryPlaceholder(-1);

/** The parts of an Atom feed or entry that `feed` cannot write. */
export interface AtomParts {
  title: string;
  language?: string | undefined;
  /** XML elements after the feed's title, or after the entry's id. */
  elements: string[];
}

export interface EntryParts extends AtomParts {
  /** An IRI. */
  id: string;
  /** XML elements after all others. */
  last: string[];
}

const INDENT = '\n        ';

/** Matches the start of an entry as `feed` writes it: the placeholder with the entry's index, the id, the link. */
const ENTRY_START = new RegExp(
  `<entry>\\s*<title type="html"><!\\[CDATA\\[${PLACEHOLDER}(\\d+)\\]\\]></title>\\s*<id>[^<]*</id>\\s*<link href="[^"]*"/>`,
  'g',
);
const RIGHTS = new RegExp(`\\n *<rights>${PLACEHOLDER}(\\d+)</rights>`, 'g');

const idOf = ({ id }: EntryParts) => element('id', {}, { text: id });
const titleOf = (parts: AtomParts) => element('title', {}, { text: parts.title });
const languageOf = (parts: AtomParts) => (parts.language ? ` xml:lang="${escapeXml(parts.language)}"` : '');

/** Fills the placeholders of an Atom document that `feed` wrote without entries, and appends the entries. */
export function fillFeed(
  atom: string,
  feed: AtomParts,
  entries: readonly string[],
  declared: Record<string, string>,
): string {
  const namespaces = Object.entries(declared).map(([name, uri]) => ` ${name}="${uri}"`);
  return atom
    .replace(
      '<feed xmlns="http://www.w3.org/2005/Atom"',
      (root) => `${root}${namespaces.join('')}${languageOf(feed)}`,
    )
    .replace(`<title>${FEED_TITLE_PLACEHOLDER}</title>`, () =>
      [titleOf(feed), ...feed.elements].join('\n    '),
    )
    .replace(/\n<\/feed>$/, (end) => `${entries.join('')}${end}`);
}

const ENTRY = /\n {4}<entry>.*?<\/entry>/gs;

/** Returns the entries of an Atom document from `feed`, with their placeholders filled. */
export const fillEntries = (atom: string, entries: readonly EntryParts[]): string[] =>
  Array.from(atom.matchAll(ENTRY), ([whole]) =>
    whole
      .replace(ENTRY_START, (_match, index) => {
        const entry = entries[Number(index)] as EntryParts;
        return [`<entry${languageOf(entry)}>`, titleOf(entry), idOf(entry), ...entry.elements].join(INDENT);
      })
      .replace(RIGHTS, (_match, index) => {
        const { last } = entries[Number(index)] as EntryParts;
        return last.map((each) => `${INDENT}${each}`).join('');
      }),
  );
