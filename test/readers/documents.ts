import { readFileSync } from 'node:fs';
import { readStories } from '../../src/cli/stories/story-files.ts';
import { renderAtom } from '../../src/edition/atom.ts';
import { contentHtml } from '../../src/edition/content.ts';
import { type FeedPage, toEntry } from '../../src/edition/edition.ts';
import { renderJsonFeed } from '../../src/edition/json-feed.ts';
import { renderRss } from '../../src/edition/rss.ts';
import type { Format } from '../../src/edition/scope.ts';
import { formatList, wordsOf } from '../../src/language/words.ts';
import { type Site, storyUrl } from '../../src/site.ts';
import { parseSite } from '../../src/site-schema.ts';
import type { Article } from '../../src/story/article.ts';
import { mintIdentifier } from '../../src/story/identifier.ts';
import { makeArticle } from '../../src/story/make-article.ts';
import { lastChange, type Story } from '../../src/story/story.ts';
import type { Item } from './reader.ts';

// Every sample story as a feed and as a page of an archive, and what a reader has to find in them.

const site = parseSite(JSON.parse(readFileSync('data/site.json', 'utf8')), 'https://news.example');

/** The stories of `data/stories` and `test/stories`, oldest first. */
export const stories: Story[] = (await readStories(['data/stories', 'test/stories']))
  .map(({ story }) => story)
  .sort((a, b) => Date.parse(a.datePublished) - Date.parse(b.datePublished));

const articles = stories
  .map((story) => makeArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug)))
  .reverse();

const sheet: FeedPage = {
  scope: 'all',
  updated: new Date(Math.max(...articles.map((article) => lastChange(article).getTime()))).toISOString(),
  entries: articles.map(toEntry),
  withdrawn: [],
  previous: 1,
  archive: null,
};

const SHEETS = { feed: sheet, 'archive page': { ...sheet, previous: 1, archive: { page: 2, next: 3 } } };
const WRITERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed };

export type DocumentName = keyof typeof SHEETS;
export const DOCUMENTS = Object.keys(SHEETS) as DocumentName[];

export const renderDocument = (name: DocumentName, format: Format) => WRITERS[format](SHEETS[name], site);

/** The page that a document belongs to. In Atom, a page of the archive has a page of its own. */
export const homePage = (name: DocumentName, format: Format) =>
  format === 'atom' && name === 'archive page' ? `${site.url}/archive/2` : `${site.url}/`;

/** What the record says of an article, and its content as readers are to show it. */
export const toItem = (article: Article, of: Site = site): Item => ({
  id: article.identifier,
  title: article.headline,
  link: storyUrl(of, article.slug),
  content: contentHtml(toEntry(article), of),
  citations: article.rendering.sources.map(({ url }) => url),
  authors: (article.author.length > 0 ? article.author : of.authors).map(({ name }) => name),
  published: article.datePublished,
  updated: lastChange(article).toISOString(),
});

/** In RSS, all authors are in one name, as most readers know of one: "Ann Lee and Bo Li". */
const inRss = (article: Article): string[] => [
  formatList(wordsOf(article.inLanguage, site.language), toItem(article).authors),
];

/** What every reader has to find, newest first. */
export const expectedIn = (format: Format): readonly Item[] =>
  articles.map((article) => ({
    ...toItem(article),
    ...(format === 'rss' ? { authors: inRss(article) } : {}),
  }));
