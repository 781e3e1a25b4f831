import { Feed } from 'feed';
import type { Site } from '../site.ts';
import { storyUrl, topicTitle } from '../site.ts';
import { lastChange } from '../story/story.ts';
import { channelOf, FEED_TTL_MINUTES } from './channel.ts';
import * as complete from './completion.ts';
import { contentHtml, summaryText } from './content.ts';
import type { Entry, Sheet } from './edition.ts';
import { FEED_HISTORY, historyLinks, hubsOf, sheetUrl } from './history.ts';
import { FORMATS } from './scope.ts';
import { linkedSources } from './sources.ts';
import { RSL, type RslTerms, rslTerms } from './usage.ts';

/** The sheet as an RSS 2.0 document, by the RSS Advisory Board's profile. */
export function renderRss(sheet: Sheet, site: Site): string {
  const channel = channelOf(sheet, site);
  const self = sheetUrl(sheet, site, 'rss');
  const feed = new Feed({
    id: channel.id,
    title: complete.text(channel.title),
    description: complete.text(channel.description),
    link: channel.homePageUrl,
    language: site.language,
    updated: new Date(sheet.updated),
    ttl: FEED_TTL_MINUTES,
    image: complete.text(site.logo.url),
    copyright: complete.text(site.copyright ?? ''),
    docs: 'https://www.rssboard.org/rss-specification',
    generator: 'Edgewire',
    feedLinks: { rss: self },
  });
  feed.addExtension(
    complete.namespaces({
      'xmlns:dcterms': 'http://purl.org/dc/terms/',
      'xmlns:media': 'http://search.yahoo.com/mrss/',
      ...(rslTerms(site.usage) ? { 'xmlns:rsl': RSL.namespace } : {}),
      ...(sheet.archive ? { 'xmlns:fh': FEED_HISTORY } : {}),
    }),
  );
  feed.addExtension(
    complete.channelLinks([
      { rel: 'self', type: FORMATS.rss.type, href: self },
      ...hubsOf(sheet, site).map((href) => ({ rel: 'hub', href })),
      { rel: 'alternate', type: FORMATS.atom.type, href: sheetUrl(sheet, site, 'atom') },
      { rel: 'alternate', type: FORMATS.json.type, href: sheetUrl(sheet, site, 'json') },
      ...historyLinks(sheet, site, 'rss').map(({ rel, href }) => ({ rel, type: FORMATS.rss.type, href })),
      ...(site.license ? [{ rel: 'license', href: site.license }] : []),
    ]),
  );
  for (const entry of sheet.entries) feed.addItem(toItem(entry, site));
  return sheet.archive ? complete.markArchive(feed.rss2()) : feed.rss2();
}

function toItem(entry: Entry, site: Site): Parameters<Feed['addItem']>[0] {
  const sources = linkedSources(entry);
  const creators = entry.author.length > 0 ? entry.author : site.authors;
  const extensions = [
    complete.plainTitle(entry.headline),
    complete.extension(
      'dc:creator',
      creators.map(({ name }) => ({ _text: complete.text(name) })),
    ),
    complete.extension('atom:updated', { _text: lastChange(entry).toISOString() }),
    complete.extension('atom:link', [
      ...sources.map(complete.attributes),
      ...(entry.license ? [complete.attributes({ rel: 'license', href: entry.license })] : []),
    ]),
    complete.extension(
      'dcterms:references',
      sources.map(({ href }) => ({ _text: complete.text(href) })),
    ),
  ];
  if (entry.inLanguage !== site.language) {
    extensions.push(complete.extension('dc:language', { _text: entry.inLanguage }));
  }
  if (entry.image) {
    const { url, width, height, encodingFormat, caption } = entry.image;
    extensions.push(
      complete.extension('media:content', {
        ...complete.attributes({ url, medium: 'image', type: encodingFormat, width, height }),
        ...(caption
          ? { 'media:description': { _attributes: { type: 'plain' }, _text: complete.text(caption) } }
          : {}),
      }),
    );
  }
  const terms = rslTerms(site.usage);
  if (terms) extensions.push(licence(storyUrl(site, entry.slug), terms));
  return {
    title: complete.text(entry.headline),
    id: complete.text(entry.identifier),
    link: storyUrl(site, entry.slug),
    date: lastChange(entry),
    published: new Date(entry.datePublished),
    description: complete.htmlText(summaryText(entry, site)),
    content: complete.html(contentHtml(entry, site)),
    category: entry.keywords.map((topic) => ({ name: complete.text(topicTitle(site, topic)) })),
    extensions,
  };
}

/** The story's RSL licence (RSL 1.0, "RSS"). */
function licence(url: string, { permits, prohibits }: RslTerms) {
  const usage = (tokens: string[]) => ({ _attributes: { type: 'usage' }, _text: tokens.join(' ') });
  return complete.extension('rsl:content', {
    ...complete.attributes({ url }),
    'rsl:license': {
      ...(permits.length > 0 ? { 'rsl:permits': usage(permits) } : {}),
      ...(prohibits.length > 0 ? { 'rsl:prohibits': usage(prohibits) } : {}),
    },
  });
}
