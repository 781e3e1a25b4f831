import { withUsage } from '../../document/headers.ts';
import { Shelf } from '../../lib/shelf.ts';
import { readSettings } from '../../settings.ts';
import type { Site } from '../../site.ts';
import { notFound } from '../errors.ts';
import { askingFor, values } from '../finished.ts';
import type { EdgeContext } from '../scopes.ts';
import type { CachedValue } from '../values.ts';
import { type Document, type Kept, type Reading, serve } from './reading.ts';

/** Bytes of rendered documents that an isolate keeps beside the finished ones. */
const SHELF_BYTES = 8_000_000;
const shelf = new Shelf<Kept>(SHELF_BYTES);

/** What a request is read and rendered with; `held` is its value, if that was found already. */
export const readingOf = (c: EdgeContext, held?: CachedValue): Reading => ({
  ...askingFor(c, Date.now()),
  values,
  held,
  shelf,
});

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
  { otherwise = notFound, held }: { otherwise?: (site: Site) => Promise<Response>; held?: CachedValue } = {},
): Promise<Response> {
  const { site } = readSettings(c.env);
  const response = document && (await serve(c.req.raw, withPolicy(document, site), readingOf(c, held)));
  return response ?? otherwise(site);
}
