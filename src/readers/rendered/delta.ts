import { gzip } from '../../lib/gzip.ts';
import { editionKey, Unavailable } from '../../platform/kv.ts';
import { FEED_TTL_MINUTES, type Format, type Scope } from '../../site/edition/scope.ts';
import { parseEntityTags } from '../conditional.ts';
import type { EdgeContext } from '../context.ts';
import { acceptsGzip } from '../encoding.ts';
import type { CachedValue } from '../kv-cache.ts';
import { getValue, type RenderInstead, respondFinishedFrom } from '../respond.ts';
import { deltaDocument } from './edition.ts';
import { getRendition } from './lazy-document.ts';
import type { Rendition } from './rendition.ts';
import { renderContext } from './respond.ts';

// Delta encoding (RFC 3229) with the instance manipulation "feed". A reader that says which copy of a feed it has, and that it can
// merge entries into it, gets only the entries that have changed since. The entity tag identifies the copy, so nothing is stored
// about readers.

/** Whether the reader accepts the instance manipulation "feed" (RFC 3229 section 10.5.3). */
function acceptsDelta(headers: Headers): boolean {
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

/** A copy of the feed, identified by its entity tag (`entityTag` in document/rendered-document.ts). */
interface FeedCopy {
  tag: string;
  madeWith: string;
  changeSequence: number;
}

function parseFeedTag(tag: string): FeedCopy | undefined {
  const [, madeWith = '', sequence] = /^W\/"[0-9a-f]{32}-([0-9a-f]{8})\.(\d{1,15})"$/.exec(tag) ?? [];
  return sequence === undefined ? undefined : { tag, madeWith, changeSequence: Number(sequence) };
}

/** Returns the newest of the reader's copies (`If-None-Match`) that a delta can update. */
const findCopy = (headers: Headers, { madeWith, changeSequence }: FeedCopy): FeedCopy | undefined =>
  parseEntityTags(headers.get('If-None-Match') ?? '')
    .flatMap((tag) => parseFeedTag(tag) ?? [])
    .filter((copy) => copy.madeWith === madeWith && copy.changeSequence <= changeSequence)
    .toSorted((a, b) => b.changeSequence - a.changeSequence)[0];

/**
 * Responds to a request for a feed with the header `A-IM`: with 226 and the changed entries if the reader's copy is known and the
 * delta is smaller than the feed, else as to any other reader. A delta does not read KV again.
 */
export async function respondDelta(
  c: EdgeContext,
  scope: Scope,
  format: Format,
  renderInstead: RenderInstead,
): Promise<Response> {
  const key = editionKey(scope);
  const value = await getValue(c, key);
  const whole = await respondFinishedFrom(c, key, value, format, renderInstead);
  return respondWithDelta(c.req.raw, whole, (copy) => renderDelta(c, scope, format, copy, value));
}

/**
 * Responds with 226 and what `render` makes of the changes since the reader's copy, if the reader accepts that; else with `whole`, the
 * response with the whole feed. `render` returns undefined if the changes cannot be told.
 */
export async function respondWithDelta(
  request: Request,
  whole: Response,
  render: (copy: { changeSequence: number }) => Promise<Rendition | undefined>,
): Promise<Response> {
  const current = whole.status === 200 ? parseFeedTag(whole.headers.get('ETag') ?? '') : undefined;
  const copy = current && acceptsDelta(request.headers) ? findCopy(request.headers, current) : undefined;
  if (!current || !copy) return whole;
  const delta = await render(copy);
  const version = delta?.feedVersion;
  if (!delta || version?.changeSequence !== current.changeSequence || version.madeWith !== current.madeWith)
    return whole;
  const isCompressed = acceptsGzip(request);
  const body = isCompressed ? await gzip(delta.body) : delta.body;
  if (body.byteLength >= (await lengthOf(whole))) return whole;
  const headers = new Headers(delta.headers);
  if (isCompressed) headers.set('Content-Encoding', 'gzip');
  // A delta fits only the copy that this reader has, so caches must not store it (`no-store`), except those that know instance
  // manipulations (`im`, RFC 3229 section 10.8).
  headers.set('Cache-Control', `no-store, im, max-age=${FEED_TTL_MINUTES * 60}`);
  headers.set('IM', 'feed');
  headers.set('Delta-Base', copy.tag);
  // The tag of the whole feed, which the reader has after merging.
  headers.set('ETag', current.tag);
  const isHead = request.method === 'HEAD';
  return new Response(isHead ? null : body, { status: 226, headers, encodeBody: 'manual' });
}

/** Returns the delta; `undefined` if there is none, or if the record cannot be read. */
async function renderDelta(
  c: EdgeContext,
  scope: Scope,
  format: Format,
  { changeSequence }: Pick<FeedCopy, 'changeSequence'>,
  value: CachedValue,
) {
  try {
    return await getRendition(deltaDocument(scope, format, changeSequence), renderContext(c, value));
  } catch (error) {
    // The whole feed can still be sent.
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

/** Returns the length of a response's body in bytes, as sent. A response to HEAD states it. */
async function lengthOf(response: Response): Promise<number> {
  const stated = response.headers.get('Content-Length');
  return stated === null ? (await response.clone().arrayBuffer()).byteLength : Number(stated);
}
