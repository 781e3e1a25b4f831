import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import type { Format } from '../../src/edition/scope.ts';

/** A story as a reader has it; `null` is what the reader has no notion of, or did not find. */
export interface ReadItem {
  id: string | null;
  title: string | null;
  link: string | null;
  /** HTML. */
  content: string | null;
  authors: string[];
  published: string | null;
  updated: string | null;
}

/** A story as the record has it. */
export interface Item extends ReadItem {
  content: string;
  /** The address of every source. */
  citations: string[];
}

export interface ReadFeed {
  /** The page that the feed belongs to. */
  homePage: string | null;
  items: ReadItem[];
}

/** A library that reads feeds. */
export interface Library {
  name: string;
  /** Its version; `undefined` where it is not installed. */
  version: () => string | undefined;
  /** How it is installed. */
  source: 'npm' | `Debian: ${string}`;
  /** Too large to be installed by `.ci/run`. */
  isLarge?: true;
  formats: readonly Format[];
  read: (document: string, format: Format) => Promise<ReadFeed>;
}

type Node = DefaultTreeAdapterTypes.Node;

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* nodesOf(child);
}

const shownText = (html: string): string =>
  Array.from(nodesOf(parseFragment(html)), (node) => ('value' in node ? node.value : '')).join('');

/** The text that HTML shows, without spaces: sanitisers change those between elements. */
export const textOf = (html: string | null): string => shownText(html ?? '').replace(/\s+/g, '');

/** Items of a library that gives titles as HTML. */
export const withPlainTitles = ({ homePage, items }: ReadFeed): ReadFeed => ({
  homePage,
  items: items.map((item) => ({ ...item, title: item.title && shownText(item.title) })),
});

/** The addresses that HTML links to. */
export const linksIn = (html: string | null): string[] =>
  Array.from(nodesOf(parseFragment(html ?? '')), (node) =>
    'attrs' in node && node.tagName === 'a'
      ? node.attrs.find(({ name }) => name === 'href')?.value
      : undefined,
  ).filter((href) => href !== undefined);

/** How each part of an item is compared with the record. */
export const FIELDS = {
  title: ({ title }: ReadItem) => title,
  link: ({ link }: ReadItem) => link,
  content: ({ content }: ReadItem) => textOf(content),
  /** Which of the expected addresses the content links to. */
  citations: ({ content }: ReadItem, { citations }: Item) => {
    const links = new Set(linksIn(content));
    return citations.filter((url) => links.has(url));
  },
  authors: ({ authors }: ReadItem) => authors,
  published: ({ published }: ReadItem) => timeOf(published),
  updated: ({ updated }: ReadItem) => timeOf(updated),
} satisfies Record<string, (read: ReadItem, expected: Item) => unknown>;

export type Field = keyof typeof FIELDS;

/** To the second: RSS has no fractions. */
const timeOf = (text: string | null) => (text ? Math.floor(Date.parse(text) / 1000) : null);

/** What the record has in the place of what a reader found. */
export const expectedOf = (field: Field, item: Item): unknown => FIELDS[field](item, item);
