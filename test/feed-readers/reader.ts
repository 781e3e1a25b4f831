import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { WORD_JOINER } from '../../src/site/edition/formats/not-html.ts';
import type { Format } from '../../src/site/edition/scope.ts';

/** A reader's copy of a story. `null` is what the reader does not support, or did not find. */
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

/** What a reader should have of a story. */
export interface Item extends ReadItem {
  content: string;
  /** The URLs of all sources. */
  citations: string[];
}

export interface ReadFeed {
  /** The feed's home page. */
  homePage: string | null;
  items: ReadItem[];
}

/** A library that reads feeds. */
export interface Library {
  name: string;
  /** Returns `undefined` if it is not installed. */
  version: () => string | undefined;
  /** Where it comes from. */
  source: 'npm' | `Debian: ${string}`;
  /** Too large for `.ci/run` to install. */
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

/** Returns a title as its readers see it. */
export const seenTitle = (title: string | null): string | null => title?.replaceAll(WORD_JOINER, '') ?? null;

/** Returns the text of HTML without white space, because sanitizers change that between elements. */
export const textOf = (html: string | null): string => shownText(html ?? '').replace(/\s+/g, '');

/** Turns the titles of a library that returns them as HTML into plain text. */
export const withPlainTitles = ({ homePage, items }: ReadFeed): ReadFeed => ({
  homePage,
  items: items.map((item) => ({ ...item, title: item.title && shownText(item.title) })),
});

/** Lists the URLs that HTML links to. */
export const linksIn = (html: string | null): string[] =>
  Array.from(nodesOf(parseFragment(html ?? '')), (node) =>
    'attrs' in node && node.tagName === 'a'
      ? node.attrs.find(({ name }) => name === 'href')?.value
      : undefined,
  ).filter((href) => href !== undefined);

/** For each field, a function that returns the value to compare with the expected one. */
export const FIELD_GETTERS = {
  title: ({ title }: ReadItem) => seenTitle(title),
  link: ({ link }: ReadItem) => link,
  content: ({ content }: ReadItem) => textOf(content),
  /** The expected sources that the content links to. */
  citations: ({ content }: ReadItem, { citations }: Item) => {
    const links = new Set(linksIn(content));
    return citations.filter((url) => links.has(url));
  },
  authors: ({ authors }: ReadItem) => authors,
  published: ({ published }: ReadItem) => timeOf(published),
  updated: ({ updated }: ReadItem) => timeOf(updated),
} satisfies Record<string, (read: ReadItem, expected: Item) => unknown>;

export type Field = keyof typeof FIELD_GETTERS;

/** In whole seconds, because RSS has no fractions. */
const timeOf = (text: string | null) => (text ? Math.floor(Date.parse(text) / 1000) : null);

/** Returns the expected value of a field. */
export const expectedOf = (field: Field, item: Item): unknown => FIELD_GETTERS[field](item, item);
