import type { FeedPage } from '../edition/edition.ts';
import { feedDocumentUrl, historyLinks, hubsOf } from '../edition/history.ts';
import { FORMATS, type Format } from '../edition/scope.ts';
import { contentUsage, RSL, rslUrl } from '../edition/usage.ts';
import { EXPORTS, type ExportFormat, exportUrl, type Referenced } from '../export/addresses.ts';
import { archiveKey, cardKey, storyKey } from '../kv.ts';
import { securityHeaders } from '../page/security.ts';
import { type Site, storyUrl } from '../site.ts';
import type { Article } from '../story/article.ts';
import { canonicalUrl } from '../story/fields.ts';
import { CORS, cacheTags, EDGE_CACHE, FEED_VARY, feedFreshness, PAGE_FRESHNESS } from './policy.ts';

/** Web Linking (RFC 8288). The URL standard serialises URLs as ASCII without `>`. */
const link = (url: string, rel: string, type?: string) =>
  `<${canonicalUrl(url)}>; rel="${rel}"${type ? `; type="${type}"` : ''}`;

/** Seconds for which a reader need not ask again for a page of an archive that has another after it. */
const ARCHIVE_SECONDS = 86_400;

/** How long to keep what is not up to date yet. */
export const BRIEFLY = {
  'Cache-Control': 'public, max-age=30',
  'Cloudflare-CDN-Cache-Control': 'max-age=30',
};

/**
 * What a feed says of itself, and a page of its archive: its type; `nosniff`, as it is text that others wrote; and links that
 * programs look for without reading the document: hub and self (WebSub section 4), the walk through the archive, which JSON Feed
 * has no words for, and the licence. All other links stand in the document.
 */
export function feedHeaders(
  sheet: Pick<FeedPage, 'scope' | 'previous' | 'archive'>,
  site: Site,
  format: Format,
): Record<string, string> {
  return {
    'Content-Type': `${FORMATS[format].type}; charset=utf-8`,
    'X-Content-Type-Options': 'nosniff',
    Link: [
      ...hubsOf(sheet, site).map((hub) => link(hub, 'hub')),
      link(feedDocumentUrl(sheet, site, format), 'self', FORMATS[format].type),
      ...historyLinks(sheet, site, format).map(({ rel, href }) => link(href, rel, FORMATS[format].type)),
      ...(site.license ? [link(site.license, 'license')] : []),
    ].join(', '),
  };
}

/** Headers of a page of an archive as a feed document. */
export function archivedFeedHeaders(
  sheet: Pick<FeedPage, 'scope' | 'previous'> & { archive: NonNullable<FeedPage['archive']> },
  site: Site,
  format: Format,
): Record<string, string> {
  const { scope, archive } = sheet;
  return {
    ...feedHeaders(sheet, site, format),
    // The newest page will soon lead to a next one.
    'Cache-Control': feedFreshness(archive.next > 0 ? ARCHIVE_SECONDS : undefined),
    'Cloudflare-CDN-Cache-Control': EDGE_CACHE,
    ...cacheTags([archiveKey(scope, archive.page)]),
    Vary: FEED_VARY,
    ...CORS,
  };
}

/** Headers of a JSON document that programs read. */
export const jsonHeaders = (type: string): Record<string, string> => ({
  'Content-Type': type,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'public, max-age=3600',
  'Cloudflare-CDN-Cache-Control': EDGE_CACHE,
  ...CORS,
});

/** Headers of another document that programs read, which they may keep for some seconds. */
export const documentHeaders = (type: string, seconds: number, tags: readonly string[] = []) => ({
  ...jsonHeaders(type),
  'Cache-Control': `public, max-age=${seconds}`,
  ...(tags.length > 0 ? cacheTags(tags) : {}),
});

/** Links to the documents before and after one of a numbered series (RFC 8288); no header if there are none. */
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
 * Where a story's page leads programs to that do not read HTML: its address for ever (RFC 8574), its reference, its other forms,
 * its licence. The feeds stand in the page's head, where readers look for them.
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

/** What the story's page is to one of its exports: the same, told better (RFC 6596), or what is described (RFC 6892). */
const pageRelation = (format: ExportFormat, of: Referenced) => {
  if (of === 'sources') return 'related';
  return format === 'md' || format === 'json' ? 'canonical' : 'describes';
};

/** Headers of a story, or of references, in a form for programs. The file's name is for whoever saves it. */
export function exportHeaders(
  story: Licensed,
  site: Site,
  format: ExportFormat,
  of: Referenced,
): Record<string, string> {
  const { type, suffix } = EXPORTS[format];
  const file = `${story.slug}${of === 'sources' ? '-sources' : ''}${suffix.slice(suffix.indexOf('.'))}`;
  return {
    ...documentHeaders(type.endsWith('json') ? type : `${type}; charset=utf-8`, 60, [storyKey(story.slug)]),
    'Content-Disposition': `inline; filename="${file}"`,
    Link: [
      link(storyUrl(site, story.slug), pageRelation(format, of), 'text/html'),
      ...licenseLink(story, site),
    ].join(', '),
  };
}

/** What the usage policy says in headers, for each site: an isolate has one, and says it with every answer. */
const statements = new WeakMap<Site, { preferences: string; licence: string | undefined }>();

function statementOf(site: Site) {
  const known = statements.get(site);
  if (known) return known;
  const url = rslUrl(site);
  const made = { preferences: contentUsage(site.usage), licence: url && link(url, 'license', RSL.type) };
  statements.set(site, made);
  return made;
}

/** The headers with what the site's usage policy says in them: its AI preferences, and where its RSL licence is. */
export function withUsage(headers: Record<string, string>, site: Site): Record<string, string> {
  const { preferences, licence } = statementOf(site);
  return {
    ...headers,
    ...(preferences ? { 'Content-Usage': preferences } : {}),
    ...(licence ? { Link: headers.Link ? `${headers.Link}, ${licence}` : licence } : {}),
  };
}

/** What a page says of itself: its type, and what it may load and run. */
export const pageHeaders = async (
  pictures?: readonly string[],
  script?: string,
): Promise<Record<string, string>> => ({
  'Content-Type': 'text/html; charset=utf-8',
  ...(await securityHeaders(pictures, script)),
});

/** How long a page is kept, and what it is marked with. */
export const pagePolicy = (tags: readonly string[]): Record<string, string> => ({
  'Cache-Control': PAGE_FRESHNESS,
  'Cloudflare-CDN-Cache-Control': EDGE_CACHE,
  ...cacheTags(tags),
});

/** Headers of a story's card. The address of the very card that it names never gives another one. */
export const cardHeaders = (slug: string, isExact: boolean): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': isExact ? 'public, max-age=31536000, immutable' : 'public, max-age=60',
  'Cloudflare-CDN-Cache-Control': EDGE_CACHE,
  ...cacheTags([cardKey(slug)]),
  ...CORS,
});

/** Headers of the answer to OPTIONS. A browser asks before it sends a validator of its own to another site. */
export const preflightHeaders = (): Record<string, string> => ({
  Allow: ALLOWED,
  ...CORS,
  'Access-Control-Allow-Methods': ALLOWED,
  'Access-Control-Allow-Headers': 'A-IM, If-None-Match, If-Modified-Since',
  'Access-Control-Max-Age': '86400',
  'Cache-Control': 'no-store',
});

/** The methods of everything that is read. */
export const ALLOWED = 'GET, HEAD, OPTIONS';
