import { loggerOf } from '../../lib/log.ts';
import { readSettings } from '../../settings.ts';
import type { Site } from '../../site.ts';
import type { EdgeContext } from '../scopes.ts';
import { answer } from './answer.ts';
import { listingSitemapDocument, opmlDocument, subscribeDocument } from './directory.ts';
import { newsSitemapDocument } from './discovery.ts';
import { numberOf } from './numbers.ts';
import type { Document } from './reading.ts';
import { sitemapIndexDocument, storySitemapDocument } from './sitemap.ts';

// The handlers of lists of all feeds and of all stories.

/** The number of a page after the first, as the last part of an address has it. */
function furtherPage(part: string, suffix: string): number | undefined {
  const page = part.endsWith(suffix) ? numberOf(part.slice(0, part.length - suffix.length)) : undefined;
  return page === 1 ? undefined : page;
}

/** Answers with what is made from a page of the directory: the first, unless the address names another. */
function directoryPage(documentOf: (page: number, site: Site) => Document, suffix = '') {
  return (c: EdgeContext) => {
    const part = c.req.param('page');
    const page = part === undefined ? 1 : furtherPage(part, suffix);
    return answer(c, page === undefined ? undefined : documentOf(page, readSettings(c.env).site));
  };
}

/** The page with the feeds of a page of the directory, the list of them, and the sitemap of their pages. */
export const subscribe = directoryPage(subscribeDocument);
export const opml = directoryPage(opmlDocument, '.opml');
export const listingSitemap = directoryPage(listingSitemapDocument, '.xml');

/** The index of the sitemaps. */
export const sitemap = (c: EdgeContext) =>
  answer(c, sitemapIndexDocument(readSettings(c.env).site, loggerOf(c.req.raw)));

/** The sitemaps of the stories, by number. */
export const storySitemap = (c: EdgeContext) => {
  const number = numberOf(/^(.*)\.xml$/.exec(c.req.param('file') ?? '')?.[1]);
  const { site } = readSettings(c.env);
  return answer(
    c,
    number === undefined ? undefined : storySitemapDocument(number, site, loggerOf(c.req.raw)),
  );
};

/** The stories of the last two days, for search engines. */
export const newsSitemap = (c: EdgeContext) =>
  answer(c, newsSitemapDocument(readSettings(c.env).site, Date.now(), loggerOf(c.req.raw)));
