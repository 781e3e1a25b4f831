import { loggerOf } from '../lib/log.ts';
import { redirectsKey, Unavailable } from '../platform/kv.ts';
import { readSettings } from '../settings/settings.ts';
import { CORS, cacheTagHeader, WORKERS_CACHE } from '../site/document/caching.ts';
import { candidateKeys, MAX_ADDRESS, redirectKey } from '../site/redirects/address.ts';
import { locationOf } from '../site/redirects/entry.ts';
import { ownRedirect } from '../site/redirects/own-addresses.ts';
import { findInShard, shardOf } from '../site/redirects/shard.ts';
import type { EdgeContext, EdgeHandler } from './context.ts';
import { handleMethodNotAllowed, handleNotFound, handleOptions } from './errors.ts';
import { type CachedValue, KvCache } from './kv-cache.ts';
import { readOptions } from './respond.ts';

// Redirects from old addresses. This file is loaded once something is asked for that the site does not have.

/** The most bytes of redirects that an isolate keeps. A crawler of old addresses must not push the stories out of its memory. */
const CACHE_BYTES = 2_000_000;
const cache = new KvCache(CACHE_BYTES);

/** How long clients keep a redirect. It is short, so that a redirect that was corrected takes effect. */
const CACHE_CONTROL = 'public, max-age=300';

/** An old address, and where it leads. */
interface Found {
  to: string;
  /** The tags with which the Desk purges what is in caches. */
  tags: string[];
}

async function readShard(c: EdgeContext, key: string): Promise<CachedValue> {
  const now = Date.now();
  const options = readOptions(c, now);
  const known = cache.getFresh(key, now, options.reuseSeconds);
  if (known) return known;
  const value = await cache.read(key, options);
  // There are 256 keys at most, so those that are missing may be kept, too.
  cache.keepAbsent(key, value);
  return value;
}

/** Looks an address up in the table. Rejects with `Unavailable` if KV cannot be read, or has something else there. */
async function find(c: EdgeContext, address: string): Promise<Found | { tags: string[] }> {
  const key = address.length > MAX_ADDRESS ? null : redirectKey(address);
  const tags: string[] = [];
  for (const candidate of key === null ? [] : candidateKeys(key)) {
    const tag = redirectsKey(shardOf(candidate));
    const { bytes } = await readShard(c, tag);
    tags.push(tag);
    if (!bytes) continue;
    let to: string | undefined;
    try {
      to = findInShard(new TextDecoder().decode(bytes), candidate);
    } catch (error) {
      loggerOf(c.req.raw)({ event: 'kv-value-broken', key: tag, error: String(error), lastGoodCopy: false });
      throw new Unavailable(`KV has no redirects under ${tag}`, { cause: error });
    }
    if (to !== undefined) return { to, tags };
  }
  return { tags };
}

/** Returns the path and query of a request. */
function addressOf(c: EdgeContext): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}

/** Responds to a request for an address that leads elsewhere. */
function respond(c: EdgeContext, { to, tags }: Found): Response | Promise<Response> {
  const { site } = readSettings(c.env);
  if (c.req.method === 'OPTIONS') return handleOptions();
  if (!['GET', 'HEAD'].includes(c.req.method)) return handleMethodNotAllowed(c);
  const location = locationOf(to, site.url);
  // An address that leads to itself would be asked for again and again.
  if (location === undefined || location === `${site.url}${addressOf(c)}`) return handleNotFound(c);
  return new Response(null, {
    status: 301,
    headers: {
      Location: location,
      'Cache-Control': CACHE_CONTROL,
      'Cloudflare-CDN-Cache-Control': WORKERS_CACHE,
      ...(tags.length > 0 ? cacheTagHeader(tags) : {}),
      // Feed readers that run in a browser follow a redirect only if it allows them to.
      ...CORS,
    },
  });
}

/**
 * Handles an address at which nothing is: redirects to where an old address leads, or to the spelling of the address that the site
 * has, or responds with 404.
 */
export async function handleUnknownPath(c: EdgeContext): Promise<Response> {
  const address = addressOf(c);
  const found = await find(c, address);
  if ('to' in found) return respond(c, found);
  const own = ownRedirect(address);
  return own === undefined || !['GET', 'HEAD'].includes(c.req.method)
    ? handleNotFound(c)
    : respond(c, { to: own, tags: found.tags });
}

/** Responds to a request for something that the site might have, but has not: redirects if that is an old address. */
export async function respondMissing(c: EdgeContext, notFound: Response): Promise<Response> {
  const found = await find(c, addressOf(c));
  return 'to' in found ? respond(c, found) : notFound;
}

/** Handles `/` with a parameter of old addresses: redirects to where it leads, or shows the home page, as without it. */
export async function handleOldHome(c: EdgeContext, showHome: EdgeHandler): Promise<Response> {
  const address = addressOf(c);
  const found = await find(c, address);
  if ('to' in found) return respond(c, found);
  const own = ownRedirect(address);
  if (own !== undefined) return respond(c, { to: own, tags: found.tags });
  const home = await showHome(c);
  const headers = new Headers(home.headers);
  const tags = [headers.get('Cache-Tag'), ...found.tags].filter(Boolean);
  headers.set('Cache-Tag', tags.join(','));
  return new Response(home.body, { status: home.status, headers, encodeBody: 'manual' });
}
