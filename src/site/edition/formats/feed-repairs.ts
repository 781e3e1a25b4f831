import type { Item } from 'feed';
import { toPrintable } from '../../../lib/characters.ts';
import { escapeHtml } from '../../../lib/html.ts';
import { element, escapeXml } from '../../../lib/xml.ts';

// Repairs what the `feed` package (6.0.0) and its serialiser, xml-js, get wrong or cannot express. Each "Repairs:" names the
// fault. The RSS and Atom writers pass every value and document through these functions, so only this file deals with the
// faults.

/**
 * Escapes the text of an element. Repairs: before it escapes, the serialiser turns `&amp;` in a text into `&`, so a text that
 * says "&amp;" would arrive as "&"; and it writes characters that XML cannot carry.
 */
export const text = (value: string) => toPrintable(value).replaceAll('&', '&amp;');

/** Escapes text for a CDATA section that readers take for HTML: RSS `description`, Atom `summary`. */
export const htmlText = escapeXml;

/** Returns an element of an RSS item or channel that `feed` has no option for, or that replaces one that `feed` writes. */
const extension = (name: string, objects: unknown) =>
  ({ name, objects }) as NonNullable<Item['extensions']>[number];

/**
 * Marks where we cut what `feed` writes. XML cannot carry this character, so `text` and `htmlText` have removed it from all other
 * text.
 */
const MARK = '\u0001';

// RSS. Items have many elements that `feed` does not know, and the serialiser is slow for each element. So we write those
// ourselves, after the ones that `feed` wrote.

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

const ITEM_START = '\n        <item>\n            <title>';
const ITEM_END = '\n        </item>';

/** Returns an item's title. Repairs: `feed` writes it as CDATA, which readers and validators take for HTML. */
export const plainTitle = (title: string) => extension('title', { _text: `${MARK}${text(title)}` });

/** Returns the items of an RSS document from `feed`, each without its end, because it gets more elements. */
export const openItems = (rss: string): string[] =>
  rss
    .split(`${ITEM_START}${MARK}`)
    .slice(1)
    .map((piece) => `${ITEM_START}${piece.slice(0, piece.indexOf(ITEM_END))}`);

/** Ends an item with its last elements. */
export const closeItem = (elements: readonly string[]): string => `${elements.join('')}${ITEM_END}`;

/** Renders what precedes an item's HTML: its summary, and the start of the element. `feed` would copy the texts several times. */
export const contentStart = (summary: string): string =>
  `${ITEM_INDENT}<description><![CDATA[${htmlText(summary)}]]></description>${ITEM_INDENT}<content:encoded><![CDATA[`;
/** The end of an item's HTML. */
export const CONTENT_END = ']]></content:encoded>';

/** An item in whose place `insertItems` puts the others. Its content makes `feed` declare the namespaces that they need. */
export const ITEMS: Item = {
  title: '-',
  link: '',
  date: new Date(0),
  content: '-',
  extensions: [plainTitle('')],
};

/** Replaces `ITEMS`, if the document has it, with the items. */
export function insertItems(rss: string, items: readonly string[]): string {
  const [head = '', item = ''] = rss.split(`${ITEM_START}${MARK}`);
  return [head, ...items, item.slice(item.indexOf(ITEM_END) + ITEM_END.length)].join('');
}

/** Declares namespaces on the channel, as XML allows. Repairs: `feed` declares only the namespaces of its own elements. */
export const declareNamespaces = (declared: Record<string, string>) => extension('_attributes', declared);

/**
 * Stands for the channel's links until `fillChannel`. Repairs: `feed` knows only `self` and `hub`, and writes elements that it does not
 * know after the items, where the channel must not have any. This replaces the `self` link that `feed` writes before the items.
 */
export const CHANNEL_LINKS = extension('atom:link', { _text: MARK });

/**
 * Inserts the channel's links, and elements of our own. Repairs: `feed` writes channel elements that it does not know after the
 * items.
 */
export const fillChannel = (
  rss: string,
  links: readonly Record<string, string>[],
  elements: readonly string[],
): string =>
  rss
    .replace('</description>', (end) => [end, ...elements].join(CHANNEL_INDENT))
    .replace(`<atom:link>${MARK}</atom:link>`, () =>
      links.map((link) => element('atom:link', link)).join(CHANNEL_INDENT),
    );

const CHANNEL_INDENT = '\n        ';

// Atom. `feed` writes no `xml:lang`; its links have no type; an entry's link lacks `rel`, so readers that look for "alternate"
// take a different link; it writes an id as a URL; and titles are HTML. So we write these, in place of a start that is the same in
// all entries.

/** The fields of an entry that we write in place of `feed`. Without a link, it writes an empty id and link. */
export const ENTRY_FIELDS = { title: MARK, content: MARK } as Pick<Item, 'title' | 'link' | 'content'>;
const ENTRY_START = `
    <entry>
        <title type="html"><![CDATA[${MARK}]]></title>
        <id/>
        <link/>`;
const ENTRY_END = '\n    </entry>';
const FEED_END = '\n</feed>';

/** The title of a feed until `fillFeed`. */
export const FEED_TITLE = MARK;

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
  const filled = atom
    .replace(
      '<feed xmlns="http://www.w3.org/2005/Atom"',
      (root) => `${root}${namespaces.join('')}${languageOf(feed)}`,
    )
    .replace(`<title>${FEED_TITLE}</title>`, () => [titleOf(feed), ...feed.elements].join('\n    '));
  return [filled.slice(0, -FEED_END.length), ...entries, FEED_END].join('');
}

/**
 * Returns what stands before and after the HTML of each entry of an Atom document from `feed`, with the parts that `feed` cannot
 * write.
 */
export const fillEntries = (
  atom: string,
  parts: readonly EntryParts[],
): [before: string, after: string][] => {
  const pieces = atom.split(ENTRY_START).slice(1);
  return parts.map((entry, index) => {
    const written = pieces[index] as string;
    const [before = '', after = ''] = written.slice(0, written.indexOf(ENTRY_END)).split(MARK);
    const first = [`\n    <entry${languageOf(entry)}>`, titleOf(entry), idOf(entry), ...entry.elements];
    return [[first.join(INDENT), before].join(''), [[after, ...entry.last].join(INDENT), ENTRY_END].join('')];
  });
};
