import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { extractFromJson, extractFromXml } from '@extractus/feed-extractor';
import { parseFeed } from '@rowanmanning/feed-parser';
import FeedParser from 'feedparser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import type { Library, ReadFeed, ReadItem } from './reader.ts';

// Libraries from npm, each used as its documentation says.

const versionOf = (name: string) => () =>
  JSON.parse(readFileSync(findPackageJSON(name, import.meta.url) ?? '', 'utf8')).version as string;

const npm = { source: 'npm' } as const;
const iso = (date: Date | string | null | undefined) => (date ? new Date(date).toISOString() : null);

// biome-ignore lint/suspicious/noExplicitAny: the result of a parser depends on the document
type Parsed = any;

const rowanmanning: Library = {
  ...npm,
  name: '@rowanmanning/feed-parser',
  version: versionOf('@rowanmanning/feed-parser'),
  formats: ['rss', 'atom'],
  read: async (document) => {
    const feed = parseFeed(document);
    return {
      homePage: feed.url,
      items: feed.items.map((item: Parsed) => ({
        id: item.id,
        title: item.title,
        link: item.url,
        content: item.content,
        authors: item.authors.map(({ name }: { name: string }) => name),
        published: iso(item.published),
        updated: iso(item.updated),
      })),
    };
  },
};

const rssParser: Library = {
  ...npm,
  name: 'rss-parser',
  version: versionOf('rss-parser'),
  formats: ['rss', 'atom'],
  read: async (document, format) => {
    const feed = await new RssParser().parseString(document);
    return {
      homePage: feed.link ?? null,
      items: feed.items.map((item: Parsed) => ({
        id: item.guid ?? item.id,
        title: item.title,
        link: item.link,
        content: format === 'rss' ? item['content:encoded'] : item.content,
        authors: [item.creator ?? item.author].filter((name) => name !== undefined),
        published: item.isoDate,
        updated: null,
      })),
    };
  },
};

const nodeFeedparser: Library = {
  ...npm,
  name: 'feedparser (Node)',
  version: versionOf('feedparser'),
  formats: ['rss', 'atom'],
  read: (document) =>
    new Promise<ReadFeed>((resolve, reject) => {
      const parser = new FeedParser({ feedurl: 'https://news.example/' });
      const items: ReadItem[] = [];
      parser.on('readable', () => {
        for (let item: Parsed = parser.read(); item; item = parser.read()) {
          items.push({
            id: item.guid,
            title: item.title,
            link: item.link,
            content: item.description,
            authors: [item.author].filter((name) => name !== null),
            published: iso(item.pubdate),
            updated: iso(item.date),
          });
        }
      });
      parser.on('error', reject);
      parser.on('end', () => resolve({ homePage: (parser as Parsed).meta.link, items }));
      parser.end(document);
    }),
};

const names = (authors: Parsed) => (authors ?? []).map(({ name }: { name: string }) => name);

const extractus: Library = {
  ...npm,
  name: '@extractus/feed-extractor',
  version: versionOf('@extractus/feed-extractor'),
  formats: ['rss', 'atom', 'json'],
  read: async (document, format) => {
    // It returns an excerpt only, but passes the whole entry to this function.
    const getExtraEntryFields = (entry: Parsed): Record<string, Parsed> => {
      if (format === 'rss') {
        return {
          content: entry['content:encoded'],
          authors: [entry['dc:creator']].flat(),
          updated: entry['atom:updated'],
        };
      }
      return format === 'atom'
        ? {
            content: entry.content['#text'],
            authors: names([entry.author].flat()),
            published: entry.published,
            updated: entry.updated,
          }
        : {
            content: entry.content_html,
            authors: names(entry.authors),
            updated: entry.date_modified ?? entry.date_published,
          };
    };
    const feed: Parsed =
      format === 'json'
        ? extractFromJson(JSON.parse(document), { getExtraEntryFields })
        : extractFromXml(document, { getExtraEntryFields });
    return { homePage: feed.link, items: feed.entries };
  },
};

const feedsmith: Library = {
  ...npm,
  name: 'feedsmith',
  version: versionOf('feedsmith'),
  formats: ['rss', 'atom', 'json'],
  read: async (document, format) => {
    if (format === 'rss') {
      const feed: Parsed = parseRssFeed(document);
      return {
        homePage: feed.link,
        items: feed.items.map((item: Parsed) => ({
          id: item.guid.value,
          title: item.title,
          link: item.link,
          content: item.content.encoded,
          authors: item.dc.creators,
          published: item.pubDate,
          updated: item.atom.updated,
        })),
      };
    }
    if (format === 'atom') {
      const feed: Parsed = parseAtomFeed(document);
      const page = (links: Parsed[]) => links.find(({ rel }) => rel === 'alternate').href;
      return {
        homePage: page(feed.links),
        items: feed.entries.map((entry: Parsed) => ({
          id: entry.id,
          title: entry.title.value,
          link: page(entry.links),
          content: entry.content.value,
          authors: names(entry.authors),
          published: entry.published,
          updated: entry.updated,
        })),
      };
    }
    const feed: Parsed = parseJsonFeed(document);
    return {
      homePage: feed.home_page_url,
      items: feed.items.map((item: Parsed) => ({
        id: item.id,
        title: item.title,
        link: item.url,
        content: item.content_html,
        authors: names(item.authors),
        published: item.date_published,
        updated: item.date_modified ?? item.date_published,
      })),
    };
  },
};

export const NPM_LIBRARIES: readonly Library[] = [
  rowanmanning,
  rssParser,
  nodeFeedparser,
  extractus,
  feedsmith,
];
