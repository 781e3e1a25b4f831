import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import * as edge from './edge/handlers.ts';
import * as stories from './edge/stories.ts';
import { EXTENSIONS_PATH } from './edition/json-feed.ts';
import { OPML } from './edition/opml.ts';
import { SITEMAP_PATH } from './edition/sitemap.ts';
import { RSL } from './edition/usage.ts';
import type { Env } from './env.ts';
import { OEMBED_PATH } from './export/addresses.ts';

/** The router is Hono's fastest; a route that it cannot take fails every request. */
const newApp = () => new HonoBase<{ Bindings: Env }>({ router: new RegExpRouter() });

/** Every address of the site. */
export const app = newApp();

app.get('/', edge.listing(edge.everything));
app.get('/rss.xml', edge.feed(edge.everything, 'rss'));
app.get('/atom.xml', edge.feed(edge.everything, 'atom'));
app.get('/feed.json', edge.feed(edge.everything, 'json'));
app.get('/archive/:page', edge.archive(edge.everything));
app.get('/archive/:page/rss.xml', edge.archive(edge.everything, 'rss'));
app.get('/archive/:page/atom.xml', edge.archive(edge.everything, 'atom'));
app.get('/archive/:page/feed.json', edge.archive(edge.everything, 'json'));

app.get('/topics/:topic', edge.listing(edge.topic));
app.get('/topics/:topic/rss.xml', edge.feed(edge.topic, 'rss'));
app.get('/topics/:topic/atom.xml', edge.feed(edge.topic, 'atom'));
app.get('/topics/:topic/feed.json', edge.feed(edge.topic, 'json'));
app.get('/topics/:topic/archive/:page', edge.archive(edge.topic));
app.get('/topics/:topic/archive/:page/rss.xml', edge.archive(edge.topic, 'rss'));
app.get('/topics/:topic/archive/:page/atom.xml', edge.archive(edge.topic, 'atom'));
app.get('/topics/:topic/archive/:page/feed.json', edge.archive(edge.topic, 'json'));

app.get('/sources/:domain', edge.listing(edge.source));
app.get('/sources/:domain/rss.xml', edge.feed(edge.source, 'rss'));
app.get('/sources/:domain/atom.xml', edge.feed(edge.source, 'atom'));
app.get('/sources/:domain/feed.json', edge.feed(edge.source, 'json'));
app.get('/sources/:domain/archive/:page', edge.archive(edge.source));
app.get('/sources/:domain/archive/:page/rss.xml', edge.archive(edge.source, 'rss'));
app.get('/sources/:domain/archive/:page/atom.xml', edge.archive(edge.source, 'atom'));
app.get('/sources/:domain/archive/:page/feed.json', edge.archive(edge.source, 'json'));

// As one route for /stories/a-story, /stories/a-story.md and /stories/a-story.json, which this router can take.
app.get('/stories/:file', stories.story);
app.get('/stories/:slug/cite.bib', stories.references('bib'));
app.get('/stories/:slug/cite.ris', stories.references('ris'));
app.get('/stories/:slug/cite.csl.json', stories.references('csl'));
app.get('/stories/:slug/card.png', edge.card);
app.get(OEMBED_PATH, stories.oembed);

app.get(SITEMAP_PATH, edge.sitemap);
app.get('/sitemaps/listings.xml', edge.listingSitemap);
app.get('/sitemaps/listings/:page', edge.listingSitemap);
app.get('/sitemaps/stories/:file', edge.storySitemap);

app.get('/subscribe', edge.subscribe);
app.get('/subscribe/:page', edge.subscribe);
app.get(OPML.path, edge.opml);
app.get('/feeds/:page', edge.opml);
app.get('/news-sitemap.xml', edge.newsSitemap);
app.get('/robots.txt', edge.robots);
app.get(RSL.path, edge.rsl);
app.get(EXTENSIONS_PATH, edge.extensions);
app.get('/api/schema/story.json', edge.schema);
app.get('/healthz', edge.health);

// Whatever is read above takes OPTIONS, and no other method.
for (const path of new Set(app.routes.map((route) => route.path))) app.options(path, edge.preflight);
// Before the API, which would ask for a token.
app.all('/api/schema/story.json', edge.refuseMethod);

app.post('/hub', async (c) => (await import('./push/hub.ts')).request(c));
app.all('/hub', async (c) => (await import('./push/hub.ts')).explain(c));

/** The API under its address, once it is loaded. */
let api: typeof app | undefined;
app.all('/api/*', async (c) => {
  api ??= newApp().route('/api', (await import('./desk/api.ts')).api);
  return api.fetch(c.req.raw, c.env, c.executionCtx);
});

// Other methods are refused here: a route that did so would stand in the way of every request.
const isRead = (path: string) => app.router.match('GET', path)[0].length > 0;
app.notFound((c) => (isRead(c.req.path) ? edge.refuseMethod(c) : edge.missing(c)));
app.onError(edge.failed);

// The router compiles its routes when it is first asked: at the start, so that no request pays for it.
app.router.match('GET', '/');
