import { element } from '../../lib/xml.ts';
import type { Site } from '../../settings/site.ts';
import { sitePageUrl, storyUrl } from '../../settings/site.ts';
import { originalOf, versionsOf } from '../story/translations.ts';
import { authorsOf, type Directory, languagesOf, seriesOf, subscribePath, topicsOf } from './directory.ts';
import { type ArchivedPage, countClosedPages, PAGE_SIZE } from './edition.ts';
import { SCHEMA_LINES_PATH } from './paths.ts';
import { type Scope, scopeUrl } from './scope.ts';

// Sitemaps, https://www.sitemaps.org/protocol.html

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const XHTML_NAMESPACE = 'http://www.w3.org/1999/xhtml';

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

const document = (root: string, children: readonly string[], namespaces: Record<string, string> = {}) =>
  `<?xml version="1.0" encoding="utf-8"?>\n${element(root, { xmlns: NAMESPACE, ...namespaces }, { xml: `\n${children.join('\n')}\n` })}\n`;

const location = (kind: 'sitemap' | 'url', url: string, updated?: string, links = '') =>
  element(
    kind,
    {},
    {
      xml: [
        element('loc', {}, { text: url }),
        updated ? element('lastmod', {}, { text: updated }) : '',
        links,
      ].join(''),
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

/** A story as sitemaps have it: with its translations, if it has any. */
type MappedStory = ArchivedPage['stories'][number];

/**
 * Renders a sitemap of stories, each with the time of its last change (RFC 3339) and its versions in all languages, itself included
 * (https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap).
 */
export const renderStorySitemap = (stories: readonly MappedStory[], site: Site): string =>
  document(
    'urlset',
    stories.map((story) =>
      location('url', storyUrl(site, story.slug), story.updated, storyLinks(story, site)),
    ),
    stories.some(({ translations }) => translations) ? { 'xmlns:xhtml': XHTML_NAMESPACE } : {},
  );

/** Renders links to versions of a page, by their languages; `x-default` is for whoever reads none of these. */
const versionLinks = (versions: readonly (readonly [hreflang: string, href: string])[]): string =>
  versions.map(([hreflang, href]) => element('xhtml:link', { rel: 'alternate', hreflang, href })).join('');

/** Renders links to all versions of a story; '' if it has no translations. */
function storyLinks({ inLanguage, translationOfWork = null, ...story }: MappedStory, site: Site): string {
  if (!inLanguage) return '';
  const translated = { ...story, inLanguage, translationOfWork };
  const original = originalOf(translated);
  return versionLinks([
    ...versionsOf(translated).map((version) => [version.inLanguage, storyUrl(site, version.slug)] as const),
    ...(original ? [['x-default', storyUrl(site, original.slug)] as const] : []),
  ]);
}

/** Renders links to the front pages of all languages; '' if there is only one front page. */
const frontLinks = (site: Site): string =>
  site.languages.length === 0
    ? ''
    : versionLinks([
        ...site.languages.map((tag) => [tag, scopeUrl(site, `language:${tag}`)] as const),
        ['x-default', scopeUrl(site, 'all')],
      ]);

/** Renders the sitemap of the listing pages of one directory page. The first also lists the newsroom's own pages, by their slugs. */
export function renderListingSitemap(
  directory: Directory,
  site: Site,
  pages: readonly string[] = [],
): string {
  const languages = languagesOf(directory, site).map((tag): Scope => `language:${tag}`);
  const fronts: Scope[] = directory.page === 1 ? ['all', ...languages] : [];
  const links = fronts.length > 0 ? frontLinks(site) : '';
  const scopes = [
    ...topicsOf(directory, site).map((topic): Scope => `topic:${topic}`),
    ...seriesOf(directory),
    ...authorsOf(directory, site).map((author): Scope => `author:${author}`),
    ...directory.sources.map((domain): Scope => `source:${domain}`),
  ];
  return document(
    'urlset',
    [
      ...fronts.map((scope) => location('url', scopeUrl(site, scope), undefined, links)),
      ...[
        `${site.url}${subscribePath(directory.page)}`,
        ...scopes.map((scope) => scopeUrl(site, scope)),
        ...pages.map((slug) => sitePageUrl(site, slug)),
      ].map((url) => location('url', url)),
    ],
    links === '' ? {} : { 'xmlns:xhtml': XHTML_NAMESPACE },
  );
}
