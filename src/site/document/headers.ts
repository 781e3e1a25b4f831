import { toUri } from '../../lib/uri.ts';
import { archiveKey, cardKey, storyKey } from '../../platform/kv.ts';
import { historyUrl, type Site, storyUrl } from '../../settings/site.ts';
import type { FeedPage } from '../edition/edition.ts';
import { feedDocumentUrl, historyLinks, hubsOf } from '../edition/formats/feed-links.ts';
import { FORMATS, type Format } from '../edition/scope.ts';
import { contentUsage, RSL, rslUrl } from '../edition/usage.ts';
import { EXPORTS, type ExportFormat, exportUrl, type ReferenceSubject } from '../export/addresses.ts';
import { securityHeaders } from '../page/security.ts';
import type { Article } from '../story/article.ts';
import { CORS, cacheTagHeader, FEED_VARY, feedCacheControl, WORKERS_CACHE } from './caching.ts';

/** Makes a web link (RFC 8288). A URI is ASCII and contains no `>`, so it needs no escaping here. */
export const link = (url: string, rel: string, type?: string) =>
  `<${toUri(url)}>; rel="${rel}"${type ? `; type="${type}"` : ''}`;

/** Seconds for which clients keep an archive page that has a next page. */
const ARCHIVE_SECONDS = 86_400;

/**
 * Returns the headers that describe a feed, or a page of its archive:
 *
 * - its type;
 * - `nosniff`, because its text comes from authors, not from this program;
 * - the links that programs look for without reading the document: hub and self (WebSub section 4), the licence, and archive
 *   pages, which JSON Feed cannot express. All other links are only in the document.
 */
export function feedHeaders(
  feedPage: Pick<FeedPage, 'scope' | 'previous' | 'archive'>,
  site: Site,
  format: Format,
): Record<string, string> {
  return {
    'Content-Type': `${FORMATS[format].type}; charset=utf-8`,
    'X-Content-Type-Options': 'nosniff',
    Link: [
      ...hubsOf(feedPage, site).map((hub) => link(hub, 'hub')),
      link(feedDocumentUrl(feedPage, site, format), 'self', FORMATS[format].type),
      ...historyLinks(feedPage, site, format).map(({ rel, href }) => link(href, rel, FORMATS[format].type)),
      ...(site.license ? [link(site.license, 'license')] : []),
    ].join(', '),
  };
}

/** Returns the headers of an archive page as a feed document. */
export function archivedFeedHeaders(
  feedPage: Pick<FeedPage, 'scope' | 'previous'> & { archive: NonNullable<FeedPage['archive']> },
  site: Site,
  format: Format,
): Record<string, string> {
  const { scope, archive } = feedPage;
  return {
    ...feedHeaders(feedPage, site, format),
    // The newest page changes when the next one is closed, because it then links to it, so clients keep it only as long as a feed.
    'Cache-Control': feedCacheControl(archive.next > 0 ? ARCHIVE_SECONDS : undefined),
    'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
    ...cacheTagHeader([archiveKey(scope, archive.page)]),
    Vary: FEED_VARY,
    ...CORS,
  };
}

/** Returns the headers of a document for programs that is not a feed. Clients keep it for `seconds`. */
export const dataHeaders = (
  type: string,
  seconds: number,
  tags: readonly string[] = [],
): Record<string, string> => ({
  'Content-Type': type,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': `public, max-age=${seconds}`,
  'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
  ...CORS,
  ...(tags.length > 0 ? cacheTagHeader(tags) : {}),
});

/** Returns the `Link` header to the previous and next documents of a numbered series (RFC 8288); no header if there are none. */
export function neighbourLinks(
  { previous, next }: { previous: number; next: number },
  site: Site,
  pathOf: (page: number) => string,
  type: string,
): Record<string, string> {
  const links = [
    ...(previous > 0 ? [link(`${site.url}${pathOf(previous)}`, 'prev', type)] : []),
    ...(next > 0 ? [link(`${site.url}${pathOf(next)}`, 'next', type)] : []),
  ];
  return links.length > 0 ? { Link: links.join(', ') } : {};
}

