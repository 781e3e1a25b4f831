import { FEED_TTL_MINUTES } from '../edition/channel.ts';
import { evaluatePreconditions, listedTags } from './conditional.ts';
import { type Document, find, type Reading, Unavailable } from './reading.ts';
import { type Rendition, respond } from './rendition.ts';

// Delta encoding (RFC 3229) with the instance manipulation "feed": a reader who says which copy it has, and that it knows
// how to merge, is sent the entries that came since. Which copy that was stands in its entity tag, so that nothing has to
// be kept of it here.

/** Whether the reader accepts the instance manipulation "feed" (RFC 3229 section 10.5.3). */
function acceptsFeed(headers: Headers): boolean {
  const accepted = headers.get('A-IM');
  if (accepted === null) return false;
  return accepted.split(',').some((range) => {
    const [name, ...parameters] = range
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
    return name === 'feed' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** A copy that a reader has, by its tag. */
interface Copy {
  tag: string;
  /** The change up to which it is whole, as the latest that an entry of ours has. */
  since: number;
}

/**
 * The reader's copy; `undefined` where it is none of ours, is the present one, has none of the present entries or was
 * rendered otherwise, or where an entry has left since, which no delta could tell.
 */
function copyOf(headers: Headers, rendition: Rendition): Copy | undefined {
  const { changes, status } = rendition;
  if (status !== 200 || !changes || !acceptsFeed(headers)) return undefined;
  if (evaluatePreconditions(headers, rendition) !== 200) return undefined;
  const [newest] = listedTags(headers.get('If-None-Match') ?? '')
    .flatMap((tag) => {
      const [, madeWith, tick] = /^W\/"[0-9a-f]{32}-([0-9a-f]{8})\.(\d{1,15})"$/.exec(tag) ?? [];
      return madeWith === changes.madeWith ? [{ tag, tick: Number(tick) }] : [];
    })
    .toSorted((a, b) => b.tick - a.tick);
  if (!newest || newest.tick > changes.tick || newest.tick < changes.departed) return undefined;
  const known = changes.ticks.filter((tick) => tick <= newest.tick);
  return known.length > 0 ? { tag: newest.tag, since: Math.max(...known) } : undefined;
}

/** What came since; `undefined` where KV gives nothing to make it from, which is no fault of a feed that is in hand. */
async function findDelta(document: Document, reading: Reading): Promise<Rendition | undefined> {
  try {
    return await find(document, reading);
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
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
  const delta = copy && (await findDelta(deltaSince(copy.since), reading));
  const isOfThis = delta?.changes?.tick === rendition.changes?.tick;
  if (!copy || !delta || !isOfThis || delta.body.byteLength >= rendition.body.byteLength)
    return respond(request, rendition);
  const headers = new Headers(delta.headers);
  headers.delete('Cloudflare-CDN-Cache-Control');
  headers.delete('Cache-Tag');
  // For this copy of this reader alone, but where a cache knows instance manipulations (RFC 3229 section 10.8).
  headers.set('Cache-Control', `no-store, im, max-age=${FEED_TTL_MINUTES * 60}`);
  headers.set('IM', 'feed');
  headers.set('Delta-Base', copy.tag);
  // The tag of the whole, which the reader has when it has merged.
  headers.set('ETag', rendition.etag);
  return new Response(request.method === 'HEAD' ? null : delta.body, { status: 226, headers });
}
