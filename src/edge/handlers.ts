import type { Context } from 'hono';
import { EXTENSIONS_PATH } from '../edition/json-feed.ts';
import { renderRobots } from '../edition/robots.ts';
import { type Format, parseScope, type Scope } from '../edition/scope.ts';
import { RSL, renderRsl } from '../edition/usage.ts';
import type { Env } from '../env.ts';
import { logOf, REQUEST_ID, requestId } from '../log.ts';
import { renderExtensionsPage } from '../page/extensions.tsx';
import { readSettings, settingsFault } from '../settings.ts';
import type { Site } from '../site.ts';
import { storyJsonSchema } from '../story/json-schema.ts';
import { isSlug } from '../story/text.ts';
import { archivedFeedDocument, archivedListingDocument, archivedPreviewDocument } from './archive.ts';
import { serveCard } from './card.ts';
import { serveFeed } from './delta.ts';
import { listingSitemapDocument, opmlDocument, subscribeDocument } from './directory.ts';
import { newsSitemapDocument } from './discovery.ts';
import { deltaDocument, feedDocument, listingDocument, previewDocument } from './documents.ts';
import { methodNotAllowed, misconfigured, notFound, serverError, unavailable } from './errors.ts';
import { documentHeaders, jsonHeaders, pageHeaders, preflightHeaders, stateUsage } from './headers.ts';
import { misconfiguredHealth, serveHealth } from './health.ts';
import { notePoll } from './metrics.ts';
import { type Document, type Reading, serve, Unavailable } from './reading.ts';
import { makeRendition, type Rendered, type Rendition, respond } from './rendition.ts';
import { Shelf } from './shelf.ts';
import { sitemapIndexDocument, storySitemapDocument } from './sitemap.ts';

export type EdgeContext = Context<{ Bindings: Env }>;

/** Which scope a request is about; `undefined` where its address can be none. */
export type ScopeOf = (c: EdgeContext) => Scope | undefined;

export const everything: ScopeOf = () => 'all';

export const topic: ScopeOf = (c) => parseScope(`topic:${c.req.param('topic')}`);

export const source: ScopeOf = (c) => parseScope(`source:${c.req.param('domain')}`);

/** Bytes of rendered documents that an isolate keeps; the runtime gives it 128 MB in all. */
const SHELF_BYTES = 16_000_000;
const shelf = new Shelf(SHELF_BYTES);

const readingOf = (c: EdgeContext): Reading => {
  const { reuseSeconds } = readSettings(c.env);
  return { kv: c.env.STORIES, shelf, now: Date.now(), reuseSeconds, log: logOf(c.req.raw) };
};

/** Answers with the document; where there is none, with `otherwise`. */
export async function answer(
  c: EdgeContext,
  document: Document | undefined,
  otherwise: (site: Site) => Promise<Response> = notFound,
): Promise<Response> {
  const { site } = readSettings(c.env);
  const response = document && (await serve(c.req.raw, document, readingOf(c)));
  return response ? stateUsage(response, site) : otherwise(site);
}

/** A browser that is to show a feed as a page of its own is given one that can be read. */
const isToBeShown = (c: EdgeContext) => c.req.header('Sec-Fetch-Dest') === 'document';

/** The page of a scope. */
export const listing = (scopeOf: ScopeOf) => (c: EdgeContext) => {
  const scope = scopeOf(c);
  return answer(c, scope && listingDocument(scope, readSettings(c.env).site, logOf(c.req.raw)));
};

/** A feed of a scope. */
export const feed = (scopeOf: ScopeOf, format: Format) => async (c: EdgeContext) => {
  const scope = scopeOf(c);
  const { site } = readSettings(c.env);
  const log = logOf(c.req.raw);
  if (!scope || isToBeShown(c)) return answer(c, scope && previewDocument(scope, format, site, log));
  const deltaSince = (change: number) => deltaDocument(scope, format, change, site, log);
  const whole = feedDocument(scope, format, site, log);
  const response = await serveFeed(c.req.raw, whole, deltaSince, readingOf(c));
  if (!response) return notFound(site);
  if (c.env.METRICS) notePoll(c.env.METRICS, c.req.raw, { status: response.status, scope, format });
  return stateUsage(response, site);
};

/** A number in an address, from 1. */
const numberOf = (parameter: string | undefined) =>
  /^[1-9]\d{0,8}$/.test(parameter ?? '') ? Number(parameter) : undefined;

/** A page of a scope's archive, as a page or as a feed document. */
export const archive = (scopeOf: ScopeOf, format?: Format) => (c: EdgeContext) => {
  const scope = scopeOf(c);
  const page = numberOf(c.req.param('page'));
  const { site } = readSettings(c.env);
  const log = logOf(c.req.raw);
  if (!scope || page === undefined) return notFound(site);
  return answer(
    c,
    format === undefined
      ? archivedListingDocument(scope, page, site, log)
      : isToBeShown(c)
        ? archivedPreviewDocument(scope, page, format, site, log)
        : archivedFeedDocument(scope, page, format, site, log),
  );
};

/** The number of a page after the first, as the last part of an address has it. */
function furtherPage(part: string, suffix: string): number | undefined {
  const page = part.endsWith(suffix) ? numberOf(part.slice(0, part.length - suffix.length)) : undefined;
  return page === 1 ? undefined : page;
}

