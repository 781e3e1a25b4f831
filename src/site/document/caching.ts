import { FEED_TTL_MINUTES } from '../edition/scope.ts';

// The headers that depend on a document's kind. They are not stored with it. Every header adds bytes to every response, so each one
// below is justified.

/** The names of finished documents: of an edition three feeds and a page, of a story its page and its history. */
export type DocumentName = 'rss' | 'atom' | 'json' | 'page' | 'history' | 'history.json';

/**
 * How long Workers Cache, in front of the Worker, keeps a response. It honours `stale-while-revalidate` and `stale-if-error` only
 * if there is no `s-maxage`, so this is a separate header (`Cloudflare-CDN-Cache-Control`), which clients never see.
 */
export const WORKERS_CACHE = 'max-age=60, stale-while-revalidate=600, stale-if-error=86400';

/** The headers that let scripts of any website read the response, and those of its headers that a feed reader needs. */
export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Delta-Base, ETag, IM, Last-Modified, Link, Retry-After',
};

/** Returns the `Cache-Control` of a feed. By default, clients keep it for its `ttl`. */
export const feedCacheControl = (seconds = FEED_TTL_MINUTES * 60) =>
  `public, max-age=${seconds}, stale-while-revalidate=3600, stale-if-error=86400`;

/** The `Cache-Control` of a page. */
export const PAGE_CACHE_CONTROL = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400';

/** The headers of a document that may be out of date because KV has not converged: caches keep it for half a minute. */
export const PROVISIONAL_CACHING = {
  'Cache-Control': 'public, max-age=30',
  'Cloudflare-CDN-Cache-Control': 'max-age=30',
};

/** The `Vary` of a feed: a browser that navigates to it gets a preview. */
export const FEED_VARY = 'Sec-Fetch-Dest, Accept-Encoding';

/**
 * The `Vary` of a story's address, which returns HTML or Markdown (`prefersMarkdown`). Workers Cache compares `Accept` byte for
 * byte, so it keeps a copy for each spelling that browsers send. `Accept-Encoding` adds no copies, because Cloudflare sends the
 * same value for all clients.
 */
export const STORY_VARY = 'Accept, Accept-Encoding';

/** Returns the header with a response's tags, by which the Desk purges it from Workers Cache when its content changes. */
export const cacheTagHeader = (tags: readonly string[]) => ({ 'Cache-Tag': tags.join(',') });

/**
 * Returns the headers of a finished document that depend on its kind and key. A 304 repeats them (RFC 9110 section 15.4.5):
 *
 * - `Cache-Control` for clients; `Cloudflare-CDN-Cache-Control` and `Cache-Tag` for Workers Cache;
 * - `Vary`, because the document at an address depends on request headers;
 * - for a feed and for JSON, CORS, so that scripts of any website can read it and its validators.
 */
export function cachingHeaders(name: DocumentName, key: string): Record<string, string> {
  const isPage = name === 'page';
  const isFeed = !isPage && !name.startsWith('history');
  return {
    'Cache-Control': isFeed ? feedCacheControl() : PAGE_CACHE_CONTROL,
    'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
    ...cacheTagHeader([key]),
    Vary: isFeed ? FEED_VARY : isPage && key.startsWith('story:') ? STORY_VARY : 'Accept-Encoding',
    ...(isPage || name === 'history' ? {} : CORS),
  };
}

/** Returns the headers that say how long to keep a page, and its tags. */
export const pageCaching = (tags: readonly string[]): Record<string, string> => ({
  'Cache-Control': PAGE_CACHE_CONTROL,
  'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
  ...cacheTagHeader(tags),
});
