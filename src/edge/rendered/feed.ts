import { Unavailable } from '../../document/unavailable.ts';
import { FEED_TTL_MINUTES, type Format, type Scope } from '../../edition/scope.ts';
import { editionKey } from '../../kv.ts';
import { gzip } from '../../lib/gzip.ts';
import { loggerOf } from '../../lib/log.ts';
import { readSettings } from '../../settings.ts';
import { listedTags } from '../conditional.ts';
import { acceptsGzip } from '../encoding.ts';
import { answerFrom, findValue, type Render } from '../finished.ts';
import type { EdgeContext } from '../scopes.ts';
import type { CachedValue } from '../values.ts';
import { readingOf, withPolicy } from './answer.ts';
import { deltaDocument } from './documents.ts';
import { find } from './reading.ts';

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

/** A copy of the feed, as its entity tag names it: what it was made with, and up to which change it is whole. */
interface Copy {
  tag: string;
  madeWith: string;
  tick: number;
}

function copyOf(tag: string): Copy | undefined {
  const [, madeWith = '', tick] = /^W\/"[0-9a-f]{32}-([0-9a-f]{8})\.(\d{1,15})"$/.exec(tag) ?? [];
  return tick === undefined ? undefined : { tag, madeWith, tick: Number(tick) };
}

/** The newest copy of the feed that the reader has, by its conditional request. */
const newestOf = (headers: Headers, { madeWith, tick }: Copy): Copy | undefined =>
  listedTags(headers.get('If-None-Match') ?? '')
    .flatMap((tag) => copyOf(tag) ?? [])
    .filter((copy) => copy.madeWith === madeWith && copy.tick <= tick)
    .toSorted((a, b) => b.tick - a.tick)[0];

/**
 * Answers a request for a feed: 226 with what is new to a reader who asks for that and whose copy we know, else as anybody
 * else is answered. It costs no further read of KV.
 */
export async function serveFeed(
  c: EdgeContext,
  scope: Scope,
  format: Format,
  render: Render,
): Promise<Response> {
  const key = editionKey(scope);
  const request = c.req.raw;
  const held = await findValue(c, key);
  const whole = await answerFrom(c, key, held, format, render);
  const present = whole.status === 200 ? copyOf(whole.headers.get('ETag') ?? '') : undefined;
  const copy = present && acceptsFeed(request.headers) ? newestOf(request.headers, present) : undefined;
  if (!present || !copy) return whole;
  const delta = await findDelta(c, scope, format, copy, held);
  const changes = delta?.changes;
  if (!delta || changes?.tick !== present.tick || changes.madeWith !== present.madeWith) return whole;
  const isCompressed = acceptsGzip(request);
  const body = isCompressed ? await gzip(delta.body) : delta.body;
  if (body.byteLength >= (await lengthOf(whole))) return whole;
  const headers = new Headers(delta.headers);
  if (isCompressed) headers.set('Content-Encoding', 'gzip');
  // For this copy of this reader alone, but where a cache knows instance manipulations (RFC 3229 section 10.8).
  headers.set('Cache-Control', `no-store, im, max-age=${FEED_TTL_MINUTES * 60}`);
  headers.set('IM', 'feed');
  headers.set('Delta-Base', copy.tag);
  // The tag of the whole, which the reader has when it has merged.
  headers.set('ETag', present.tag);
  const isHead = request.method === 'HEAD';
  return new Response(isHead ? null : body, { status: 226, headers, encodeBody: 'manual' });
}

/** What came since; `undefined` where no delta could tell it, or KV gives nothing to make it from. */
async function findDelta(c: EdgeContext, scope: Scope, format: Format, { tick }: Copy, held: CachedValue) {
  const { site } = readSettings(c.env);
  const document = withPolicy(deltaDocument(scope, format, tick, site, loggerOf(c.req.raw)), site);
  try {
    return await find(document, readingOf(c, held));
  } catch (error) {
    // It is no fault of a feed that is in hand.
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

/** Bytes of an answer's body as they are sent; the answer to HEAD states them. */
async function lengthOf(response: Response): Promise<number> {
  const stated = response.headers.get('Content-Length');
  return stated === null ? (await response.clone().arrayBuffer()).byteLength : Number(stated);
}
