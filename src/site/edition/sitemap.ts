import { element } from '../../lib/xml.ts';
import type { Site } from '../../settings/site.ts';
import { sitePageUrl, storyUrl } from '../../settings/site.ts';
import { authorsOf, type Directory, languagesOf, subscribePath, topicsOf } from './directory.ts';
import { countClosedPages, PAGE_SIZE } from './edition.ts';
import { SCHEMA_LINES_PATH } from './paths.ts';
import { scopeUrl } from './scope.ts';

// Sitemaps, https://www.sitemaps.org/protocol.html

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** The number of archive pages in one sitemap: as many as KV returns in one bulk read. */
export const PAGES_PER_SITEMAP = 100;

const listingSitemapPath = (page: number) =>
  page === 1 ? '/sitemaps/listings.xml' : `/sitemaps/listings/${page}.xml`;
const storySitemapPath = (number: number) => `/sitemaps/stories/${number}.xml`;

/** Returns the number of story sitemaps if `last` is the highest place. New stories appear only in the newest one. */
export function sitemapCount(last: number): number {
  const isOpen = last % PAGE_SIZE > 0;
  const closed = countClosedPages(last);
  return isOpen ? Math.floor(closed / PAGES_PER_SITEMAP) + 1 : Math.ceil(closed / PAGES_PER_SITEMAP);
}

const document = (root: string, children: readonly string[]) =>
  `<?xml version="1.0" encoding="utf-8"?>\n${element(root, { xmlns: NAMESPACE }, { xml: `\n${children.join('\n')}\n` })}\n`;

const location = (kind: 'sitemap' | 'url', url: string, updated?: string) =>
  element(
    kind,
    {},
    {
      xml: element('loc', {}, { text: url }) + (updated ? element('lastmod', {}, { text: updated }) : ''),
    },
  );

/** Renders NLWeb's map of the site's data: the address of the newest stories in the words of schema.org. */
export const renderSchemaMap = (site: Site): string =>
  document('urlset', [
    element(
      'url',
      { contentType: 'structuredData/schema.org' },
      { xml: element('loc', {}, { text: site.url + SCHEMA_LINES_PATH }) },
    ),
  ]);

/** Renders the index of all sitemaps. `pages` is the number of directory pages, `last` the highest place. */
export const renderSitemapIndex = (pages: number, last: number, site: Site): string =>
  document('sitemapindex', [
    ...Array.from({ length: pages }, (_, index) =>
      location('sitemap', `${site.url}${listingSitemapPath(index + 1)}`),
    ),
    ...Array.from({ length: sitemapCount(last) }, (_, index) =>
      location('sitemap', `${site.url}${storySitemapPath(index + 1)}`),
    ),
  ]);

/** Renders a sitemap of stories, each with the time of its last change (RFC 3339). */
export const renderStorySitemap = (
  stories: readonly { slug: string; updated: string }[],
  site: Site,
): string =>
  document(
    'urlset',
    stories.map(({ slug, updated }) => location('url', storyUrl(site, slug), updated)),
  );

/** Renders the sitemap of the listing pages of one directory page. The first also lists the newsroom's own pages, by their slugs. */
export const renderListingSitemap = (
  directory: Directory,
  site: Site,
  pages: readonly string[] = [],
): string =>
  document(
    'urlset',
    [
      ...(directory.page === 1 ? [scopeUrl(site, 'all')] : []),
      `${site.url}${subscribePath(directory.page)}`,
      ...topicsOf(directory, site).map((topic) => scopeUrl(site, `topic:${topic}`)),
      ...authorsOf(directory, site).map((author) => scopeUrl(site, `author:${author}`)),
      ...languagesOf(directory, site).map((tag) => scopeUrl(site, `language:${tag}`)),
      ...directory.sources.map((domain) => scopeUrl(site, `source:${domain}`)),
      ...pages.map((slug) => sitePageUrl(site, slug)),
    ].map((url) => location('url', url)),
  );
