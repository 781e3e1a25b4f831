import { FEED_TTL_MINUTES } from '../edition/scope.ts';

// The headers that a finished document has because of its kind. They are not stored with it. A header costs something with every
// response, so each has its reason here.

/** The finished documents of an edition. A story has only a `page`. */
export type DocumentName = 'rss' | 'atom' | 'json' | 'page';

/**
 * How long Workers Cache, in front of the Worker, keeps a response. It honours `stale-while-revalidate` and `stale-if-error` only
 * without `s-maxage`, hence a header of its own (`Cloudflare-CDN-Cache-Control`), which clients never see.
 */
export const WORKERS_CACHE = 'max-age=60, stale-while-revalidate=600, stale-if-error=86400';

/** Lets scripts of any website read the response, and the headers that a feed reader needs. */
export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Delta-Base, ETag, IM, Last-Modified, Link, Retry-After',
};

/** `Cache-Control` of a feed; by default clients keep it for its `ttl`. */
export const feedCacheControl = (seconds = FEED_TTL_MINUTES * 60) =>
  `public, max-age=${seconds}, stale-while-revalidate=3600, stale-if-error=86400`;

/** `Cache-Control` of a page. */
export const PAGE_CACHE_CONTROL = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400';

/** For a document that may be out of date because KV has not converged: half a minute. */
export const PROVISIONAL_CACHING = {
  'Cache-Control': 'public, max-age=30',
  'Cloudflare-CDN-Cache-Control': 'max-age=30',
};

/** `Vary` of a feed: a browser that navigates to it is sent a preview. */
export const FEED_VARY = 'Sec-Fetch-Dest, Accept-Encoding';

/**
 * `Vary` of a story's address, which gives HTML or Markdown (`prefersMarkdown`). Workers Cache compares `Accept` byte for byte, so
 * it keeps a copy for each spelling that browsers send; Markdown also has an address of its own. `Accept-Encoding` makes no more
 * copies, because Cloudflare sets one spelling for all.
 */
export const STORY_VARY = 'Accept, Accept-Encoding';

/** Tags a response, so that the Desk can purge it from Workers Cache when what it shows changes. */
export const cacheTagHeader = (tags: readonly string[]) => ({ 'Cache-Tag': tags.join(',') });

/**
 * Returns the headers of a finished document that depend on its kind and key. A 304 repeats them (RFC 9110 section 15.4.5):
 *
 * - `Cache-Control` for clients; `Cloudflare-CDN-Cache-Control` and `Cache-Tag` for Workers Cache;
 * - `Vary`, because an address has more than one form;
 * - of a feed, CORS, so that readers that are websites can read it, its validators included.
 */
export function cachingHeaders(name: DocumentName, key: string): Record<string, string> {
  const isFeed = name !== 'page';
  return {
    'Cache-Control': isFeed ? feedCacheControl() : PAGE_CACHE_CONTROL,
    'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
    ...cacheTagHeader([key]),
    Vary: isFeed ? FEED_VARY : key.startsWith('story:') ? STORY_VARY : 'Accept-Encoding',
    ...(isFeed ? CORS : {}),
  };
}

/** Returns the headers that say how long to keep a page, and its tags. */
export const pageCaching = (tags: readonly string[]): Record<string, string> => ({
  'Cache-Control': PAGE_CACHE_CONTROL,
  'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
  ...cacheTagHeader(tags),
});
