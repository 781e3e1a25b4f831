import type { Item } from 'feed';
import { toPrintable } from '../lib/characters.ts';
import { escapeHtml } from '../lib/html.ts';

// What the `feed` package (6.0.0) and its serialiser get wrong or cannot say, and how each fault is mended.
// Everything that goes into `feed` passes through here; nothing else in this room knows of its faults.

/**
 * Text of an element. Mends: the serialiser turns `&amp;` in a text into `&` before it escapes, so a text about "&amp;"
 * loses a level; and characters that XML cannot carry pass through.
 */
export const text = (value: string) => toPrintable(value).replace(/&/g, '&amp;');

/** Text that readers take for HTML (RSS `description`, Atom `summary`), in a CDATA section. */
export const htmlText = (value: string) => escapeHtml(toPrintable(value));

/** HTML in a CDATA section. Mends: characters that XML cannot carry pass through. */
export const html = (value: string) => toPrintable(value);

/** Attributes of an element. Mends: of an attribute's value only `"` is escaped. */
export const attributes = (values: Record<string, string | number>) => ({
  _attributes: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, escapeHtml(toPrintable(String(value)))]),
  ),
});

/** An element of an RSS item or channel that `feed` has no option for, in its place or in place of `feed`'s own. */
export const extension = (name: string, objects: unknown) =>
  ({ name, objects }) as NonNullable<Item['extensions']>[number];

/**
 * Begins what stands for something that is put there later. XML cannot carry it: `text` and `html` have replaced it wherever
 * else it stood.
 */
const MARK = '\u0001';

// An item's own elements are many, and the serialiser, which takes its time by the element, would take most of it for them:
// they are written here, and put where a mark stands.

/** An element of an RSS item with text, or with elements in it. */
export function itemElement(
  name: string,
  attributeValues: Record<string, string | number>,
  content?: string | readonly string[],
  indent = ITEM_INDENT,
): string {
  const written = Object.entries(attributeValues).map(
    ([key, value]) => ` ${key}="${htmlText(String(value))}"`,
  );
  const start = `${indent}<${name}${written.join('')}`;
  if (content === undefined || content.length === 0) return `${start}/>`;
  if (typeof content === 'string') return `${start}>${xmlText(content)}</${name}>`;
  return `${start}>${content.join('')}${indent}</${name}>`;
}

/** As the serialiser writes the text of an element: quotes stand for themselves. */
const xmlText = (value: string) => toPrintable(value).replace(/[&<>]/g, (character) => escapeHtml(character));

const ITEM_INDENT = '\n            ';
/** For elements that stand in an element of an item. */
export const INNER_INDENT = `${ITEM_INDENT}    `;

/** What stands in the place of an item's own elements until `completeRss` puts them there. */
export const itemMark = (index: number) => extension('mark', { _text: `${MARK}${index}` });

const ITEM_MARK = new RegExp(`\\n *<mark>${MARK}(\\d+)</mark>`, 'g');

const ITEM = /\n {8}<item>.*?<\/item>/gs;

/** The items of an RSS document that `feed` has written, each with its own elements where its mark stands. */
export const completeItems = (rss: string, elements: readonly string[]): string[] =>
  Array.from(rss.matchAll(ITEM), ([item]) =>
    item.replace(ITEM_MARK, (_match, index) => elements[Number(index)] as string),
  );

/** What stands in an RSS document where its items are put: by its content, `feed` knows which namespaces to declare. */
export const itemsMark = (link: string): Item => ({ title: MARK, link, date: new Date(0), content: MARK });

/** Puts items where `itemsMark` stands. */
export const withItems = (rss: string, items: readonly string[]): string =>
  rss.replace(ITEM, () => items.join(''));

/**
 * The item's title. Mends: `feed` writes it as CDATA, which readers and validators take for HTML; a title is plain text.
 */
export const plainTitle = (title: string) => extension('title', { _text: text(title) });

