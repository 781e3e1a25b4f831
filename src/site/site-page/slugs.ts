import { SLUG } from '../story/slug.ts';

// Slugs of the newsroom's own pages, such as `about` of /about. This file imports no schemas, so that the router can use it.

/** The most characters of a page's slug. */
export const MAX_PAGE_SLUG = 60;

/** What the site itself has at addresses with one segment, or above others. No page can have these slugs. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  'actor',
  'api',
  'archive',
  'ask',
  'atom',
  'authors',
  'cdn-cgi',
  'feed',
  'feed-extensions',
  'feeds',
  'healthz',
  'hub',
  'index',
  'languages',
  'mcp',
  'media',
  'newsroom',
  'oembed',
  'pages',
  'pictures',
  'robots',
  'rss',
  'search',
  'series',
  'sitemap',
  'sitemaps',
  'sources',
  'stories',
  'subscribe',
  'summaries',
  'topics',
  'websub',
]);

/** Whether part of a URL can be the slug of a page. */
export const isPageSlug = (text: string): boolean =>
  text.length <= MAX_PAGE_SLUG && SLUG.test(text) && !RESERVED_SLUGS.has(text);

/** Returns the path of a page, such as /about. */
export const pagePath = (slug: string): string => `/${slug}`;
