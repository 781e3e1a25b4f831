import type { Site } from '../site.ts';
import { storyUrl } from '../site.ts';
import { element } from './completion.ts';
import type { Directory } from './directory.ts';
import { closedPages, PAGE_SIZE } from './edition.ts';
import { scopeUrl } from './scope.ts';

// Sitemaps, https://www.sitemaps.org/protocol.html

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Archive pages whose stories stand in one sitemap: as many as KV gives in one read. */
export const PAGES_A_SITEMAP = 100;

export const SITEMAP_PATH = '/sitemap.xml';
const listingSitemapPath = '/sitemaps/listings.xml';
const storySitemapPath = (number: number) => `/sitemaps/stories/${number}.xml`;

/** How many sitemaps there are for `last` places: each but the newest has the stories of 100 archive pages for ever. */
export function sitemapCount(last: number): number {
  const isOpen = last % PAGE_SIZE > 0;
  const closed = closedPages(last);
  return isOpen ? Math.floor(closed / PAGES_A_SITEMAP) + 1 : Math.ceil(closed / PAGES_A_SITEMAP);
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

/** The index that leads to all sitemaps. */
export const renderSitemapIndex = (last: number, site: Site): string =>
  document('sitemapindex', [
    location('sitemap', `${site.url}${listingSitemapPath}`),
    ...Array.from({ length: sitemapCount(last) }, (_, index) =>
      location('sitemap', `${site.url}${storySitemapPath(index + 1)}`),
    ),
  ]);

/** Stories, each with when it last changed (RFC 3339). */
export const renderStorySitemap = (
  stories: readonly { slug: string; updated: string }[],
  site: Site,
): string =>
  document(
    'urlset',
    stories.map(({ slug, updated }) => location('url', storyUrl(site, slug), updated)),
  );

/** The most addresses that a sitemap may have. */
const MOST_URLS = 50_000;

/** The pages that list stories; of more than 50,000 the first, topics before sources. */
export const renderListingSitemap = ({ topics, sources }: Directory, site: Site): string =>
  document(
    'urlset',
    [
      scopeUrl(site, 'all'),
      `${site.url}/subscribe`,
      ...topics.map((topic) => scopeUrl(site, `topic:${topic}`)),
      ...sources.map((domain) => scopeUrl(site, `source:${domain}`)),
    ]
      .slice(0, MOST_URLS)
      .map((url) => location('url', url)),
  );
