import { loggerOf } from '../lib/log.ts';
import { cardKey, storyKey, Unavailable } from '../platform/kv.ts';
import { readSettings } from '../settings/settings.ts';
import { storyUrl } from '../settings/site.ts';
import { siteCardUrl } from '../site/card/card.ts';
import { CORS, pageCaching } from '../site/document/caching.ts';
import { cardHeaders } from '../site/document/headers.ts';
import { parseStoredStory } from '../site/document/stored-record.ts';
import { renderRedirect } from '../site/document/story.ts';
import { isStorySlug } from '../site/story/slug.ts';
import type { EdgeContext } from './context.ts';
import { handleNotFound } from './errors.ts';
import { readKvValue } from './kv-read.ts';
import type { LazyDocument } from './rendered/lazy-document.ts';
import { makeRendition, respondWithRendition } from './rendered/rendition.ts';
import { respondRendered } from './rendered/respond.ts';

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

/** The redirect from the card of a story that was renamed or merged to that of the story as it is now. */
const movedCard = (slug: string, file: string): LazyDocument => ({
  name: `${file} ${storyKey(slug)}`,
  key: storyKey(slug),
  render: async ({ record, site }) => {
    // A story need not be parsed: only what was renamed or merged begins so.
    if (!record?.json.startsWith('{"movedTo"')) return undefined;
    const stored = await parseStoredStory(slug, record, site);
    if (!stored || !('movedTo' in stored)) return undefined;
    const redirect = await renderRedirect(stored, site, (to) => `${storyUrl(site, to)}/${file}`);
    return {
      ...redirect,
      headers: { ...redirect.headers, ...pageCaching([storyKey(slug)]), ...CORS },
      lastModified: undefined,
    };
  },
});

/**
 * Handles a story's card, which was drawn when the story was published: a PNG, or a JPEG if it shows a picture, whatever the ending
 * of the address. If the story has no card (yet, or any more), redirects to that of the story that it has become, or else to the
 * site's card.
 */
export async function handleCard(c: EdgeContext): Promise<Response> {
  const { site } = readSettings(c.env);
  const slug = c.req.param('slug') ?? '';
  if (!isStorySlug(slug)) return handleNotFound(c);
  const log = loggerOf(c.req.raw);
  const key = cardKey(slug);
  const { bytes, metadata } = await readKvValue(c.env.STORIES, key).catch((error) => {
    log({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: false });
    throw new Unavailable(`KV could not be read for ${key}`, { cause: error });
  });
  if (bytes === null || !metadata) {
    const file = new URL(c.req.url).pathname.endsWith('.jpg') ? 'card.jpg' : 'card.png';
    return respondRendered(c, movedCard(slug, file), {
      // Cached for a minute only, because the card may be drawn soon.
      otherwise: async () =>
        new Response(null, {
          status: 302,
          headers: { ...cardHeaders(slug, false), Location: siteCardUrl(site) },
        }),
    });
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
