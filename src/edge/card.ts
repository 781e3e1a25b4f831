import { siteCardUrl } from '../card/card.ts';
import { cardHeaders } from '../document/headers.ts';
import { Unavailable } from '../document/unavailable.ts';
import { cardKey } from '../kv.ts';
import { loggerOf } from '../lib/log.ts';
import { readSettings } from '../settings.ts';
import type { Site } from '../site.ts';
import { isStorySlug } from '../story/slug.ts';
import { notFound } from './errors.ts';
import type { Reading } from './rendered/reading.ts';
import { renditionOf, respond } from './rendered/rendition.ts';
import type { EdgeContext } from './scopes.ts';
import { readValue } from './store.ts';

/** How a PNG ends: with an empty IEND chunk and its checksum (PNG, Third Edition, section 11.2.5). */
const PNG_END = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

const isWhole = (bytes: Uint8Array) =>
  PNG_END.every((byte, index) => bytes[bytes.length - PNG_END.length + index] === byte);

/**
 * Answers a request for a story's card with what was drawn when the story was published; nothing is drawn here. Until then,
 * and where the story is no more, the site's own card stands in.
 */
async function serveCard(
  request: Request,
  slug: string,
  site: Site,
  { kv, log }: Pick<Reading, 'kv' | 'log'>,
): Promise<Response> {
  const key = cardKey(slug);
  const { bytes, known } = await readValue(kv, key).catch((error) => {
    log({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: false });
    throw new Unavailable(`KV could not be read for ${key}`, { cause: error });
  });
  if (bytes === null || !known) {
    // Soon there may be one.
    const headers = { ...cardHeaders(slug, false), Location: siteCardUrl(site) };
    return new Response(null, { status: 302, headers });
  }
  if (!isWhole(bytes)) {
    // It would be kept for ever.
    log({ event: 'kv-value-broken', key, error: 'The picture has no end.' });
    throw new Unavailable(`KV gave a part of ${key}`);
  }
  const { version, updated } = known;
  // The address of another version may be ahead of KV, so that its answer must not last.
  const isExact = new URL(request.url).searchParams.get('v') === version;
  const headers = { 'Content-Type': 'image/png', ...cardHeaders(slug, isExact) };
  return respond(request, await renditionOf(bytes, { lastModified: new Date(updated), headers }));
}

/** The card of a story. */
export function card(c: EdgeContext): Promise<Response> {
  const { site } = readSettings(c.env);
  const slug = c.req.param('slug') ?? '';
  return isStorySlug(slug)
    ? serveCard(c.req.raw, slug, site, { kv: c.env.STORIES, log: loggerOf(c.req.raw) })
    : notFound(site);
}
