import { element } from '../../../lib/xml.ts';
import type { Site } from '../../../settings/site.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Newsroom, NewsroomContext } from '../../frame/context.ts';
import { newsroomUrl } from '../../people/desk/invitation-link.ts';
import { limitSignIn } from '../../sign-in/rate.ts';
import { languageFor } from '../../words/catalogs.ts';
import { type Translate, translatorOf } from '../../words/words.ts';
import type { Notice, NoticeFeed } from '../desk/notices.ts';

/** Where everybody's feed is. The secret is in the query, which the log of the Worker leaves out. */
export const NOTICES_FEED = '/newsroom/notices.atom';

export const noticesUrl = (siteUrl: string, secret: string): string =>
  `${new URL(NOTICES_FEED, newsroomUrl(siteUrl)).href}?secret=${secret}`;

function toEntry(
  t: Translate,
  { id, kind, title: said, values, words, path, at }: Notice,
  home: string,
): string {
  const title = t(said, values);
  const parts = [
    element('id', {}, { text: `urn:uuid:${id}` }),
    element('title', {}, { text: title }),
    element('published', {}, { text: at }),
    element('updated', {}, { text: at }),
    element('link', { rel: 'alternate', type: 'text/html', href: new URL(path, home).href }),
    element('category', { term: kind }),
    element('content', { type: 'text' }, { text: words === null ? title : `“${words}”` }),
  ];
  return element('entry', {}, { xml: parts.join('') });
}

/** Renders somebody's feed in their language, as an Atom 1.0 document (RFC 4287). It does not name its own address, which is a secret. */
function renderNotices(t: Translate, { person, made, notices }: NoticeFeed, site: Site): string {
  const home = newsroomUrl(site.url);
  const parts = [
    element('id', {}, { text: `tag:${site.taggingEntity}:newsroom/people/${person.id}` }),
    element('title', {}, { text: t('{site}: what {name} is told', { site: site.title, name: person.name }) }),
    element('updated', {}, { text: notices[0]?.at ?? made }),
    element('author', {}, { xml: element('name', {}, { text: site.title }) }),
    element('link', { rel: 'alternate', type: 'text/html', href: home }),
    ...notices.map((notice) => toEntry(t, notice, home)),
  ];
  const feed = element('feed', { xmlns: 'http://www.w3.org/2005/Atom' }, { xml: parts.join('\n') });
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed}\n`;
}

async function showFeed(c: NewsroomContext): Promise<Response> {
  await limitSignIn(c);
  c.header('Cache-Control', 'private, no-store');
  c.header('Referrer-Policy', 'no-referrer');
  const feed = await deskOf(c.env).notices.feed(c.req.query('secret') ?? '', Date.now());
  if (!feed) return c.text(`${c.get('t')('There is no such feed.')}\n`, 404);
  c.header('Content-Type', 'application/atom+xml; charset=utf-8');
  const language = await languageFor(c.env, feed.person, c.get('site'));
  return c.body(renderNotices(translatorOf(language), feed, c.get('site')));
}

export function addNoticesFeed(newsroom: Newsroom): void {
  newsroom.get(NOTICES_FEED, showFeed);
}
