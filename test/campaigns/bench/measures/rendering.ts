import getAstroRss from '@astrojs/rss';
import { Feed } from 'feed';
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith';
import identity from '../../../../data/site.json' with { type: 'json' };
import { storyUrl } from '../../../../src/settings/site.ts';
import { parseSite } from '../../../../src/settings/site-schema.ts';
import { contentHtml, summaryText } from '../../../../src/site/edition/content.ts';
import { type Edition, toEntry } from '../../../../src/site/edition/edition.ts';
import { renderAtom } from '../../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../../src/site/edition/formats/rss.ts';
import { makeArticle } from '../../../../src/site/story/make-article.ts';
import { storySchema } from '../../../../src/site/story/story.ts';
import { makeStory } from '../stories.ts';

// Feed renderers, all with the same 50 stories.

export const ENTRIES = 50;

const site = parseSite(identity, 'https://news.example');
const entries = Array.from({ length: ENTRIES }, (_, number) => {
  const story = storySchema.parse(makeStory(number));
  return toEntry(makeArticle(story, `tag:news.example,2026:stories/${story.slug}`));
}).reverse();

const edition: Edition = {
  scope: 'all',
  count: ENTRIES,
  last: ENTRIES,
  open: ENTRIES % 30,
  previous: 0,
  archive: null,
  changeSequence: ENTRIES,
  removalSequence: 0,
  entrySequences: entries.map((_entry, index) => ENTRIES - index),
  withdrawn: [],
  updated: '2026-01-01T01:00:00Z',
  entries,
};

/** Copies the site, because rendered items are cached by the site object (`site/edition/item-cache.ts`). */
const newSiteObject = () => ({ ...site });

/** The input of the other renderers: the same texts, already finished. */
const items = entries.map((entry) => ({
  id: entry.identifier,
  title: entry.headline,
  link: storyUrl(site, entry.slug),
  description: summaryText(entry, site),
  content: contentHtml(entry, site),
  date: new Date(entry.datePublished),
}));

function bareFeed(): Feed {
  const feed = new Feed({ id: site.url, title: site.title, link: site.url, copyright: '' });
  for (const item of items) feed.addItem(item);
  return feed;
}

const { url: link, title, tagline: description } = site;

/** The renderers by format and name. Ours is `edgewire`. */
export const RENDERERS = {
  RSS: {
    edgewire: () => renderRss(edition, newSiteObject()),
    feed: () => bareFeed().rss2(),
    feedsmith: () =>
      generateRssFeed({
        title,
        link,
        description,
        items: items.map(({ id, date, content, ...item }) => ({
          ...item,
          guid: { value: id, isPermaLink: false },
          pubDate: date,
          content: { encoded: content },
        })),
      }),
    '@astrojs/rss': () =>
      getAstroRss({
        title,
        description,
        site: link,
        items: items.map(({ date, ...item }) => ({ ...item, pubDate: date })),
      }).then((response) => response.text()),
  },
  Atom: {
    edgewire: () => renderAtom(edition, newSiteObject()),
    feed: () => bareFeed().atom1(),
    feedsmith: () =>
      generateAtomFeed({
        id: link,
        title: { value: title },
        updated: new Date(edition.updated),
        entries: items.map((item) => ({
          id: item.id,
          title: { value: item.title },
          updated: item.date,
          links: [{ href: item.link }],
          summary: { value: item.description },
          content: { value: item.content, type: 'html' },
        })),
      }),
  },
  'JSON Feed': {
    edgewire: () => renderJsonFeed(edition, newSiteObject()),
    feed: () => bareFeed().json1(),
    feedsmith: () =>
      JSON.stringify(
        generateJsonFeed({
          title,
          home_page_url: link,
          items: items.map((item) => ({
            id: item.id,
            url: item.link,
            title: item.title,
            summary: item.description,
            content_html: item.content,
            date_published: item.date,
          })),
        }),
      ),
  },
} satisfies Record<string, Record<string, () => string | Promise<string>>>;
