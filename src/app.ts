import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import type { Env } from './platform/env.ts';
import {
  allStories,
  authorInPath,
  type EdgeHandler,
  languageInPath,
  type ScopeFinder,
  seriesInPath,
  sourceInPath,
  topicInPath,
} from './readers/context.ts';
import { feedHandler, handleStory, listingHandler } from './readers/handlers.ts';
import { respondAgain } from './readers/respond.ts';
import { warmUp } from './readers/warm-up.ts';
import {
  ASK_PATH,
  EXTENSIONS_PATH,
  KEYS_PATH,
  LLMS_PATH,
  MCP_PATH,
  OPEN_SEARCH_PATH,
  OPML_PATH,
  PUBLICATION_PATH,
  RSL_PATH,
  SCHEMA_LINES_PATH,
  SCHEMA_MAP_PATH,
  SITEMAP_PATH,
} from './site/edition/paths.ts';
import { FORMATS, type Format } from './site/edition/scope.ts';
import { OEMBED_PATH } from './site/export/addresses.ts';
import { isPageSlug } from './site/site-page/slugs.ts';

/** Makes an app with Hono's fastest router. If one of its patterns is not supported by the router, every request fails. */
const newApp = () => new HonoBase<{ Bindings: Env }>({ router: new RegExpRouter() });

/** The app with every address of the site. */
export const app = newApp();

/** Returns a handler whose module is loaded at its first request. */
function lazy(load: () => Promise<EdgeHandler>): EdgeHandler {
  let handler: EdgeHandler | undefined;
  return async (c) => {
    handler ??= await load();
    return handler(c);
  };
}

const errors = () => import('./readers/errors.ts');
const redirects = () => import('./readers/redirect.ts');
const directory = () => import('./readers/rendered/directory.ts');
const sitemaps = () => import('./readers/rendered/sitemaps.ts');
const exports = () => import('./readers/rendered/exports.ts');
const search = () => import('./search/handlers.ts');
const statics = () => import('./readers/rendered/static.ts');

const archiveHandler = (findScope: ScopeFinder, format?: Format) =>
  lazy(async () => (await import('./readers/rendered/archive.ts')).archiveHandler(findScope, format));
const referencesHandler = (format: 'bib' | 'ris' | 'csl') =>
  lazy(async () => (await exports()).referencesHandler(format));
const historyHandler = (name: 'history' | 'history.json') =>
  lazy(async () => (await import('./readers/rendered/history.ts')).historyHandler(name));
const summariesHandler = (findScope: ScopeFinder, format: Format) =>
  lazy(async () => (await import('./readers/rendered/summaries.ts')).summariesHandler(findScope, format));
const redirectToFeed = (format: Format) =>
  lazy(async () => (await import('./readers/feed-redirect.ts')).feedRedirect(format));
const handleSearch = lazy(async () => (await search()).handleSearch);
const searchFeedHandler = (format: Format) => lazy(async () => (await search()).searchFeedHandler(format));
const handleListingSitemap = lazy(async () => (await directory()).handleListingSitemap);
const handleSubscribe = lazy(async () => (await directory()).handleSubscribe);
const handleOpml = lazy(async () => (await directory()).handleOpml);

const showHome = listingHandler(allStories);
/** Whether a URL has a parameter by which WordPress or another system finds its pages. */
const isOldAddress = (url: string) =>
  url.includes('?') &&
  /[?&](?:p|id|q|page_id|attachment(?:_id)?|cat|category_name|tag(?:_id)?|m|year|author(?:_name)?|feed|(?:page)?name|post_type)=/i.test(
    url,
  );
const handleHome: EdgeHandler = (c) =>
  isOldAddress(c.req.url) ? redirects().then(({ handleOldHome }) => handleOldHome(c, showHome)) : showHome(c);

/** Returns a handler that looks for an old address where another one has found nothing. */
function orRedirect(handler: EdgeHandler): EdgeHandler {
  return async (c) => {
    const response = await handler(c);
    return response.status === 404 ? (await redirects()).respondMissing(c, response) : response;
  };
}

