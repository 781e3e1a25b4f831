import { FEED_TTL_MINUTES } from '../edition/channel.ts';
import type { Sheet } from '../edition/edition.ts';
import { historyLinks, hubsOf, pageUrl, sheetUrl } from '../edition/history.ts';
import { FORMATS, type Format } from '../edition/scope.ts';
import { contentUsage, RSL, rslUrl } from '../edition/usage.ts';
import { archiveKey, editionKey } from '../kv.ts';
import { securityHeaders } from '../page/security.ts';
import type { Site } from '../site.ts';

/**
 * How long Workers Cache, which stands before the Worker, keeps an answer. It honours `stale-while-revalidate` and
 * `stale-if-error` only without `s-maxage`, hence a header of its own; readers never see it.
 */
const EDGE_CACHE = 'max-age=60, stale-while-revalidate=600, stale-if-error=86400';

const feedSeconds = FEED_TTL_MINUTES * 60;

/** Any website may read what everybody may read, with the headers that a feed reader needs. */
export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, IM, Last-Modified, Link, Retry-After',
};

const cacheTags = (tags: readonly string[]) => ({ 'Cache-Tag': tags.join(',') });

/** Web Linking (RFC 8288). URLs are ASCII and hold no `>`, as the URL standard serialises them. */
const link = (url: string, rel: string, type?: string) =>
  `<${url}>; rel="${rel}"${type ? `; type="${type}"` : ''}`;

/** Seconds for which a reader need not ask for a page of an archive again: all that changes it is a correction. */
const ARCHIVE_SECONDS = 86_400;

/** Headers of a feed, and of a page of its archive. */
export function feedHeaders(
  sheet: Pick<Sheet, 'scope' | 'previous' | 'archive'>,
  site: Site,
  format: Format,
): Record<string, string> {
  const { scope, archive } = sheet;
  const others = (Object.keys(FORMATS) as Format[]).filter((other) => other !== format);
  const seconds = archive ? ARCHIVE_SECONDS : feedSeconds;
  return {
    'Content-Type': `${FORMATS[format].type}; charset=utf-8`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': `public, max-age=${seconds}, stale-while-revalidate=3600, stale-if-error=86400`,
    'Cloudflare-CDN-Cache-Control': EDGE_CACHE,
    ...cacheTags([archive ? archiveKey(scope, archive.page) : editionKey(scope)]),
    Vary: 'Sec-Fetch-Dest',
    Link: [
      ...hubsOf(sheet, site).map((hub) => link(hub, 'hub')),
      link(sheetUrl(sheet, site, format), 'self', FORMATS[format].type),
      link(pageUrl(sheet, site), 'alternate', 'text/html'),
      ...others.map((other) => link(sheetUrl(sheet, site, other), 'alternate', FORMATS[other].type)),
      ...historyLinks(sheet, site, format).map(({ rel, href }) => link(href, rel, FORMATS[format].type)),
      ...(site.license ? [link(site.license, 'license')] : []),
    ].join(', '),
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

/** Says in the answer's headers what the site's usage policy says: in AI preferences, and where its RSL licence is. */
export function stateUsage(response: Response, site: Site): Response {
  const preferences = contentUsage(site.usage);
  const licence = rslUrl(site);
  if (preferences) response.headers.set('Content-Usage', preferences);
  if (licence) response.headers.append('Link', link(licence, 'license', RSL.type));
  return response;
}

/** Headers of a page that may be cached. */
export async function pageHeaders(
  tags: readonly string[],
  imageUrl?: string,
): Promise<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    ...(await securityHeaders(imageUrl)),
    'Cache-Control': 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400',
    'Cloudflare-CDN-Cache-Control': EDGE_CACHE,
    ...cacheTags(tags),
  };
}

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
