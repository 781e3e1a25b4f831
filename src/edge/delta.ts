import { FEED_TTL_MINUTES } from '../edition/channel.ts';
import { evaluatePreconditions, listedTags } from './conditional.ts';
import { type Document, find, type Reading } from './reading.ts';
import { type Rendition, respond } from './rendition.ts';

// Delta encoding (RFC 3229) with the instance manipulation "feed": a reader who says which copy it has, and that it knows
// how to merge, is sent the entries that came since. Which copy that was stands in its entity tag, so that nothing has to
// be kept of it here.

/** Whether the reader accepts the instance manipulation "feed" (RFC 3229 section 10.5.3). */
function acceptsFeed(headers: Headers): boolean {
  return (headers.get('A-IM') ?? '').split(',').some((range) => {
    const [name, ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === 'feed' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/**
 * The change up to which the reader's copy is whole, as the latest that an entry of ours has; `undefined` where its copy is
 * none of ours, is the present one, or has none of the present entries.
 */
function copyOf(headers: Headers, rendition: Rendition): number | undefined {
  const { changes, status } = rendition;
  if (status !== 200 || !changes || !acceptsFeed(headers)) return undefined;
  if (evaluatePreconditions(headers, rendition) !== 200) return undefined;
  const tags = listedTags(headers.get('If-None-Match') ?? '');
  const ticks = tags.flatMap((tag) => /^W\/"[0-9a-f]{32}-(\d{1,15})"$/.exec(tag)?.[1] ?? []).map(Number);
  const copy = Math.max(...ticks);
  if (ticks.length === 0 || copy > changes.tick) return undefined;
  const known = changes.ticks.filter((tick) => tick <= copy);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/**
 * Answers a request for a feed: 226 with what is new to a reader who asks for that and whose copy we know, else as for any
 * document. It costs a second read of KV where nobody asked for the same before.
 */
export async function serveFeed(
  request: Request,
  document: Document,
  deltaSince: (change: number) => Document,
  reading: Reading,
): Promise<Response | undefined> {
  const rendition = await find(document, reading);
  if (!rendition) return undefined;
  const copy = copyOf(request.headers, rendition);
  const delta = copy === undefined ? undefined : await find(deltaSince(copy), reading);
  const isOfThis = delta?.changes?.tick === rendition.changes?.tick;
  if (!delta || !isOfThis || delta.body.byteLength >= rendition.body.byteLength)
    return respond(request, rendition);
  const headers = new Headers(delta.headers);
  headers.delete('Cloudflare-CDN-Cache-Control');
  headers.delete('Cache-Tag');
  // For this copy of this reader alone, but where a cache knows instance manipulations (RFC 3229 section 10.8).
  headers.set('Cache-Control', `no-store, im, max-age=${FEED_TTL_MINUTES * 60}`);
  headers.set('IM', 'feed');
  // The tag of the whole, which the reader has when it has merged.
  headers.set('ETag', rendition.etag);
  return new Response(request.method === 'HEAD' ? null : delta.body, { status: 226, headers });
}
