import { siteCardUrl } from '../card/card.ts';
import { cardHeaders } from '../document/headers.ts';
import { cardKey, Unavailable } from '../kv.ts';
import { loggerOf } from '../lib/log.ts';
import { readSettings } from '../settings.ts';
import { isStorySlug } from '../story/slug.ts';
import type { EdgeContext } from './context.ts';
import { notFoundResponse } from './errors.ts';
import { readKvValue } from './kv-read.ts';
import { makeRendition, respondWithRendition } from './rendered/rendition.ts';

/** How a PNG ends: with an empty IEND chunk and its checksum (PNG, Third Edition, section 11.2.5). */
const PNG_END = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

const isWholePng = (bytes: Uint8Array) =>
  PNG_END.every((byte, index) => bytes[bytes.length - PNG_END.length + index] === byte);

/**
 * Handles a story's card: the picture that was drawn when the story was published. Nothing is drawn here. If there is no card
 * (yet, or any more), redirects to the site's own.
 */
export async function handleCard(c: EdgeContext): Promise<Response> {
  const { site } = readSettings(c.env);
  const slug = c.req.param('slug') ?? '';
  if (!isStorySlug(slug)) return notFoundResponse(site);
  const log = loggerOf(c.req.raw);
  const key = cardKey(slug);
  const { bytes, metadata } = await readKvValue(c.env.STORIES, key).catch((error) => {
    log({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: false });
    throw new Unavailable(`KV could not be read for ${key}`, { cause: error });
  });
  if (bytes === null || !metadata) {
    // For a minute only: the card may be drawn soon.
    const headers = { ...cardHeaders(slug, false), Location: siteCardUrl(site) };
    return new Response(null, { status: 302, headers });
  }
  if (!isWholePng(bytes)) {
    // A broken picture would be cached as immutable.
    log({ event: 'kv-value-broken', key, error: 'The picture has no end.' });
    throw new Unavailable(`KV gave a part of ${key}`);
  }
  const { version, updated } = metadata;
  // If the address names another version, it may be newer than what KV gave, so this answer must not last.
  const isExact = new URL(c.req.url).searchParams.get('v') === version;
  const headers = { 'Content-Type': 'image/png', ...cardHeaders(slug, isExact) };
  const rendition = await makeRendition(bytes, { lastModified: new Date(updated), headers });
  return respondWithRendition(c.req.raw, rendition);
}
