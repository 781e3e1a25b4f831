import { FEED_TTL_MINUTES } from '../edition/scope.ts';

// What HTTP says of a finished document beside what is in it: the same for each of its kind, so that it is not stored. Each
// header has its reason here; whoever adds one pays for it with every answer.

/** The finished documents of an edition; a story has a `page` alone. */
export type DocumentName = 'rss' | 'atom' | 'json' | 'page';

/**
 * How long Workers Cache, which stands before the Worker, keeps an answer. It honours `stale-while-revalidate` and
 * `stale-if-error` only without `s-maxage`, hence a header of its own; readers never see it.
 */
export const EDGE_CACHE = 'max-age=60, stale-while-revalidate=600, stale-if-error=86400';

/** Any website may read what everybody may read, with the headers that a feed reader needs. */
export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Delta-Base, ETag, IM, Last-Modified, Link, Retry-After',
};

/** Freshness of a feed, or of an archived one that is kept for longer. */
export const feedFreshness = (seconds = FEED_TTL_MINUTES * 60) =>
  `public, max-age=${seconds}, stale-while-revalidate=3600, stale-if-error=86400`;

/** Freshness of a page. */
export const PAGE_FRESHNESS = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400';

/** A browser that navigates to a feed's address is given a page: the answer depends on what the answer is for. */
export const FEED_VARY = 'Sec-Fetch-Dest, Accept-Encoding';

/**
 * A story's address gives HTML or Markdown (`prefersMarkdown`). Workers Cache compares `Accept` byte for byte, so it keeps a
 * copy for each spelling that browsers send; whoever wants Markdown alone has an address of its own for it. `Accept-Encoding`
 * makes no more copies, as Cloudflare puts one spelling in place of all.
 */
export const STORY_VARY = 'Accept, Accept-Encoding';

/** Marks an answer so that Workers Cache can be told that it has changed. */
export const cacheTags = (tags: readonly string[]) => ({ 'Cache-Tag': tags.join(',') });

/**
 * The headers that a document has because of what it is and where it stands, with 200 and with 304 (RFC 9110 section 15.4.5):
 *
 * - `Cache-Control` for readers' own caches, `Cloudflare-CDN-Cache-Control` and `Cache-Tag` for Workers Cache;
 * - `Vary`, as an address has more than one form;
 * - of a feed, what lets readers that are websites read it, its validators included.
 */
export function policyOf(name: DocumentName, key: string): Record<string, string> {
  const isFeed = name !== 'page';
  return {
    'Cache-Control': isFeed ? feedFreshness() : PAGE_FRESHNESS,
    'Cloudflare-CDN-Cache-Control': EDGE_CACHE,
    ...cacheTags([key]),
    Vary: isFeed ? FEED_VARY : key.startsWith('story:') ? STORY_VARY : 'Accept-Encoding',
    ...(isFeed ? CORS : {}),
  };
}
