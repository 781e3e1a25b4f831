import type { FeedPage } from '../edition/edition.ts';
import { feedDocumentUrl, historyLinks, hubsOf } from '../edition/history.ts';
import { FORMATS, type Format } from '../edition/scope.ts';
import { contentUsage, RSL, rslUrl } from '../edition/usage.ts';
import { EXPORTS, type ExportFormat, exportUrl, type ReferenceSubject } from '../export/addresses.ts';
import { archiveKey, cardKey, storyKey } from '../kv.ts';
import { securityHeaders } from '../page/security.ts';
import { type Site, storyUrl } from '../site.ts';
import type { Article } from '../story/article.ts';
import { canonicalUrl } from '../story/fields.ts';
import { CORS, cacheTagHeader, FEED_VARY, feedCacheControl, WORKERS_CACHE } from './caching.ts';

/** Makes a web link (RFC 8288). The URL standard serialises URLs as ASCII without `>`. */
const link = (url: string, rel: string, type?: string) =>
  `<${canonicalUrl(url)}>; rel="${rel}"${type ? `; type="${type}"` : ''}`;

/** Seconds for which clients keep a page of an archive that has a next page. */
const ARCHIVE_SECONDS = 86_400;

/**
 * Returns the headers that describe a feed, or a page of its archive: its type; `nosniff`, because others wrote its text; and
 * links that programs look for without reading the document: hub and self (WebSub section 4), the pages of the archive, for
 * which JSON Feed has no words, and the licence. All other links stand in the document.
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

/** Returns the headers of a page of an archive as a feed document. */
export function archivedFeedHeaders(
  feedPage: Pick<FeedPage, 'scope' | 'previous'> & { archive: NonNullable<FeedPage['archive']> },
  site: Site,
  format: Format,
): Record<string, string> {
  const { scope, archive } = feedPage;
  return {
    ...feedHeaders(feedPage, site, format),
    // The newest page will soon have a next one, and link to it.
    'Cache-Control': feedCacheControl(archive.next > 0 ? ARCHIVE_SECONDS : undefined),
    'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
    ...cacheTagHeader([archiveKey(scope, archive.page)]),
    Vary: FEED_VARY,
    ...CORS,
  };
}

/** Returns the headers of a document for programs that is not a feed; clients keep it for `seconds`. */
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

/** Returns links to the documents before and after one of a numbered series (RFC 8288), or no header if there are none. */
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
 * exports, its licence. The feeds stand in the page's head, where feed readers look for them.
 */
export const storyLinks = (story: Licensed, site: Site): string =>
  [
    link(storyUrl(site, story.slug), 'cite-as'),
    link(exportUrl(site, story.slug, 'csl'), 'describedby', EXPORTS.csl.type),
    ...(['md', 'json'] as const).map((format) =>
      link(exportUrl(site, story.slug, format), 'alternate', EXPORTS[format].type),
    ),
    ...licenseLink(story, site),
  ].join(', ');

/** How an export relates to the story's page: as another form of it (RFC 6596), or as its description (RFC 6892). */
const pageRelation = (format: ExportFormat, of: ReferenceSubject) => {
  if (of === 'sources') return 'related';
  return format === 'md' || format === 'json' ? 'canonical' : 'describes';
};

/** Returns the headers of an export. The file name is for a client that saves it. */
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

/** Adds the site's usage policy to headers: its AI preferences, and the link to its RSL licence. */
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
  pictures?: readonly string[],
  script?: string,
): Promise<Record<string, string>> => ({
  'Content-Type': 'text/html; charset=utf-8',
  ...(await securityHeaders(pictures, script)),
});

/** Returns the headers of a story's card. A URL with the card's version (`isExact`) never gives another card. */
export const cardHeaders = (slug: string, isExact: boolean): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': isExact ? 'public, max-age=31536000, immutable' : 'public, max-age=60',
  'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
  ...cacheTagHeader([cardKey(slug)]),
  ...CORS,
});

/** Returns the headers of a response to OPTIONS. A browser asks before a script sends a validator to another site. */
export const preflightHeaders = (): Record<string, string> => ({
  Allow: ALLOWED_METHODS,
  ...CORS,
  'Access-Control-Allow-Methods': ALLOWED_METHODS,
  'Access-Control-Allow-Headers': 'A-IM, If-None-Match, If-Modified-Since',
  'Access-Control-Max-Age': '86400',
  'Cache-Control': 'no-store',
});

/** The methods of every address for readers. */
export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';
