import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import * as readers from './edge/readers.ts';
import { rehearse } from './edge/rehearsal.ts';
import { type EdgeHandler, everything, type ScopeOf, source, topic } from './edge/scopes.ts';
import { EXTENSIONS_PATH, OPML_PATH, RSL_PATH, SITEMAP_PATH } from './edition/paths.ts';
import type { Format } from './edition/scope.ts';
import type { Env } from './env.ts';
import { OEMBED_PATH } from './export/addresses.ts';

/** The router is Hono's fastest; a route that it cannot take fails every request. */
const newApp = () => new HonoBase<{ Bindings: Env }>({ router: new RegExpRouter() });

/** Every address of the site. */
export const app = newApp();

/** A handler whose module is loaded when its address is first asked for. */
function late(load: () => Promise<EdgeHandler>): EdgeHandler {
  let handler: EdgeHandler | undefined;
  return async (c) => {
    handler ??= await load();
    return handler(c);
  };
}

const archives = () => import('./edge/rendered/archives.ts');
const stories = () => import('./edge/rendered/stories.ts');
const lists = () => import('./edge/rendered/lists.ts');
const fixed = () => import('./edge/rendered/fixed.ts');
const troubles = () => import('./edge/troubles.ts');

const preflight = late(async () => (await troubles()).preflight);
const refuseMethod = late(async () => (await troubles()).refuseMethod);
const missing = late(async () => (await troubles()).missing);

const archive = (scopeOf: ScopeOf, format?: Format) =>
  late(async () => (await archives()).archive(scopeOf, format));
const references = (format: 'bib' | 'ris' | 'csl') => late(async () => (await stories()).references(format));
const list = (name: 'subscribe' | 'opml' | 'sitemap' | 'listingSitemap' | 'storySitemap' | 'newsSitemap') =>
  late(async () => (await lists())[name]);
const unchanging = (name: 'robots' | 'rsl' | 'extensions' | 'schema') =>
  late(async () => (await fixed())[name]);

app.get('/', readers.listing(everything));
app.get('/rss.xml', readers.feed(everything, 'rss'));
app.get('/atom.xml', readers.feed(everything, 'atom'));
app.get('/feed.json', readers.feed(everything, 'json'));
app.get('/archive/:page', archive(everything));
app.get('/archive/:page/rss.xml', archive(everything, 'rss'));
app.get('/archive/:page/atom.xml', archive(everything, 'atom'));
app.get('/archive/:page/feed.json', archive(everything, 'json'));

app.get('/topics/:topic', readers.listing(topic));
app.get('/topics/:topic/rss.xml', readers.feed(topic, 'rss'));
app.get('/topics/:topic/atom.xml', readers.feed(topic, 'atom'));
app.get('/topics/:topic/feed.json', readers.feed(topic, 'json'));
app.get('/topics/:topic/archive/:page', archive(topic));
app.get('/topics/:topic/archive/:page/rss.xml', archive(topic, 'rss'));
app.get('/topics/:topic/archive/:page/atom.xml', archive(topic, 'atom'));
app.get('/topics/:topic/archive/:page/feed.json', archive(topic, 'json'));

app.get('/sources/:domain', readers.listing(source));
app.get('/sources/:domain/rss.xml', readers.feed(source, 'rss'));
app.get('/sources/:domain/atom.xml', readers.feed(source, 'atom'));
app.get('/sources/:domain/feed.json', readers.feed(source, 'json'));
app.get('/sources/:domain/archive/:page', archive(source));
app.get('/sources/:domain/archive/:page/rss.xml', archive(source, 'rss'));
app.get('/sources/:domain/archive/:page/atom.xml', archive(source, 'atom'));
app.get('/sources/:domain/archive/:page/feed.json', archive(source, 'json'));

// One route for /stories/a-story, /stories/a-story.md and /stories/a-story.json: this router refuses patterns that overlap.
app.get('/stories/:file', readers.story);
app.get('/stories/:slug/cite.bib', references('bib'));
app.get('/stories/:slug/cite.ris', references('ris'));
app.get('/stories/:slug/cite.csl.json', references('csl'));
app.get(
  '/stories/:slug/card.png',
  late(async () => (await import('./edge/card.ts')).card),
);
app.get(
  OEMBED_PATH,
  late(async () => (await stories()).oembed),
);

app.get(SITEMAP_PATH, list('sitemap'));
app.get('/sitemaps/listings.xml', list('listingSitemap'));
app.get('/sitemaps/listings/:page', list('listingSitemap'));
app.get('/sitemaps/stories/:file', list('storySitemap'));

app.get('/subscribe', list('subscribe'));
app.get('/subscribe/:page', list('subscribe'));
app.get(OPML_PATH, list('opml'));
app.get('/feeds/:page', list('opml'));
app.get('/news-sitemap.xml', list('newsSitemap'));
app.get('/robots.txt', unchanging('robots'));
app.get(RSL_PATH, unchanging('rsl'));
app.get(EXTENSIONS_PATH, unchanging('extensions'));
app.get('/api/schema/story.json', unchanging('schema'));
app.get(
  '/healthz',
  late(async () => (await import('./edge/health.ts')).health),
);

// What is read takes OPTIONS and no other method.
const otherMethod: EdgeHandler = (c) => (c.req.method === 'OPTIONS' ? preflight(c) : refuseMethod(c));
// Before the API, which would ask for a token.
app.all('/api/schema/story.json', otherMethod);

app.post(
  '/hub',
  late(async () => (await import('./push/hub.ts')).receiveRequest),
);
app.all(
  '/hub',
  late(async () => (await import('./push/hub.ts')).refuseMethod),
);

/** The API under its address, once it is loaded. */
let api: typeof app | undefined;
app.all('/api/*', async (c) => {
  api ??= newApp().route('/api', (await import('./api/routes.ts')).api);
  return api.fetch(c.req.raw, c.env, c.executionCtx);
});

// Other methods are answered here: routes for them would double what the router compiles.
const isRead = (path: string) => app.router.match('GET', path)[0].length > 0;
app.notFound((c) => (isRead(c.req.path) ? otherMethod(c) : missing(c)));
app.onError(async (error, c) => (await troubles()).failed(error, c));

// The router, too, compiles its routes when it is first asked.
rehearse((request, env) => app.fetch(request, env as Env));