type Licensed = Pick<Article, 'slug' | 'license'>;

const licenseLink = (story: Licensed, site: Site) => {
  const license = story.license ?? site.license;
  return license ? [link(license, 'license')] : [];
};

/**
 * Returns the links from a story's page for programs that do not read HTML: its permanent URL (RFC 8574), its reference, its
 * exports, its history (RFC 5829), its licence. Links to feeds are in the page's head, where feed readers look for them.
 */
export const storyLinks = (story: Licensed, site: Site): string =>
  [
    link(storyUrl(site, story.slug), 'cite-as'),
    link(exportUrl(site, story.slug, 'csl'), 'describedby', EXPORTS.csl.type),
    ...(['md', 'json', ...(site.ninjs ? (['ninjs'] as const) : [])] as const).map((format) =>
      link(exportUrl(site, story.slug, format), 'alternate', EXPORTS[format].type),
    ),
    ...(site.publicHistory ? [link(historyUrl(site, story.slug), 'version-history', 'text/html')] : []),
    ...licenseLink(story, site),
  ].join(', ');

/**
 * Returns the link relation from an export to the story's page: the page is the canonical form (RFC 6596), or is what the export
 * describes (RFC 6892).
 */
const pageRelation = (format: ExportFormat, of: ReferenceSubject) => {
  if (of === 'sources') return 'related';
  return format === 'md' || format === 'json' || format === 'ninjs' ? 'canonical' : 'describes';
};

/** Returns the headers of an export. Clients that save it use the file name. */
export function exportHeaders(
  story: Licensed,
  site: Site,
  format: ExportFormat,
  of: ReferenceSubject,
): Record<string, string> {
  const { type, suffix } = EXPORTS[format];
  const file = `${story.slug}${of === 'sources' ? '-sources' : ''}${suffix.slice(suffix.indexOf('.'))}`;
  return {
    ...dataHeaders(type.endsWith('json') ? type : `${type}; charset=utf-8`, 60, [storyKey(story.slug)]),
    'Content-Disposition': `inline; filename="${file}"`,
    Link: [
      link(storyUrl(site, story.slug), pageRelation(format, of), 'text/html'),
      ...licenseLink(story, site),
    ].join(', '),
  };
}

/** Returns the headers with the site's usage policy added: its AI preferences, and the link to its RSL licence. */
export function withUsagePolicy(headers: Record<string, string>, site: Site): Record<string, string> {
  const preferences = contentUsage(site.usage);
  const url = rslUrl(site);
  const licence = url && link(url, 'license', RSL.type);
  return {
    ...headers,
    ...(preferences ? { 'Content-Usage': preferences } : {}),
    ...(licence ? { Link: headers.Link ? `${headers.Link}, ${licence}` : licence } : {}),
  };
}

/** Returns the headers that describe a page: its type, and what it may load and run. */
export const pageHeaders = async (
  site: Site,
  pictures?: readonly string[],
  script?: string,
): Promise<Record<string, string>> => ({
  'Content-Type': 'text/html; charset=utf-8',
  ...(await securityHeaders(site, pictures, script)),
});

/** Returns the headers of a story's card. If the URL has the card's version (`isExact`), the card at it never changes. */
export const cardHeaders = (slug: string, isExact: boolean): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': isExact ? 'public, max-age=31536000, immutable' : 'public, max-age=60',
  'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
  ...cacheTagHeader([cardKey(slug)]),
  ...CORS,
});

/** Returns the headers of a response to OPTIONS, which a browser sends before a script sends a validator to a different site. */
export const preflightHeaders = (): Record<string, string> => ({
  Allow: ALLOWED_METHODS,
  ...CORS,
  'Access-Control-Allow-Methods': ALLOWED_METHODS,
  'Access-Control-Allow-Headers': 'A-IM, If-None-Match, If-Modified-Since',
  'Access-Control-Max-Age': '86400',
  'Cache-Control': 'no-store',
});

/** The methods that every address for readers supports. */
export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';
