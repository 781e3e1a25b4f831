import { gunzip } from '../lib/gzip.ts';
import { Shelf } from '../lib/shelf.ts';
import { deskOf } from '../newsroom/desk/desk-stub.ts';
import { compressedBytes, type DocumentPart, openContainer } from '../site/document/container.ts';
import { summarizedScope } from '../site/edition/scope.ts';
import type { PushContext } from './context.ts';
import { parseTopic } from './topic.ts';

/** The content of a topic (WebSub section 7): a feed, byte for byte as readers receive it. */
export interface TopicContent {
  body: Uint8Array;
  type: string;
  etag: string;
}

/** The most bytes of feeds that an isolate keeps between batches. */
const MAX_SHELF_BYTES = 16_000_000;
const shelf = new Shelf<TopicContent & { size: number; version: string }>(MAX_SHELF_BYTES);

/**
 * Loads a feed from the Desk, because a copy from KV may be a minute old. Returns undefined if the topic is no longer a feed of
 * this site.
 */
export async function loadContent(
  topic: string,
  { env, settings }: PushContext,
): Promise<TopicContent | undefined> {
  const parsed = parseTopic(topic, settings.site);
  if (!parsed) return undefined;
  const kept = shelf.get(topic);
  const summarized = summarizedScope(parsed.scope);
  if (summarized) {
    const feed = await deskOf(env).summariesUnlessKnown(summarized, parsed.format, kept?.version);
    if (!feed) return kept;
    const content = { body: feed.body, etag: feed.etag, type: feed.type };
    shelf.put(topic, { ...content, size: feed.body.byteLength, version: feed.version });
    return content;
  }
  // The Desk sends an entry only if it is newer than the version on the shelf.
  const entry = await deskOf(env).editionUnlessKnown(parsed.scope, kept?.version);
  if (!entry) return kept;
  const container = openContainer(entry.value as Uint8Array);
  const part = container.table.documents[parsed.format] as DocumentPart;
  const body = await gunzip(compressedBytes(container, part));
  const { etag, headers } = part;
  const content = { body, etag, type: headers['Content-Type'] ?? '' };
  shelf.put(topic, { ...content, size: body.byteLength, version: entry.metadata.version });
  return content;
}
