import { Shelf } from '../src/lib/shelf.ts';
import { KvCache } from '../src/readers/kv-cache.ts';
import {
  getRendition,
  type KeptRendition,
  type LazyDocument,
  type RenderContext,
} from '../src/readers/rendered/lazy-document.ts';
import { respondWithRendition } from '../src/readers/rendered/rendition.ts';
import { site } from './samples.ts';

/** Makes a context for rendering, with new caches unless others are given. */
export const aContext = (
  parts: Pick<RenderContext, 'kv' | 'now'> & Partial<RenderContext>,
): RenderContext => ({
  site,
  kvCache: new KvCache(1_000_000),
  shelf: new Shelf<KeptRendition>(1_000_000),
  reuseSeconds: 5,
  log: () => undefined,
  ...parts,
});

/** Responds to a GET with a document; `undefined` if there is none. */
export async function respondWith(
  document: LazyDocument,
  context: RenderContext,
): Promise<Response | undefined> {
  const rendition = await getRendition(document, context);
  return rendition && respondWithRendition(new Request('https://any.host/'), rendition);
}
