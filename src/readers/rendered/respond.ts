import { Shelf } from '../../lib/shelf.ts';
import { readSettings } from '../../settings/settings.ts';
import type { Site } from '../../settings/site.ts';
import type { EdgeContext } from '../context.ts';
import { handleNotFound } from '../errors.ts';
import type { CachedValue } from '../kv-cache.ts';
import { kvCache, readOptions } from '../respond.ts';
import { datedSiteOf, siteOf } from '../site.ts';
import { getRendition, type KeptRendition, type LazyDocument, type RenderContext } from './lazy-document.ts';
import { respondWithRendition } from './rendition.ts';

/** The most bytes of renditions that an isolate keeps, in addition to the KV cache. */
const SHELF_BYTES = 8_000_000;
const shelf = new Shelf<KeptRendition>(SHELF_BYTES);

/** Returns the context in which this request renders a document; `value` is the document's value, if it has already been read. */
export const renderContext = (c: EdgeContext, value?: CachedValue): RenderContext => ({
  ...readOptions(c, Date.now()),
  site: readSettings(c.env).site,
  savedSite: (read) => datedSiteOf(c, read),
  kvCache,
  value,
  shelf,
});

/** Responds with a document, rendering it unless it is on the shelf. If there is none, responds with `otherwise`, or with 404. */
export async function respondRendered(
  c: EdgeContext,
  document: LazyDocument | undefined,
  { otherwise, value }: { otherwise?: (site: Site) => Promise<Response>; value?: CachedValue } = {},
): Promise<Response> {
  const context = renderContext(c, value);
  const rendition = document && (await getRendition(document, context));
  if (rendition) return respondWithRendition(c.req.raw, rendition);
  return otherwise ? otherwise(await siteOf(c)) : handleNotFound(c);
}

/** Parses the page number in an address: 1 or more. */
export const parsePageNumber = (part: string | undefined): number | undefined =>
  /^[1-9]\d{0,8}$/.test(part ?? '') ? Number(part) : undefined;