/** Answers with what is made from a page of the directory: the first, unless the address names another. */
function directoryPage(documentOf: (page: number, site: Site) => Document, suffix = '') {
  return (c: EdgeContext) => {
    const part = c.req.param('page');
    const page = part === undefined ? 1 : furtherPage(part, suffix);
    return answer(c, page === undefined ? undefined : documentOf(page, readSettings(c.env).site));
  };
}

/** The sitemaps: their index, and those of the stories by number. */
export const sitemap = (c: EdgeContext) =>
  answer(c, sitemapIndexDocument(readSettings(c.env).site, logOf(c.req.raw)));

export const storySitemap = (c: EdgeContext) => {
  const number = numberOf(/^(.*)\.xml$/.exec(c.req.param('file') ?? '')?.[1]);
  return answer(
    c,
    number === undefined
      ? undefined
      : storySitemapDocument(number, readSettings(c.env).site, logOf(c.req.raw)),
  );
};

/** The card of a story. */
export const card = (c: EdgeContext) => {
  const { site } = readSettings(c.env);
  const slug = c.req.param('slug') ?? '';
  return isSlug(slug, 120)
    ? serveCard(c.req.raw, slug, site, { kv: c.env.STORIES, log: logOf(c.req.raw) })
    : notFound(site);
};

/** The page with the feeds of a page of the directory, the list of them, and the sitemap of their pages. */
export const subscribe = directoryPage(subscribeDocument);
export const opml = directoryPage(opmlDocument, '.opml');
export const listingSitemap = directoryPage(listingSitemapDocument, '.xml');

/** The stories of the last two days, for search engines. */
export const newsSitemap = (c: EdgeContext) =>
  answer(c, newsSitemapDocument(readSettings(c.env).site, Date.now(), logOf(c.req.raw)));

/** Answers with a document that changes with the program and the site alone; made once for each isolate. */
function fixed(make: (site: Site) => Promise<Rendered | undefined>) {
  let made: { site: Site; rendition: Rendition | undefined } | undefined;
  return async (c: EdgeContext) => {
    const { site } = readSettings(c.env);
    if (made?.site !== site) {
      const rendered = await make(site);
      made = { site, rendition: rendered && (await makeRendition(rendered)) };
    }
    return made.rendition ? stateUsage(respond(c.req.raw, made.rendition), site) : notFound(site);
  };
}

/** What robots may read, and what may be done with it. */
export const robots = fixed(async (site) => ({
  text: renderRobots(site),
  lastModified: undefined,
  headers: documentHeaders('text/plain; charset=utf-8', 3600),
}));

/** The usage policy as an RSL licence; there is none until every use is decided. */
export const rsl = fixed(async (site) => {
  const text = renderRsl(site);
  if (text === undefined) return undefined;
  return { text, lastModified: undefined, headers: documentHeaders(RSL.type, 3600) };
});

/** What `_citations` and `_ai` mean. */
export const extensions = fixed(async (site) => ({
  text: renderExtensionsPage(site),
  lastModified: undefined,
  headers: await pageHeaders([EXTENSIONS_PATH]),
}));

/** The JSON Schema of a story. */
export const schema = fixed(async (site) => ({
  text: JSON.stringify({ $id: `${site.url}/api/schema/story.json`, ...storyJsonSchema() }, null, 2),
  lastModified: undefined,
  headers: jsonHeaders('application/schema+json'),
}));

/** Whether readers are served. */
export async function health(c: EdgeContext) {
  const fault = settingsFault(c.env);
  if (fault !== undefined) logOf(c.req.raw)({ event: 'misconfigured', error: fault });
  const response = fault === undefined ? await serveHealth(readingOf(c)) : misconfiguredHealth(fault);
  response.headers.set(REQUEST_ID, requestId(c.req.raw));
  return response;
}

/** OPTIONS, for whoever wants to know what an address takes, or to send a validator from another site. */
export const preflight = () => new Response(null, { status: 204, headers: preflightHeaders() });

export const refuseMethod = (c: EdgeContext) => methodNotAllowed(c.req.method, readSettings(c.env).site);

/** There is nothing at the address; but one with a slash too many leads to the one without. */
export function missing(c: EdgeContext) {
  const { site } = readSettings(c.env);
  const { pathname } = new URL(c.req.url);
  const trimmed = pathname.replace(/(?<!\/)\/+$/, '');
  if (trimmed === pathname || trimmed === '') return notFound(site);
  // To the site's own address, whatever host was asked and whatever the path begins with.
  return new Response(null, {
    status: 301,
    headers: { Location: `${site.url}${trimmed}`, 'Cache-Control': 'public, max-age=3600' },
  });
}

/** What could not be answered: 503 where KV failed, 500 where we did. */
export function failed(error: Error, c: EdgeContext) {
  const log = logOf(c.req.raw);
  const id = requestId(c.req.raw);
  const fault = settingsFault(c.env);
  if (fault !== undefined) {
    log({ event: 'misconfigured', error: fault });
    return misconfigured(fault, id);
  }
  const { site } = readSettings(c.env);
  if (error instanceof Unavailable) return unavailable(site, id);
  log({ event: 'failed', path: c.req.path, error: error.stack ?? String(error) });
  return serverError(site, id);
}
