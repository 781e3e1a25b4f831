import { deskOf } from '../desk/stub.ts';
import { feedDocument } from '../edge/documents.ts';
import { makeRendition, type Rendition } from '../edge/rendition.ts';
import { Shelf } from '../edge/shelf.ts';
import { log } from '../log.ts';
import { RENDERER_VERSION } from '../story/article.ts';
import { parseTopic } from './topic.ts';
import type { Work } from './work.ts';

/** Bytes of feeds that an isolate keeps between two batches. */
const SHELF_BYTES = 16_000_000;
const shelf = new Shelf(SHELF_BYTES);

/** A feed is made from its edition alone. */
const nothingElse = async () => [];

/**
 * The feed as a reader would get it, made from what the Desk holds: what KV gives may be a minute old. Rendered once for
 * each version; `undefined` where the address is no feed of the site any more.
 */
export async function newest(topic: string, { env, settings }: Work): Promise<Rendition | undefined> {
  const { site } = settings;
  const parsed = parseTopic(topic, site);
  if (!parsed) return undefined;
  const kept = shelf.get(topic);
  const entry = await deskOf(env).edition(parsed.scope, kept?.version);
  if (!entry) return kept?.rendition;
  const { value: json, metadata } = entry;
  const value = { json, isPrinted: metadata.renderer === RENDERER_VERSION };
  const document = feedDocument(parsed.scope, parsed.format, site, log);
  const rendered = await document.render(value, undefined, nothingElse);
  if (!rendered) return undefined;
  const rendition = await makeRendition(rendered);
  const now = Date.now();
  shelf.put(topic, {
    rendition,
    version: metadata.version,
    copies: new Map(),
    checked: now,
    given: now,
  });
  return rendition;
}
