import { Feed, type Item } from 'feed';
import { formatList, wordsOf } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { element } from '../../../lib/xml.ts';
import type { Site } from '../../../settings/site.ts';
import { pictureUrl, storyUrl, topicTitle } from '../../../settings/site.ts';
import { namespaceOf, statedLines } from '../../story/line-fields.ts';
import { lastChange } from '../../story/story.ts';
import { channelOf } from '../channel.ts';
import { feedPicture, feedThumbnails, mediaDescription, summaryText } from '../content.ts';
import { contentMarkdown } from '../content-markdown.ts';
import { type FeedEntry, type FeedPage, WITH_MARKDOWN } from '../edition.ts';
import { cachePerItem } from '../item-cache.ts';
import { FEED_TTL_MINUTES, FORMATS } from '../scope.ts';
import { sourceLinks } from '../sources.ts';
import { translationLinks } from '../translation-links.ts';
import { RSL, type RslTerms, rslTerms } from '../usage.ts';
import { type FeedItem, feedItems, isWithdrawalNotice, type WithdrawalNotice } from '../withdrawal.ts';
import { DISCLOSURE_NAMESPACES, disclosureElements } from './disclosure.ts';
import { FEED_HISTORY_NAMESPACE, feedDocumentUrl, historyLinks, hubsOf } from './feed-links.ts';
import * as repair from './feed-repairs.ts';
import { itemHtml } from './item-html.ts';
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
    language: channel.language,
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
  feed.addExtension(repair.CHANNEL_LINKS);
  const links = [
    // SimplePie (FreshRSS, WordPress) takes the first alternate for the home page, whatever `link` says.
    { rel: 'alternate', type: 'text/html', href: channel.homePageUrl },
    { rel: 'self', type: FORMATS.rss.type, href: self },
    ...hubsOf(page, site).map((href) => ({ rel: 'hub', href })),
    { rel: 'alternate', type: FORMATS.atom.type, href: feedDocumentUrl(page, site, 'atom') },
    { rel: 'alternate', type: FORMATS.json.type, href: feedDocumentUrl(page, site, 'json') },
    ...historyLinks(page, site, 'rss').map(({ rel, href }) => ({ rel, type: FORMATS.rss.type, href })),
    ...(site.license ? [{ rel: 'license', href: site.license }] : []),
  ];
  const items = feedItems(page, site);
  if (items.length > 0) feed.addItem(repair.ITEMS);
  const rss = repair.fillChannel(feed.rss2(), links, [
    ...managingEditor(site),
    ...(page.archive ? [element('fh:archive', {})] : []),
  ]);
  const markdown = renderMarkdown(items.slice(0, WITH_MARKDOWN), site);
  return repair.insertItems(
    rss,
    renderItems(items, site).flatMap(({ start, html, middle, end }, index) => [
      start,
      html,
      middle,
      markdown[index] ?? '',
      end,
    ]),
  );
}

/** Renders who answers for the feed, in the form that the RSS Advisory Board recommends: "editor@news.example (Ann Lee)". */
function managingEditor({ responsible }: Site): string[] {
  if (!responsible?.email) return [];
  const text = `${responsible.email} (${notHtml(isolateIfUnbalanced(responsible.name))})`;
  return [element('managingEditor', {}, { text })];
}

/** Renders an item. Its Markdown belongs between `middle` and `end`: only the newest have it. */
const renderItems = cachePerItem((items, site) => {
  const feed = new Feed({ id: '', title: '', copyright: '' });
  for (const item of items) feed.addItem(isWithdrawalNotice(item) ? toNoticeItem(item) : toItem(item, site));
  const terms = rslTerms(site.usage);
  const html = itemHtml(items, site);
  return repair.openItems(feed.rss2()).map((written, index) => {
    const item = items[index] as FeedItem;
    const isNotice = isWithdrawalNotice(item);
    const [summary, elements] = isNotice
      ? [item.summary, noticeElements(item, site)]
      : [summaryText(item, site), itemElements(item, site)];
    return {
      start: [written, repair.contentStart(summary)].join(''),
      html: html[index] as string,
      middle: [repair.CONTENT_END, ...elements].join(''),
      end: repair.closeItem(isNotice || !terms ? [] : [licence(storyUrl(site, item.slug), terms)]),
    };
  });
});

