import { readFileSync } from 'node:fs';
import { formatList, wordsOf } from '../../src/language/words.ts';
import { readStories } from '../../src/newsroom/stories/cli/story-files.ts';
import { type Site, storyUrl } from '../../src/settings/site.ts';
import { parseSite } from '../../src/settings/site-schema.ts';
import { contentHtml } from '../../src/site/edition/content.ts';
import { type FeedEntry, type FeedPage, toEntry } from '../../src/site/edition/edition.ts';
import { renderAtom } from '../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../src/site/edition/formats/rss.ts';
import { type Format, type SummarizedScope, scopeUrl } from '../../src/site/edition/scope.ts';
import { summariesOf } from '../../src/site/edition/summaries.ts';
import type { Article } from '../../src/site/story/article.ts';
import { atomId, mintIdentifier } from '../../src/site/story/identifier.ts';
import { makeArticle } from '../../src/site/story/make-article.ts';
import { lastChange, type Story, storySchema, withDate } from '../../src/site/story/story.ts';
import type { Item } from './reader.ts';

// Renders all sample stories as a feed, as an archive page and as summaries, and those in a language as its feeds; lists what readers must
// find in them.

/** What each story leads to as the same in other languages. */
const translations = ['tlh', 'vo'].map((inLanguage) => ({ slug: `in-${inLanguage}`, inLanguage }));

const site = parseSite(JSON.parse(readFileSync('data/site.json', 'utf8')), 'https://news.example');

/** Headlines that look like HTML. */
export const HEADLINES = [
  'The <dialog> element',
  'Bill rises 5 < 7 > 3',
  '价格 <成本> 上涨',
  'I <3 news',
  'AT&T on &lt; and &copy;, and a &lt;b> of contention',
];

/** The stories of `data/stories` and `test/stories`, and some with hard headlines, oldest first. */
export const stories: Story[] = [
  ...(await readStories(['data/stories', 'test/stories'])).map(({ story }) => withDate(story, 0)),
  ...HEADLINES.map((headline, index) =>
    storySchema.parse({
      slug: `a-hard-headline-${index + 1}`,
      headline,
      abstract: 'What happened.',
      articleBody: 'What we think.([rfc-editor.org](https://www.rfc-editor.org/rfc/rfc4287))',
      inLanguage: 'en',
      datePublished: `2026-10-0${index + 1}T09:30:00Z`,
    }),
  ),
].sort((a, b) => Date.parse(a.datePublished) - Date.parse(b.datePublished));

/** The ids that the oldest stories brought from other systems. */
const MOVED_IN_IDS = [
  'https://old.example/?p=123&lang=en',
  'https://old.example/2019/05/a-post/',
  'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a',
  '64f1c0ffee5d2a0001a1b2c3',
  '123 at https://old.example',
];

const articles = stories
  .map((story, index) =>
    makeArticle(
      story,
      story.identifier ?? MOVED_IN_IDS[index] ?? mintIdentifier(site.taggingEntity, story.slug),
    ),
  )
  .reverse();

const editionOf = <Scope extends SummarizedScope>(scope: Scope, of = articles) => ({
  scope,
  updated: new Date(Math.max(...of.map((article) => lastChange(article).getTime()))).toISOString(),
  // No link to a translation may be taken for the story's own.
  entries: of.map((article) => toEntry({ ...article, translations })),
  withdrawn: [],
  previous: 1,
  archive: null,
  ...{ count: 0, last: 0, open: 0, changeSequence: 0, removalSequence: 0, entrySequences: [] },
});

const edition = editionOf('all');
const inArabic = editionOf(
  'language:ar',
  articles.filter(({ inLanguage }) => inLanguage === 'ar'),
);

const FEED_PAGES = {
  feed: edition,
  'archive page': { ...edition, archive: { page: 2, next: 3 } },
  'summary feed': summariesOf(edition),
  'feed in Arabic': inArabic,
  'summary feed in Arabic': summariesOf(inArabic),
} satisfies Record<string, FeedPage>;
const WRITERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed };

export type DocumentName = keyof typeof FEED_PAGES;
export const DOCUMENTS = Object.keys(FEED_PAGES) as DocumentName[];

export const renderDocument = (name: DocumentName, format: Format) => WRITERS[format](FEED_PAGES[name], site);

/** Returns the home page of a document. In Atom, an archive page has its own HTML page. */
export const homePage = (name: DocumentName, format: Format) =>
  format === 'atom' && name === 'archive page'
    ? `${site.url}/archive/2`
    : scopeUrl(site, FEED_PAGES[name].scope);

/** Returns what a reader should have of an article. */
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

/** In RSS, one name lists all authors ("Ann Lee and Bo Li"), because most readers show only one. */
const inRss = (article: Article): string[] => [
  formatList(wordsOf(article.inLanguage, site.language), toItem(article).authors),
];

/** Lists what every reader must find in a document, newest first. */
export const expectedIn = (format: Format, name: DocumentName = 'feed'): readonly Item[] =>
  FEED_PAGES[name].entries.map((entry: FeedEntry) => {
    const article = articles.find(({ slug }) => slug === entry.slug) as Article;
    return {
      ...toItem(article),
      content: contentHtml(entry, site),
      ...(format === 'rss' ? { authors: inRss(article) } : {}),
      ...(format === 'atom' ? { id: atomId(article.identifier, site.taggingEntity) } : {}),
    };
  });