/** Mends: `feed` declares only the namespaces of its own elements. XML allows the declaration on the channel. */
export const namespaces = (declared: Record<string, string>) => extension('_attributes', declared);

/**
 * The channel's links. Mends: `feed` knows `self` and `hub` alone, and writes what it does not know behind the items,
 * where RSS allows no channel element. As `feed` has written a `self` link first, this takes that link's place.
 */
export const channelLinks = (links: Record<string, string>[]) =>
  extension('atom:link', links.map(attributes));

/**
 * Marks an RSS document as a page of an archive (RFC 5005 section 4). Mends: `feed` writes channel elements that it does
 * not know behind the items. No item can stand before the channel's description.
 */
export const markArchive = (rss: string) => rss.replace('</description>', '$&\n        <fh:archive/>');

// Atom: `feed` writes no xml:lang, no typed links, no links of an entry but its own and that one without a `rel` (so that
// readers which look for "alternate" take another), and titles as HTML. So a mark stands in place of the title, and another
// in place of `rights`, which `feed` writes last in an entry; `completeAtom` replaces them.

/** Stands for an entry where its title belongs, and where its last elements do. */
export const entryMark = (index: number) => `${MARK}${index}`;
/** What stands in the place of the feed's own title. */
export const FEED_TITLE_MARK = entryMark(-1);

/** An XML element: escaped text or inner XML that is escaped already. */
export function element(
  name: string,
  attributeValues: Record<string, string | number | undefined>,
  content?: { text: string } | { xml: string },
): string {
  const written = Object.entries(attributeValues)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${htmlText(String(value))}"`)
    .join('');
  if (!content) return `<${name}${written}/>`;
  return `<${name}${written}>${'text' in content ? htmlText(content.text) : content.xml}</${name}>`;
}

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

/** The start of an entry as `feed` writes it: the mark with the entry's index, the id, the link. */
const ENTRY = new RegExp(
  `<entry>\\s*<title type="html"><!\\[CDATA\\[${MARK}(\\d+)\\]\\]></title>\\s*(<id>[^<]*</id>)\\s*<link href="[^"]*"/>`,
  'g',
);
const LAST = new RegExp(`\\n *<rights>${MARK}(\\d+)</rights>`, 'g');

const titleOf = (parts: AtomParts) => element('title', {}, { text: parts.title });
const languageOf = (parts: AtomParts) => (parts.language ? ` xml:lang="${htmlText(parts.language)}"` : '');

/** Fills the marks in an Atom document that `feed` has written without entries, and puts these at its end. */
export function completeAtom(
  atom: string,
  feed: AtomParts,
  entries: readonly string[],
  declared: Record<string, string>,
): string {
  const namespaceAttributes = Object.entries(declared).map(([name, uri]) => ` ${name}="${uri}"`);
  return atom
    .replace(
      '<feed xmlns="http://www.w3.org/2005/Atom"',
      (root) => `${root}${namespaceAttributes.join('')}${languageOf(feed)}`,
    )
    .replace(`<title>${FEED_TITLE_MARK}</title>`, () => [titleOf(feed), ...feed.elements].join('\n    '))
    .replace(/\n<\/feed>$/, (end) => `${entries.join('')}${end}`);
}

const WHOLE_ENTRY = /\n {4}<entry>.*?<\/entry>/gs;

/** The entries of an Atom document that `feed` has written, with their marks filled. */
export const completeEntries = (atom: string, entries: readonly EntryParts[]): string[] =>
  Array.from(atom.matchAll(WHOLE_ENTRY), ([whole]) =>
    whole
      .replace(ENTRY, (_match, index, id) => {
        const entry = entries[Number(index)] as EntryParts;
        return [`<entry${languageOf(entry)}>`, titleOf(entry), id, ...entry.elements].join(INDENT);
      })
      .replace(LAST, (_match, index) => {
        const { last } = entries[Number(index)] as EntryParts;
        return last.map((element) => `${INDENT}${element}`).join('');
      }),
  );