// NetNewsWire renders this in place of the content, so it has all of it.
const renderMarkdown = cachePerItem((items, site) =>
  items.map((item) => {
    const markdown = isWithdrawalNotice(item) ? undefined : contentMarkdown(item, site);
    return markdown === undefined ? '' : repair.itemElement('source:markdown', {}, markdown);
  }),
);

/** Renders the elements of a notice that `feed` has no option for. */
function noticeElements({ language, withdrawnAt }: WithdrawalNotice, site: Site): string[] {
  return [
    creator(site.authors, language, site),
    repair.itemElement('atom:updated', {}, withdrawnAt),
    ...(language === site.language ? [] : [repair.itemElement('dc:language', {}, language)]),
  ];
}

/** Renders the elements of a story's item that `feed` has no option for, up to its Markdown. */
function itemElements(entry: FeedEntry, site: Site): string[] {
  const sources = sourceLinks(entry);
  const elements = [
    ...entry.keywords.map((topic) => repair.itemElement('category', {}, notHtml(topicTitle(site, topic)))),
    creator(entry.author.length > 0 ? entry.author : site.authors, entry.inLanguage, site),
    repair.itemElement('atom:updated', {}, lastChange(entry).toISOString()),
    ...sources.map((source) => repair.itemElement('atom:link', source)),
    ...alternates(entry, site).map((each) => repair.itemElement('atom:link', each)),
    ...(entry.license ? [repair.itemElement('atom:link', { rel: 'license', href: entry.license })] : []),
    ...sources.map(({ href }) => repair.itemElement('dcterms:references', {}, href)),
    ...statedLines(entry).map(({ row: { xml }, value }) =>
      repair.itemElement(xml.name, namespaceOf(xml), value),
    ),
  ];
  if (entry.inLanguage !== site.language) {
    elements.push(repair.itemElement('dc:language', {}, entry.inLanguage));
  }
  if (entry.image) {
    const picture = feedPicture(entry, entry.image);
    const { width, height, encodingFormat, credit } = picture;
    const url = pictureUrl(site, picture);
    const description = mediaDescription(entry.image);
    elements.push(
      repair.itemElement('media:content', { url, medium: 'image', type: encodingFormat, width, height }, [
        ...(description
          ? [repair.itemElement('media:description', { type: 'plain' }, description, repair.INNER_INDENT)]
          : []),
        ...(credit ? [repair.itemElement('media:credit', {}, credit, repair.INNER_INDENT)] : []),
      ]),
      ...feedThumbnails(entry, site).map((thumbnail) => repair.itemElement('media:thumbnail', thumbnail)),
    );
  }
  elements.push(...disclosureElements(entry).map(repair.itemLine));
  return elements;
}

/**
 * Returns links to the story in other languages. Readers that have `link` look at these, too: SimplePie takes the first alternate for the
 * item's page, and Python's feedparser the last. So the item's own page comes first and last, as in Atom.
 */
function alternates(entry: FeedEntry, site: Site): Record<string, string>[] {
  const links = translationLinks(entry, site);
  const own = { rel: 'alternate', type: 'text/html', href: storyUrl(site, entry.slug) };
  return links.length > 0 ? [own, ...links, { ...own, hreflang: entry.inLanguage }] : [];
}

const toNoticeItem = (notice: WithdrawalNotice): Item => ({
  title: repair.text(notice.title),
  id: repair.text(notice.identifier),
  link: notice.url,
  date: new Date(notice.datePublished),
  extensions: [repair.plainTitle(notice.title)],
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

function toItem(entry: FeedEntry, site: Site): Item {
  const title = notHtml(isolateIfUnbalanced(entry.headline));
  return {
    title: repair.text(title),
    id: repair.text(entry.identifier),
    link: storyUrl(site, entry.slug),
    date: new Date(entry.datePublished),
    extensions: [repair.plainTitle(title)],
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
