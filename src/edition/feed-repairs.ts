import type { Item } from 'feed';
import { toPrintable } from '../lib/characters.ts';
import { escapeHtml } from '../lib/html.ts';
import { element, escapeXml } from '../lib/xml.ts';

// What the `feed` package (6.0.0) and its serialiser, xml-js, get wrong or cannot say, and how we repair it. Each "Repairs:"
// names the fault. The RSS and Atom writers pass every value and document through here and know none of these faults.

/**
 * Escapes the text of an element. Repairs: the serialiser turns `&amp;` in a text into `&` before it escapes, so a text about
 * "&amp;" loses a level; and it lets characters through that XML cannot carry.
 */
export const text = (value: string) => toPrintable(value).replace(/&/g, '&amp;');

/** Escapes text for a CDATA section that readers take for HTML: RSS `description`, Atom `summary`. */
export const htmlText = escapeXml;

/** Cleans HTML for a CDATA section. Repairs: the serialiser lets characters through that XML cannot carry. */
export const html = toPrintable;

/** Returns attributes of an element in xml-js's form. Repairs: the serialiser escapes only `"` in an attribute's value. */
export const attributes = (values: Record<string, string | number>) => ({
  _attributes: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, escapeXml(String(value))]),
  ),
});

/** Returns an RSS item's or channel's element that `feed` has no option for, or that replaces one of `feed`'s own. */
export const extension = (name: string, objects: unknown) =>
  ({ name, objects }) as NonNullable<Item['extensions']>[number];

/**
 * Begins every placeholder, which `feed` writes and we replace afterwards. XML cannot carry this character, so `text` and
 * `html` have removed it everywhere else.
 */
const PLACEHOLDER = '\u0001';

// RSS. The serialiser's time grows with the number of elements, and items have many elements that `feed` does not know. So we
// write those ourselves and put them where `feed` wrote a placeholder.

/** Returns an element of an RSS item, on a line of its own: with text, or with elements made by this function. */
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

/** Escapes text as the serialiser does: it leaves quotes alone. */
const xmlText = (value: string) => toPrintable(value).replace(/[&<>]/g, (character) => escapeHtml(character));

const ITEM_INDENT = '\n            ';
/** The indent of elements within an element of an item. */
export const INNER_INDENT = `${ITEM_INDENT}    `;

/** Stands for an item's own elements until `fillItems` inserts them. */
export const itemPlaceholder = (index: number) => extension('mark', { _text: `${PLACEHOLDER}${index}` });

const ITEM_PLACEHOLDER = new RegExp(`\\n *<mark>${PLACEHOLDER}(\\d+)</mark>`, 'g');

const ITEM = /\n {8}<item>.*?<\/item>/gs;

/** Returns the items of an RSS document from `feed`, each with its own elements in place of its placeholder. */
export const fillItems = (rss: string, elements: readonly string[]): string[] =>
  Array.from(rss.matchAll(ITEM), ([item]) =>
    item.replace(ITEM_PLACEHOLDER, (_match, index) => elements[Number(index)] as string),
  );

/** Stands for all items of an RSS document. It has content, so that `feed` declares the namespaces that items need. */
export const itemsPlaceholder = (link: string): Item => ({
  title: PLACEHOLDER,
  link,
  date: new Date(0),
  content: PLACEHOLDER,
});

/** Inserts the items in place of `itemsPlaceholder`. */
export const insertItems = (rss: string, items: readonly string[]): string =>
  rss.replace(ITEM, () => items.join(''));

/** Returns an item's title. Repairs: `feed` writes it as CDATA, which readers and validators take for HTML. */
export const plainTitle = (title: string) => extension('title', { _text: text(title) });

/** Repairs: `feed` declares only the namespaces of its own elements. XML allows the declaration on the channel. */
export const declareNamespaces = (declared: Record<string, string>) => extension('_attributes', declared);

/**
 * Returns the channel's links. Repairs: `feed` knows only `self` and `hub`, and it writes elements it does not know after the
 * items, where RSS allows none of the channel's. `feed` has written a `self` link already; these links replace it.
 */
export const channelLinks = (links: Record<string, string>[]) =>
  extension('atom:link', links.map(attributes));

/**
 * Marks an RSS document as a page of an archive (RFC 5005 section 4). Repairs: `feed` writes channel elements it does not know
 * after the items. The first `</description>` is the channel's, because no item precedes it.
 */
export const markArchive = (rss: string) => rss.replace('</description>', '$&\n        <fh:archive/>');

// Atom. `feed` writes no xml:lang and no typed links; an entry's only link has no `rel`, so readers that look for "alternate"
// pick another; and titles are HTML. So `feed` writes placeholders for titles and for `rights`, which comes last in an entry.

/** Stands for an entry's title in `title`, and for its last elements in `copyright`. */
export const entryPlaceholder = (index: number) => `${PLACEHOLDER}${index}`;
/** Stands for the feed's title. */
export const FEED_TITLE_PLACEHOLDER = entryPlaceholder(-1);

/** What an Atom feed or entry says beyond what `feed` can. */
export interface AtomParts {
  title: string;
  language?: string | undefined;
  /** XML elements that follow the title; in an entry, its id. */
  elements: string[];
}

export interface EntryParts extends AtomParts {
  /** XML elements that follow all others. */
  last: string[];
}

const INDENT = '\n        ';

/** The start of an entry as `feed` writes it: the placeholder with the entry's index, the id, the link. */
const ENTRY_START = new RegExp(
  `<entry>\\s*<title type="html"><!\\[CDATA\\[${PLACEHOLDER}(\\d+)\\]\\]></title>\\s*(<id>[^<]*</id>)\\s*<link href="[^"]*"/>`,
  'g',
);
const RIGHTS = new RegExp(`\\n *<rights>${PLACEHOLDER}(\\d+)</rights>`, 'g');

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
      .replace(ENTRY_START, (_match, index, id) => {
        const entry = entries[Number(index)] as EntryParts;
        return [`<entry${languageOf(entry)}>`, titleOf(entry), id, ...entry.elements].join(INDENT);
      })
      .replace(RIGHTS, (_match, index) => {
        const { last } = entries[Number(index)] as EntryParts;
        return last.map((each) => `${INDENT}${each}`).join('');
      }),
  );