app.get('/', handleHome);
app.get('/rss.xml', feedHandler(allStories, 'rss'));
app.get('/atom.xml', feedHandler(allStories, 'atom'));
app.get('/feed.json', feedHandler(allStories, 'json'));
// Where WordPress, Hugo, Jekyll and others have their feeds.
for (const path of ['/feed', '/rss', '/feed.xml', '/index.xml']) app.get(path, redirectToFeed('rss'));
app.get('/atom', redirectToFeed('atom'));
app.get('/archive/:page', orRedirect(archiveHandler(allStories)));
app.get('/archive/:page/rss.xml', orRedirect(archiveHandler(allStories, 'rss')));
app.get('/archive/:page/atom.xml', orRedirect(archiveHandler(allStories, 'atom')));
app.get('/archive/:page/feed.json', orRedirect(archiveHandler(allStories, 'json')));

app.get('/search', handleSearch);
app.get('/search/rss.xml', searchFeedHandler('rss'));
app.get('/search/atom.xml', searchFeedHandler('atom'));
app.get('/search/feed.json', searchFeedHandler('json'));

/** Returns a handler of an address that is there only as long as the settings list its author or language. */
const ifListed =
  (handler: EdgeHandler, find: ScopeFinder): EdgeHandler =>
  async (c) =>
    (await (await import('./readers/listed-scope.ts')).isListed(c, find(c)))
      ? handler(c)
      : (await errors()).handleNotFound(c);
const always = (handler: EdgeHandler) => handler;

// Topics, sources and authors can get another name, so each of their addresses can be an old one.
for (const [path, find, guard] of [
  ['/topics/:topic', topicInPath, always],
  ['/sources/:domain', sourceInPath, always],
  ['/authors/:author', authorInPath, ifListed],
  ['/languages/:language', languageInPath, ifListed],
  ['/series/:series', seriesInPath, always],
] as const) {
  app.get(path, orRedirect(guard(listingHandler(find), find)));
  app.get(`${path}/archive/:page`, orRedirect(guard(archiveHandler(find), find)));
  for (const [format, { file }] of Object.entries(FORMATS) as [Format, { file: string }][]) {
    app.get(`${path}/${file}`, orRedirect(guard(feedHandler(find, format), find)));
    app.get(`${path}/archive/:page/${file}`, orRedirect(guard(archiveHandler(find, format), find)));
  }
}

for (const [format, { file }] of Object.entries(FORMATS) as [Format, { file: string }][]) {
  app.get(`/summaries/${file}`, summariesHandler(allStories, format));
  app.get(`/languages/:language/summaries/${file}`, summariesHandler(languageInPath, format));
}

// One route for /stories/a-story, /stories/a-story.md and /stories/a-story.json, because this router rejects overlapping patterns.
app.get('/stories/:file', orRedirect(handleStory));
app.get('/stories/:slug/cite.bib', referencesHandler('bib'));
app.get('/stories/:slug/cite.ris', referencesHandler('ris'));
app.get('/stories/:slug/cite.csl.json', referencesHandler('csl'));
app.get('/stories/:slug/history', historyHandler('history'));
app.get('/stories/:slug/history.json', historyHandler('history.json'));
const reports = () => import('./newsroom/reports/views/readers.ts');
app.get(
  '/stories/:slug/report',
  lazy(async () => (await reports()).handleReportForm),
);
app.post(
  '/stories/:slug/report',
  lazy(async () => (await reports()).receiveReport),
);
const handleCard = lazy(async () => (await import('./readers/card.ts')).handleCard);
app.get('/stories/:slug/card.png', handleCard);
app.get('/stories/:slug/card.jpg', handleCard);
app.get('/media/:file', orRedirect(lazy(async () => (await import('./readers/picture.ts')).handlePicture)));
app.get(
  OEMBED_PATH,
  lazy(async () => (await exports()).handleOembed),
);

app.get('/subscribe', handleSubscribe);
app.get('/subscribe/:page', handleSubscribe);
app.get(OPML_PATH, handleOpml);
app.get('/feeds/:page', handleOpml);

app.get(
  SITEMAP_PATH,
  lazy(async () => (await sitemaps()).handleSitemapIndex),
);
app.get('/sitemaps/listings.xml', handleListingSitemap);
app.get('/sitemaps/listings/:page', handleListingSitemap);
app.get(
  '/sitemaps/stories/:file',
  lazy(async () => (await sitemaps()).handleStorySitemap),
);
app.get(
  '/news-sitemap.xml',
  lazy(async () => (await sitemaps()).handleNewsSitemap),
);

