import { Shelf } from '../../lib/shelf.ts';
import { readSettings } from '../../settings.ts';
import type { Site } from '../../site.ts';
import type { EdgeContext } from '../context.ts';
import { notFoundResponse } from '../errors.ts';
import type { CachedValue } from '../kv-cache.ts';
import { kvCache, readOptions } from '../respond.ts';
import { getRendition, type KeptRendition, type LazyDocument, type RenderContext } from './lazy-document.ts';
import { respondWithRendition } from './rendition.ts';

/** The most bytes of renditions that an isolate keeps, beside the KV cache. */
const SHELF_BYTES = 8_000_000;
const shelf = new Shelf<KeptRendition>(SHELF_BYTES);

/** Returns what a document is rendered with for this request; `value` is its value, if it was read already. */
export const renderContext = (c: EdgeContext, value?: CachedValue): RenderContext => ({
  ...readOptions(c, Date.now()),
  site: readSettings(c.env).site,
  kvCache,
  value,
  shelf,
});

/** Responds with a document, which is rendered now unless it is on the shelf; if there is none, with `otherwise`. */
export async function respondRendered(
  c: EdgeContext,
  document: LazyDocument | undefined,
  {
    otherwise = notFoundResponse,
    value,
  }: { otherwise?: (site: Site) => Promise<Response>; value?: CachedValue } = {},
): Promise<Response> {
  const context = renderContext(c, value);
  const rendition = document && (await getRendition(document, context));
  return rendition ? respondWithRendition(c.req.raw, rendition) : otherwise(context.site);
}

/** Parses a number in an address, from 1. */
export const parsePageNumber = (part: string | undefined): number | undefined =>
  /^[1-9]\d{0,8}$/.test(part ?? '') ? Number(part) : undefined;
