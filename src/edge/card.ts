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

/** The formats of cards: the first bytes of a file, and its last. */
const FORMATS = [
  {
    type: 'image/png',
    start: [0x89, 0x50, 0x4e, 0x47],
    // An empty IEND chunk and its checksum (PNG, Third Edition, section 11.2.5).
    end: [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
  },
  // SOI and EOI (ITU-T T.81, section B.1.1.3).
  { type: 'image/jpeg', start: [0xff, 0xd8], end: [0xff, 0xd9] },
];

const hasAt = (bytes: Uint8Array, at: number, expected: readonly number[]) =>
  expected.every((byte, index) => bytes[at + index] === byte);

/** Returns the media type of a card; undefined if the file is cut short. */
const typeOfWhole = (bytes: Uint8Array): string | undefined =>
  FORMATS.find(({ start, end }) => hasAt(bytes, 0, start) && hasAt(bytes, bytes.length - end.length, end))
    ?.type;

/**
 * Handles a story's card, which was drawn when the story was published: a PNG, or a JPEG if it shows a picture, whatever the ending
 * of the address. If the story has no card (yet, or any more), redirects to the site's card.
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
    // Cached for a minute only, because the card may be drawn soon.
    const headers = { ...cardHeaders(slug, false), Location: siteCardUrl(site) };
    return new Response(null, { status: 302, headers });
  }
  const type = typeOfWhole(bytes);
  if (!type) {
    // A broken picture would be cached as immutable.
    log({ event: 'kv-value-broken', key, error: 'The picture is truncated.' });
    throw new Unavailable(`KV returned a truncated value of ${key}`);
  }
  const { version, updated } = metadata;
  // A different version in the address may be newer than the one from KV, so this response must not be cached for long.
  const isExact = new URL(c.req.url).searchParams.get('v') === version;
  const headers = { 'Content-Type': type, ...cardHeaders(slug, isExact) };
  const rendition = await makeRendition(bytes, { lastModified: new Date(updated), headers });
  return respondWithRendition(c.req.raw, rendition);
}
