import { Feed } from 'feed';
import { list, wordsOf } from '../language/words.ts';
import { bounded } from '../lib/bidi.ts';
import type { Site } from '../site.ts';
import { pictureUrl, storyUrl, topicTitle } from '../site.ts';
import { lastChange } from '../story/story.ts';
import { channelOf } from './channel.ts';
import { contentHtml, mediaDescription, summaryText } from './content.ts';
import type { Entry, FeedPage } from './edition.ts';
import * as complete from './feed-repairs.ts';
import { FEED_HISTORY, historyLinks, hubsOf, sheetUrl } from './history.ts';
import { renderedOnce } from './items.ts';
import { FEED_TTL_MINUTES, FORMATS } from './scope.ts';
import { linkedSources } from './sources.ts';
import { RSL, type RslTerms, rslTerms } from './usage.ts';
import { feedItems, isNotice, type WithdrawalNotice } from './withdrawal.ts';

/** The sheet as an RSS 2.0 document, by the RSS Advisory Board's profile. */
export function renderRss(sheet: FeedPage, site: Site): string {
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
      // The first alternate is the home page to SimplePie (FreshRSS, WordPress), whatever `link` says.
      { rel: 'alternate', type: 'text/html', href: channel.homePageUrl },
      { rel: 'self', type: FORMATS.rss.type, href: self },
      ...hubsOf(sheet, site).map((href) => ({ rel: 'hub', href })),
      { rel: 'alternate', type: FORMATS.atom.type, href: sheetUrl(sheet, site, 'atom') },
      { rel: 'alternate', type: FORMATS.json.type, href: sheetUrl(sheet, site, 'json') },
      ...historyLinks(sheet, site, 'rss').map(({ rel, href }) => ({ rel, type: FORMATS.rss.type, href })),
      ...(site.license ? [{ rel: 'license', href: site.license }] : []),
    ]),
  );
  const items = feedItems(sheet, site);
  if (items.length > 0) feed.addItem(complete.itemsMark(channel.homePageUrl));
  const rss = complete.withItems(feed.rss2(), renderItems(items, site));
  return sheet.archive ? complete.markArchive(rss) : rss;
}

const renderItems = renderedOnce((items, site) => {
  const feed = new Feed({ id: '', title: '', copyright: '' });
  for (const [index, item] of items.entries()) {
    feed.addItem(isNotice(item) ? toNoticeItem(item, index) : toItem(item, site, index));
  }
  return complete.completeItems(
    feed.rss2(),
    items.map((item) => (isNotice(item) ? noticeElements(item, site) : itemElements(item, site)).join('')),
  );
});

/** What a notice says that `feed` has no option for. */
function noticeElements({ language, withdrawnAt }: WithdrawalNotice, site: Site): string[] {
  return [
    creator(site.authors, language, site),
    complete.itemElement('atom:updated', {}, withdrawnAt),
    ...(language === site.language ? [] : [complete.itemElement('dc:language', {}, language)]),
  ];
}

/** What an item says that `feed` has no option for. */
function itemElements(entry: Entry, site: Site): string[] {
  const sources = linkedSources(entry);
  const elements = [
    creator(entry.author.length > 0 ? entry.author : site.authors, entry.inLanguage, site),
    complete.itemElement('atom:updated', {}, lastChange(entry).toISOString()),
    ...sources.map((source) => complete.itemElement('atom:link', source)),
    ...(entry.license ? [complete.itemElement('atom:link', { rel: 'license', href: entry.license })] : []),
    ...sources.map(({ href }) => complete.itemElement('dcterms:references', {}, href)),
  ];
  if (entry.inLanguage !== site.language) {
    elements.push(complete.itemElement('dc:language', {}, entry.inLanguage));
  }
  if (entry.image) {
    const { width, height, encodingFormat, credit } = entry.image;
    const url = pictureUrl(site, entry.image);
    const description = mediaDescription(entry.image);
    elements.push(
      complete.itemElement('media:content', { url, medium: 'image', type: encodingFormat, width, height }, [
        ...(description
          ? [complete.itemElement('media:description', { type: 'plain' }, description, complete.INNER_INDENT)]
          : []),
        ...(credit ? [complete.itemElement('media:credit', {}, credit, complete.INNER_INDENT)] : []),
      ]),
    );
  }
  const terms = rslTerms(site.usage);
  if (terms) elements.push(licence(storyUrl(site, entry.slug), terms));
  return elements;
}

const toNoticeItem = (notice: WithdrawalNotice, index: number): Parameters<Feed['addItem']>[0] => ({
  title: complete.text(notice.title),
  id: complete.text(notice.identifier),
  link: notice.url,
  date: new Date(notice.withdrawnAt),
  published: new Date(notice.datePublished),
  description: complete.htmlText(notice.summary),
  content: complete.html(notice.html),
  extensions: [complete.plainTitle(notice.title), complete.itemMark(index)],
});

/**
 * Who wrote an item. The RSS Advisory Board allows a `dc:creator` for each author, but most readers take only one: gofeed,
 * rss-parser, Feedjira (Feedbin), KDE's Syndication and FreshRSS show the first, Miniflux the last. So that no name is lost,
 * one element has all of them, as in a newspaper: "Ann Lee and Bo Li". Atom and JSON Feed list them one by one; an additional
 * `dcterms:creator` for each would count as more authors in @rowanmanning/feed-parser.
 */
function creator(authors: readonly { name: string }[], language: string, site: Site): string {
  const names = authors.map(({ name }) => (authors.length > 1 ? bounded(name) : name));
  return complete.itemElement('dc:creator', {}, list(wordsOf(language, site.language), names));
}

function toItem(entry: Entry, site: Site, index: number): Parameters<Feed['addItem']>[0] {
  return {
    title: complete.text(bounded(entry.headline)),
    id: complete.text(entry.identifier),
    link: storyUrl(site, entry.slug),
    date: lastChange(entry),
    published: new Date(entry.datePublished),
    description: complete.htmlText(summaryText(entry, site)),
    content: complete.html(contentHtml(entry, site)),
    category: entry.keywords.map((topic) => ({ name: complete.text(topicTitle(site, topic)) })),
    extensions: [complete.plainTitle(bounded(entry.headline)), complete.itemMark(index)],
  };
}

/** The story's RSL licence (RSL 1.0, "RSS"). */
function licence(url: string, { permits, prohibits }: RslTerms): string {
  const indent = complete.INNER_INDENT;
  const usage = (name: string, tokens: readonly string[]) =>
    tokens.length > 0
      ? [complete.itemElement(name, { type: 'usage' }, tokens.join(' '), `${indent}    `)]
      : [];
  const terms = [...usage('rsl:permits', permits), ...usage('rsl:prohibits', prohibits)];
  return complete.itemElement('rsl:content', { url }, [
    complete.itemElement('rsl:license', {}, terms, indent),
  ]);
}
