import { withUsage } from '../../document/headers.ts';
import { logOf } from '../../log.ts';
import { readSettings } from '../../settings.ts';
import type { Site } from '../../site.ts';
import { notFound } from '../errors.ts';
import type { Given } from '../finished.ts';
import type { EdgeContext } from '../scopes.ts';
import { Shelf } from '../shelf.ts';
import { type Document, type Kept, type Reading, serve } from './reading.ts';

/** Bytes of rendered documents that an isolate keeps beside the finished ones. */
const SHELF_BYTES = 8_000_000;
const shelf = new Shelf<Kept>(SHELF_BYTES);

/** What a request is read with; `given` is what KV gave for it already. */
export const readingOf = (c: EdgeContext, given?: Given): Reading => {
  const { reuseSeconds } = readSettings(c.env);
  return { kv: c.env.STORIES, given, shelf, now: Date.now(), reuseSeconds, log: logOf(c.req.raw) };
};

/** The document, whose headers say what the site's usage policy says as well. */
export const withPolicy = (document: Document, site: Site): Document => ({
  ...document,
  render: async (...value) => {
    const rendered = await document.render(...value);
    return rendered && { ...rendered, headers: withUsage(rendered.headers, site) };
  },
});

/** Answers with a document that is rendered now, or was a moment ago; where there is none, with `otherwise`. */
export async function answer(
  c: EdgeContext,
  document: Document | undefined,
  { otherwise = notFound, given }: { otherwise?: (site: Site) => Promise<Response>; given?: Given } = {},
): Promise<Response> {
  const { site } = readSettings(c.env);
  const response = document && (await serve(c.req.raw, withPolicy(document, site), readingOf(c, given)));
  return response ?? otherwise(site);
}
