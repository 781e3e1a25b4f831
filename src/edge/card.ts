import { siteCardUrl } from '../card/card.ts';
import { cardKey, metadataSchema } from '../kv.ts';
import { within } from '../patience.ts';
import type { Site } from '../site.ts';
import { cardHeaders } from './headers.ts';
import { KV_CACHE_SECONDS, KV_PATIENCE, type Reading, Unavailable } from './reading.ts';
import { renditionOf, respond } from './rendition.ts';

/** How a PNG ends: with an empty IEND chunk and its checksum (PNG, Third Edition, section 11.2.5). */
const PNG_END = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

const isWhole = (bytes: Uint8Array) =>
  PNG_END.every((byte, index) => bytes[bytes.length - PNG_END.length + index] === byte);

/**
 * Answers a request for a story's card with what was drawn when the story was published; nothing is drawn here. Until then,
 * and where the story is no more, the site's own card stands in.
 */
export async function serveCard(
  request: Request,
  slug: string,
  site: Site,
  { kv, log }: Pick<Reading, 'kv' | 'log'>,
): Promise<Response> {
  const key = cardKey(slug);
  const options = { type: 'arrayBuffer', cacheTtl: KV_CACHE_SECONDS } as const;
  const { value, metadata } = await within(KV_PATIENCE, kv.getWithMetadata(key, options)).catch((error) => {
    log({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: false });
    throw new Unavailable(`KV could not be read for ${key}`, { cause: error });
  });
  const known = metadataSchema.safeParse(metadata);
  if (value === null || !known.success) {
    // Soon there may be one.
    const headers = { ...cardHeaders(slug, false), Location: siteCardUrl(site) };
    return new Response(null, { status: 302, headers });
  }
  const bytes = new Uint8Array(value);
  if (!isWhole(bytes)) {
    // It would be kept for ever.
    log({ event: 'kv-value-broken', key, error: 'The picture has no end.' });
    throw new Unavailable(`KV gave a part of ${key}`);
  }
  const { version, updated } = known.data;
  // The address of another version may be ahead of KV, so that its answer must not last.
  const isExact = new URL(request.url).searchParams.get('v') === version;
  const headers = { 'Content-Type': 'image/png', ...cardHeaders(slug, isExact) };
  return respond(request, await renditionOf(bytes, { lastModified: new Date(updated), headers }));
}
