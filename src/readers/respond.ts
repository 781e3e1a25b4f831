import { loggerOf } from '../lib/log.ts';
import type { Env } from '../platform/env.ts';
import type { DocumentName } from '../site/document/caching.ts';
import type { EdgeContext } from './context.ts';
import { type CachedValue, KvCache, type ReadOptions } from './kv-cache.ts';

/** The most bytes of KV values that an isolate keeps, of its 128 MB of memory. */
const KV_CACHE_BYTES = 16_000_000;

/** The values that this isolate has read. */
export const kvCache = new KvCache(KV_CACHE_BYTES);

/** What a read from KV needs of a request. */
export type ReadContext = Pick<EdgeContext, 'env'> & { req: Pick<EdgeContext['req'], 'raw'> };

/** Returns the setting REUSE_SECONDS, or NaN if it is not a number. With NaN, no value is reused. */
const reuseSecondsOf = ({ env }: ReadContext) => Number(env.REUSE_SECONDS);

/** Returns the options for the reads of a request. */
export const readOptions = (c: ReadContext, now: number): ReadOptions => ({
  kv: c.env.STORIES,
  now,
  reuseSeconds: reuseSecondsOf(c),
  log: loggerOf(c.req.raw),
});

/** Returns the value of a key: from the cache if it was read within REUSE_SECONDS, else from KV. Rejects as `KvCache.read` does. */
export function getValue(c: ReadContext, key: string): CachedValue | Promise<CachedValue> {
  const now = Date.now();
  return kvCache.getFresh(key, now, reuseSecondsOf(c)) ?? kvCache.read(key, readOptions(c, now));
}

/** The most addresses that an isolate remembers. */
const MAX_REMEMBERED = 2000;
/** Where the documents are that this isolate has sent, by the URL of the request. */
const sent = new Map<string, { key: string; name: DocumentName }>();

/**
 * Whether a story's address may have to answer with something else than its page: Markdown, or an object of the fediverse. A cheap
 * test, so that `negotiation.ts` is loaded only if needed.
 */
export const mayPreferVariant = ({ headers }: Request): boolean =>
  /markdown|activity|html\s*;/i.test(headers.get('Accept') ?? '');

/** Whether a browser navigates to a feed, and gets a preview. */
export const asksForPreview = ({ headers }: Request): boolean => headers.get('Sec-Fetch-Dest') === 'document';

/** Whether a reader asks for the changes of a feed (RFC 3229). */
export const asksForDelta = ({ headers }: Request): boolean => headers.has('A-IM');

/**
 * Responds to a GET or HEAD request for a document that this isolate has sent before and still has in memory: like its handler, but
 * without the router. Calls `otherwise` for every other request, and if the document is damaged.
 */
export function respondAgain(
  request: Request,
  env: Env,
  otherwise: () => Response | Promise<Response>,
): Response | Promise<Response> {
  const known = sent.get(request.url);
  if (!known || env.METRICS || (request.method !== 'GET' && request.method !== 'HEAD')) return otherwise();
  const { key, name } = known;
  if (name === 'page' ? mayPreferVariant(request) : asksForPreview(request) || asksForDelta(request))
    return otherwise();
  const value = kvCache.getFresh(key, Date.now(), Number(env.REUSE_SECONDS));
  try {
    const response = value?.documents?.respond(request, name);
    if (!response) return otherwise();
    return response instanceof Promise ? response.catch(otherwise) : response;
  } catch {
    return otherwise();
  }
}

/** Responds to a request from a value that lacks the finished document. */
export type RenderInstead = (value: CachedValue) => Promise<Response>;

/** Responds to a GET or HEAD request with a finished document; calls `renderInstead` if KV has none. */
export function respondFinished(
  c: EdgeContext,
  key: string,
  name: DocumentName,
  renderInstead: RenderInstead,
): Response | Promise<Response> {
  const value = getValue(c, key);
  // With a cached value, the response is synchronous, which saves the cost of a promise.
  return value instanceof Promise
    ? value.then((read) => respondFinishedFrom(c, key, read, name, renderInstead))
    : respondFinishedFrom(c, key, value, name, renderInstead);
}

/** Responds like `respondFinished`, from a value that has already been read. */
export function respondFinishedFrom(
  c: EdgeContext,
  key: string,
  value: CachedValue,
  name: DocumentName,
  renderInstead: RenderInstead,
): Response | Promise<Response> {
  const response = value.documents?.respond(c.req.raw, name);
  if (!response) return renderInstead(value);
  // Anybody may write anything after a question mark, and the home page has old addresses there. Who or what leaves the settings leaves its
  // values behind, so whether its addresses are there is asked each time (`listed-scope.ts`).
  if (!sent.has(c.req.url) && !c.req.url.includes('?') && !/^edition:(?:author|language):/.test(key)) {
    if (sent.size >= MAX_REMEMBERED) sent.clear();
    sent.set(c.req.url, { key, name });
  }
  if (!(response instanceof Promise)) return response;
  return response.catch((error) => {
    loggerOf(c.req.raw)({ event: 'kv-value-broken', key, error: String(error), lastGoodCopy: false });
    return renderInstead(value);
  });
}
