import { Feed } from 'feed';
import { formatList, wordsOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { element } from '../../lib/xml.ts';
import type { Site } from '../../site.ts';
import { pictureUrl, storyUrl, topicTitle } from '../../site.ts';
import { lastChange } from '../../story/story.ts';
import { channelOf } from '../channel.ts';
import { contentHtml, mediaDescription, summaryText } from '../content.ts';
import { contentMarkdown } from '../content-markdown.ts';
import { type FeedEntry, type FeedPage, WITH_MARKDOWN } from '../edition.ts';
import { FEED_TTL_MINUTES, FORMATS } from '../scope.ts';
import { sourceLinks } from '../sources.ts';
import { RSL, type RslTerms, rslTerms } from '../usage.ts';
import { feedItems, isWithdrawalNotice, type WithdrawalNotice } from '../withdrawal.ts';
import { DISCLOSURE_NAMESPACES, disclosureElements } from './disclosure.ts';
import { FEED_HISTORY_NAMESPACE, feedDocumentUrl, historyLinks, hubsOf } from './feed-links.ts';
import * as repair from './feed-repairs.ts';
import { cachePerItem } from './item-cache.ts';
import { notHtml } from './not-html.ts';

/** Renders a feed page as an RSS 2.0 document that follows the RSS Advisory Board's profile. */
export function renderRss(page: FeedPage, site: Site): string {
  const channel = channelOf(page, site);
  const self = feedDocumentUrl(page, site, 'rss');
  const feed = new Feed({
    id: channel.id,
    title: repair.text(notHtml(channel.title)),
    description: repair.text(notHtml(channel.description)),
    link: channel.homePageUrl,
    language: site.language,
    updated: new Date(page.updated),
    ttl: FEED_TTL_MINUTES,
    image: repair.text(site.logo.url),
    copyright: repair.text(site.copyright ?? ''),
    docs: 'https://www.rssboard.org/rss-specification',
    generator: 'Edgewire',
    feedLinks: { rss: self },
  });
  feed.addExtension(
    repair.declareNamespaces({
      'xmlns:dcterms': 'http://purl.org/dc/terms/',
      'xmlns:media': 'http://search.yahoo.com/mrss/',
      'xmlns:source': 'http://source.scripting.com/',
      ...DISCLOSURE_NAMESPACES,
      ...(rslTerms(site.usage) ? { 'xmlns:rsl': RSL.namespace } : {}),
      ...(page.archive ? { 'xmlns:fh': FEED_HISTORY_NAMESPACE } : {}),
    }),
  );
  feed.addExtension(
    repair.channelLinks([
      // SimplePie (FreshRSS, WordPress) takes the first alternate for the home page, whatever `link` says.
      { rel: 'alternate', type: 'text/html', href: channel.homePageUrl },
      { rel: 'self', type: FORMATS.rss.type, href: self },
      ...hubsOf(page, site).map((href) => ({ rel: 'hub', href })),
      { rel: 'alternate', type: FORMATS.atom.type, href: feedDocumentUrl(page, site, 'atom') },
      { rel: 'alternate', type: FORMATS.json.type, href: feedDocumentUrl(page, site, 'json') },
      ...historyLinks(page, site, 'rss').map(({ rel, href }) => ({ rel, type: FORMATS.rss.type, href })),
      ...(site.license ? [{ rel: 'license', href: site.license }] : []),
    ]),
  );
  const items = feedItems(page, site);
  if (items.length > 0) feed.addItem(repair.itemsPlaceholder(channel.homePageUrl));
  const rss = repair.insertItems(feed.rss2(), limitMarkdown(renderItems(items, site)));
  return repair.insertChannelElements(rss, [
    ...managingEditor(site),
    ...(page.archive ? [element('fh:archive', {})] : []),
  ]);
}

/** Renders who answers for the feed, in the form that the RSS Advisory Board recommends: "editor@news.example (Ann Lee)". */
function managingEditor({ responsible }: Site): string[] {
  if (!responsible?.email) return [];
  const text = `${responsible.email} (${notHtml(isolateIfUnbalanced(responsible.name))})`;
  return [element('managingEditor', {}, { text })];
}

const renderItems = cachePerItem((items, site) => {
  const feed = new Feed({ id: '', title: '', copyright: '' });
  for (const [index, item] of items.entries()) {
    feed.addItem(isWithdrawalNotice(item) ? toNoticeItem(item, index) : toItem(item, site, index));
  }
  return repair.fillItems(
    feed.rss2(),
    items.map((item) =>
      (isWithdrawalNotice(item) ? noticeElements(item, site) : itemElements(item, site)).join(''),
    ),
  );
});

const MARKDOWN = /\n *<source:markdown>[^<]*<\/source:markdown>/;

/** Leaves the Markdown out of older items. */
const limitMarkdown = (items: readonly string[]) =>
  items.map((item, index) => (index < WITH_MARKDOWN ? item : item.replace(MARKDOWN, '')));

/** Renders the elements of a notice that `feed` has no option for. */
function noticeElements({ language, withdrawnAt }: WithdrawalNotice, site: Site): string[] {
  return [
    creator(site.authors, language, site),
    repair.itemElement('atom:updated', {}, withdrawnAt),
    ...(language === site.language ? [] : [repair.itemElement('dc:language', {}, language)]),
  ];
}

/** Renders the elements of a story's item that `feed` has no option for. */
function itemElements(entry: FeedEntry, site: Site): string[] {
  const sources = sourceLinks(entry);
  const elements = [
    creator(entry.author.length > 0 ? entry.author : site.authors, entry.inLanguage, site),
    repair.itemElement('atom:updated', {}, lastChange(entry).toISOString()),
    ...sources.map((source) => repair.itemElement('atom:link', source)),
    ...(entry.license ? [repair.itemElement('atom:link', { rel: 'license', href: entry.license })] : []),
    ...sources.map(({ href }) => repair.itemElement('dcterms:references', {}, href)),
  ];
  if (entry.inLanguage !== site.language) {
    elements.push(repair.itemElement('dc:language', {}, entry.inLanguage));
  }
  if (entry.image) {
    const { width, height, encodingFormat, credit } = entry.image;
    const url = pictureUrl(site, entry.image);
    const description = mediaDescription(entry.image);
    elements.push(
      repair.itemElement('media:content', { url, medium: 'image', type: encodingFormat, width, height }, [
        ...(description
          ? [repair.itemElement('media:description', { type: 'plain' }, description, repair.INNER_INDENT)]
          : []),
        ...(credit ? [repair.itemElement('media:credit', {}, credit, repair.INNER_INDENT)] : []),
      ]),
    );
  }
  elements.push(...disclosureElements(entry).map(repair.itemLine));
  // NetNewsWire renders this in place of the content, so it has all of it.
  const markdown = contentMarkdown(entry, site);
  if (markdown !== undefined) elements.push(repair.itemElement('source:markdown', {}, markdown));
  const terms = rslTerms(site.usage);
  if (terms) elements.push(licence(storyUrl(site, entry.slug), terms));
  return elements;
}

const toNoticeItem = (notice: WithdrawalNotice, index: number): Parameters<Feed['addItem']>[0] => ({
  title: repair.text(notice.title),
  id: repair.text(notice.identifier),
  link: notice.url,
  date: new Date(notice.withdrawnAt),
  published: new Date(notice.datePublished),
  description: repair.htmlText(notice.summary),
  content: repair.html(notice.html),
  extensions: [repair.plainTitle(notice.title), repair.itemPlaceholder(index)],
});

/**
 * Renders the authors of an item. The RSS Advisory Board allows one `dc:creator` per author, but most readers show only one of
 * them: gofeed, rss-parser, Feedjira (Feedbin), KDE's Syndication and FreshRSS the first, Miniflux the last. So one element
 * names them all, as newspapers do: "Ann Lee and Bo Li". Atom and JSON Feed list them one by one. RSS cannot do that in a second
 * element, such as `dcterms:creator`, because @rowanmanning/feed-parser would count the authors twice.
 */
function creator(authors: readonly { name: string }[], language: string, site: Site): string {
  const names = authors.map(({ name }) => (authors.length > 1 ? isolateIfUnbalanced(name) : name));
  return repair.itemElement('dc:creator', {}, notHtml(formatList(wordsOf(language, site.language), names)));
}

function toItem(entry: FeedEntry, site: Site, index: number): Parameters<Feed['addItem']>[0] {
  const title = notHtml(isolateIfUnbalanced(entry.headline));
  return {
    title: repair.text(title),
    id: repair.text(entry.identifier),
    link: storyUrl(site, entry.slug),
    date: lastChange(entry),
    published: new Date(entry.datePublished),
    description: repair.htmlText(summaryText(entry, site)),
    content: repair.html(contentHtml(entry, site)),
    category: entry.keywords.map((topic) => ({ name: repair.text(notHtml(topicTitle(site, topic))) })),
    extensions: [repair.plainTitle(title), repair.itemPlaceholder(index)],
  };
}

/** Renders the RSL licence of a story (RSL 1.0, "RSS"). */
function licence(url: string, { permits, prohibits }: RslTerms): string {
  const indent = repair.INNER_INDENT;
  const usage = (name: string, tokens: readonly string[]) =>
    tokens.length > 0 ? [repair.itemElement(name, { type: 'usage' }, tokens.join(' '), `${indent}    `)] : [];
  const terms = [...usage('rsl:permits', permits), ...usage('rsl:prohibits', prohibits)];
  return repair.itemElement('rsl:content', { url }, [repair.itemElement('rsl:license', {}, terms, indent)]);
}
