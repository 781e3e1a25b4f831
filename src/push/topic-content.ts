import { deskOf } from '../desk/desk-stub.ts';
import { type DocumentPart, gzipBytes, unpack } from '../document/container.ts';
import { gunzip } from '../lib/gzip.ts';
import { Shelf } from '../lib/shelf.ts';
import type { PushContext } from './context.ts';
import { parseTopic } from './topic.ts';

/** What is delivered: a feed as a reader gets it. */
export interface TopicContent {
  body: Uint8Array;
  type: string;
  etag: string;
}

/** Bytes of feeds that an isolate keeps between two batches. */
const MAX_SHELF_BYTES = 16_000_000;
const shelf = new Shelf<TopicContent & { size: number; version: string }>(MAX_SHELF_BYTES);

/**
 * The feed as the Desk prints it now: what KV gives may be a minute old. `undefined` where the address is no feed of the site
 * any more.
 */
export async function loadContent(
  topic: string,
  { env, settings }: PushContext,
): Promise<TopicContent | undefined> {
  const parsed = parseTopic(topic, settings.site);
  if (!parsed) return undefined;
  const kept = shelf.get(topic);
  const entry = await deskOf(env).editionUnlessKnown(parsed.scope, kept?.version);
  if (!entry) return kept;
  const container = unpack(entry.value as Uint8Array);
  const part = container.table.documents[parsed.format] as DocumentPart;
  const body = await gunzip(gzipBytes(container, part));
  const { etag, headers } = part;
  const delivery = { body, etag, type: headers['Content-Type'] ?? '' };
  shelf.put(topic, { ...delivery, size: body.byteLength, version: entry.metadata.version });
  return delivery;
}