app.get(
  '/robots.txt',
  lazy(async () => (await statics()).handleRobots),
);
app.get(
  LLMS_PATH,
  lazy(async () => (await statics()).handleLlms),
);
app.get(
  SCHEMA_MAP_PATH,
  lazy(async () => (await statics()).handleSchemaMap),
);
app.get(
  SCHEMA_LINES_PATH,
  lazy(async () => (await import('./readers/rendered/edition.ts')).handleSchemaLines),
);
app.get(
  OPEN_SEARCH_PATH,
  lazy(async () => (await statics()).handleOpenSearch),
);
app.get(
  RSL_PATH,
  lazy(async () => (await statics()).handleRsl),
);
app.get(
  EXTENSIONS_PATH,
  lazy(async () => (await statics()).handleExtensions),
);
app.get(
  KEYS_PATH,
  lazy(async () => (await import('./readers/rendered/history.ts')).handleKeys),
);
app.get(
  PUBLICATION_PATH,
  lazy(async () => (await import('./readers/rendered/publication.ts')).handlePublication),
);
app.get(
  '/.well-known/http-message-signatures-directory',
  lazy(async () => (await import('./newsroom/wire/fetching/bot-directory.ts')).handleBotDirectory),
);
app.get(
  '/api/schema/story.json',
  lazy(async () => (await statics()).handleSchema),
);
app.get(
  '/healthz',
  lazy(async () => (await import('./readers/health.ts')).handleHealth),
);

const handleOptions = lazy(async () => (await errors()).handleOptions);
const handleMethodNotAllowed = lazy(async () => (await errors()).handleMethodNotAllowed);
const handleUnknownPath = lazy(async () => (await redirects()).handleUnknownPath);

/** Handles a method other than GET and HEAD at an address for readers. */
const handleOtherMethod: EdgeHandler = (c) =>
  c.req.method === 'OPTIONS' ? handleOptions(c) : handleMethodNotAllowed(c);
// Registered before the API, which would require a token.
app.all('/api/schema/story.json', handleOtherMethod);

app.post(
  '/hub',
  lazy(async () => (await import('./push/hub.ts')).receiveRequest),
);
app.all(
  '/hub',
  lazy(async () => (await import('./push/hub.ts')).refuseMethod),
);

const agents = () => import('./agents/handlers.ts');
app.all(
  MCP_PATH,
  lazy(async () => (await agents()).handleMcp),
);
app.all(
  ASK_PATH,
  lazy(async () => (await agents()).handleAsk),
);

app.all(
  '/websub/:token',
  lazy(async () => (await import('./newsroom/feeds/wire/websub/callback.ts')).handleCallback),
);

/** The API under `/api`, once it is loaded. */
let api: typeof app | undefined;
app.all('/api/*', async (c) => {
  api ??= newApp().route('/api', (await import('./newsroom/api/routes.ts')).api);
  return api.fetch(c.req.raw, c.env, c.executionCtx);
});

/** The newsroom's pages, once they are loaded. */
const handleNewsroom: EdgeHandler = async (c) =>
  (await import('./newsroom/frame/routes.tsx')).newsroom.fetch(c.req.raw, c.env, c.executionCtx);
app.all('/newsroom', handleNewsroom);
app.all('/newsroom/*', handleNewsroom);

// Requests with methods other than GET and HEAD fall through to `notFound`: routes for them would double what the router compiles.
const hasGetRoute = (path: string) => app.router.match('GET', path)[0].length > 0;
app.notFound(async (c) => {
  // What other servers of the fediverse ask for. No route, so that an isolate of readers compiles none.
  if (/^\/(actor(\/|$)|\.well-known\/webfinger$)/.test(c.req.path))
    return (await import('./fediverse/routes.ts')).fediverse.fetch(c.req.raw, c.env, c.executionCtx);
  if (hasGetRoute(c.req.path)) return handleOtherMethod(c);
  // The newsroom's own pages, such as /about. They have no route, because this router accepts no `/:page` beside the others.
  const slug = c.req.path.slice(1);
  if (isPageSlug(slug)) return (await import('./readers/rendered/site-page.ts')).handleSitePage(c, slug);
  return handleUnknownPath(c);
});
app.onError(async (error, c) => (await errors()).handleError(error, c));

const { fetch: fetchByRouter } = app;
// Most requests are for a document that the isolate has sent before.
app.fetch = (request, env, context) =>
  respondAgain(request, env as Env, () => fetchByRouter(request, env, context));

// The router compiles its routes at the first request, which this sends.
warmUp((request, env) => app.fetch(request, env as Env));
