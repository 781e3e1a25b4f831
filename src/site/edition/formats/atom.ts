import { Feed, type Item } from 'feed';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { element } from '../../../lib/xml.ts';
import type { Site } from '../../../settings/site.ts';
import { pictureUrl, storyUrl, topicTitle } from '../../../settings/site.ts';
import { atomId } from '../../story/identifier.ts';
import { namespaceOf, statedLines } from '../../story/line-fields.ts';
import { lastChange, type Picture } from '../../story/story.ts';
import { channelOf } from '../channel.ts';
import { feedPicture, feedThumbnails, mediaDescription, summaryText } from '../content.ts';
import type { FeedEntry, FeedPage, Withdrawal } from '../edition.ts';
import { cachePerItem } from '../item-cache.ts';
import { feedAuthors } from '../people.ts';
import { FORMATS } from '../scope.ts';
import { sourceLinks } from '../sources.ts';
import { translationLinks } from '../translation-links.ts';
import { feedItems, isWithdrawalNotice, type WithdrawalNotice } from '../withdrawal.ts';
import { DISCLOSURE_NAMESPACES, disclosureElements } from './disclosure.ts';
import {
  FEED_HISTORY_NAMESPACE,
  feedDocumentUrl,
  historyLinks,
  hubsOf,
  listingPageUrl,
  TOMBSTONES_NAMESPACE,
} from './feed-links.ts';
import * as repair from './feed-repairs.ts';
import { itemHtml } from './item-html.ts';
import { notHtml } from './not-html.ts';

/** Renders a feed page as an Atom 1.0 document (RFC 4287). */
export function renderAtom(page: FeedPage, site: Site): string {
  const channel = channelOf(page, site);
  const feed = new Feed({
    id: channel.id,
    title: repair.FEED_TITLE,
    description: repair.text(notHtml(channel.description)),
    updated: new Date(page.updated),
    image: repair.text(site.logo.url),
    favicon: repair.text(site.logo.url),
    copyright: repair.text(site.copyright ?? ''),
    generator: 'Edgewire',
    author: toAuthor(site.authors[0] ?? { name: site.title }),
  });
  const link = (rel: string, href: string, type?: string, hreflang?: string) =>
    element('link', { rel, type, hreflang, href });
  return repair.fillFeed(
    feed.atom1(),
    {
      title: notHtml(channel.title),
      language: channel.language,
      elements: [
        // The listing page comes both first and last: see "The order of links" below.
        link('alternate', listingPageUrl(page, site), 'text/html'),
        link('self', feedDocumentUrl(page, site, 'atom'), FORMATS.atom.type),
        ...hubsOf(page, site).map((hub) => link('hub', hub)),
        link('alternate', feedDocumentUrl(page, site, 'rss'), FORMATS.rss.type),
        link('alternate', feedDocumentUrl(page, site, 'json'), FORMATS.json.type),
        ...historyLinks(page, site, 'atom').map(({ rel, href }) => link(rel, href, FORMATS.atom.type)),
        ...(site.license ? [link('license', site.license)] : []),
        link('alternate', listingPageUrl(page, site), 'text/html', channel.language),
        ...(page.archive ? [element('fh:archive', {})] : []),
        ...page.withdrawn.map((withdrawal) => toDeletedEntry(withdrawal, site)),
      ],
    },
    renderEntries(feedItems(page, site), site).flat(),
    {
      'xmlns:media': 'http://search.yahoo.com/mrss/',
      ...DISCLOSURE_NAMESPACES,
      ...(page.archive ? { 'xmlns:fh': FEED_HISTORY_NAMESPACE } : {}),
      ...(page.withdrawn.length > 0 ? { 'xmlns:at': TOMBSTONES_NAMESPACE } : {}),
    },
  );
}

const renderEntries = cachePerItem((items, site) => {
  const feed = new Feed({ id: '', title: '', copyright: '' });
  for (const item of items) {
    feed.addItem(isWithdrawalNotice(item) ? toNoticeItem(item, site) : toItem(item, site));
  }
  const html = itemHtml(items, site);
  const parts = items.map((item) =>
    isWithdrawalNotice(item) ? toNoticeParts(item, site) : toParts(item, site),
  );
  return repair
    .fillEntries(feed.atom1(), parts)
    .map(([before, after], index) => [before, html[index] as string, after]);
});

// The order of links. Some readers ignore `rel`, so the first and the last link of a feed or entry both lead to its HTML page.
// RFC 4287 (section 4.1.1) allows two alternates if they differ in `type` or `hreflang`, so the last one states the page's
// language. We tested each reader with the links in several orders, 2026-11-25:
//
//   takes the first link of all     @extractus/feed-extractor 8.0.3, for feeds and entries
//   takes the first alternate       gofeed 1.1.3, XML::Feed 0.65, rss-parser 3.13.0, node-feedparser 2.6.0,
//                                   @rowanmanning/feed-parser 2.1.5: for feeds, even one in a different format
//   takes the last alternate        newsboat 2.36: for feeds, even one in a different format
//   takes the last link of most     Liferea 1.15.8: for feeds of all but `self`, `hub` and `current`, even `license` and
//   relations                       `prev-archive`; for entries of all but `via` and `related`, even `license`
//   takes the last link of all      ruby-feedparser 0.11.4 (feed2imap), for entries
//   looks at `rel` and `type`       feedparser 6.0.11 (rss2email), SimplePie 1.5.8, sfeed 2.2
//
// The order in the code works in all of them. In RSS, `link` must precede every `atom:link` (node-feedparser), and the channel's
// first alternate must be the home page (SimplePie); the order of an item's links does not matter.

/** Renders a tombstone (RFC 6721 section 3). A notice in the same feed overrides it, because both have the same id and date. */
const toDeletedEntry = ({ identifier, at, reason }: Withdrawal, { taggingEntity }: Site) =>
  element(
    'at:deleted-entry',
    { ref: atomId(identifier, taggingEntity), when: at },
    { xml: element('at:comment', {}, { text: reason }) },
  );

const toAuthor = ({ name, url }: { name: string; url?: string | null | undefined }) => ({
  name: repair.text(notHtml(name)),
  ...(url ? { link: url } : {}),
});

const toNoticeItem = (notice: WithdrawalNotice, site: Site): Item => ({
  ...repair.ENTRY_FIELDS,
  date: new Date(notice.withdrawnAt),
  published: new Date(notice.datePublished),
  author: site.authors.map(toAuthor),
  description: repair.htmlText(notice.summary),
});

function toItem(entry: FeedEntry, site: Site): Item {
  return {
    ...repair.ENTRY_FIELDS,
    date: lastChange(entry),
    published: new Date(entry.datePublished),
    author: (entry.author.length > 0 ? feedAuthors(entry.author, site) : site.authors).map(toAuthor),
    description: repair.htmlText(summaryText(entry, site)),
  };
}

const toNoticeParts = (
  { identifier, title, language, url }: WithdrawalNotice,
  site: Site,
): repair.EntryParts => ({
  id: atomId(identifier, site.taggingEntity),
  title,
  language: language === site.language ? undefined : language,
  elements: [element('link', { rel: 'alternate', type: 'text/html', href: url })],
  last: [],
});

function toParts(entry: FeedEntry, site: Site): repair.EntryParts {
  const { image, license } = entry;
  const link = (attributes: Record<string, string>) => element('link', attributes);
  const page = { rel: 'alternate', type: 'text/html', href: storyUrl(site, entry.slug) };
  return {
    id: atomId(entry.identifier, site.taggingEntity),
    title: notHtml(isolateIfUnbalanced(entry.headline)),
    language: entry.inLanguage === site.language ? undefined : entry.inLanguage,
    elements: [
      link(page),
      ...(license ? [link({ rel: 'license', href: license })] : []),
      ...translationLinks(entry, site).map(link),
      ...sourceLinks(entry).map(link),
      link({ ...page, hreflang: entry.inLanguage }),
      ...entry.keywords.map((term) => element('category', { term, label: notHtml(topicTitle(site, term)) })),
    ],
    // After `summary` and `content`. Before them, tt-rss would show the picture's text as the story's, @rowanmanning/feed-parser
    // would not find the content, and Python's feedparser would take the caption for the summary.
    last: [
      ...statedLines(entry).map(({ row: { xml }, value }) =>
        element(xml.name, namespaceOf(xml), { text: value }),
      ),
      ...disclosureElements(entry),
      ...(image ? [toMediaContent(feedPicture(entry, image), site)] : []),
      ...feedThumbnails(entry, site).map((thumbnail) => element('media:thumbnail', thumbnail)),
    ],
  };
}

function toMediaContent(picture: Picture, site: Site): string {
  const { width, height, encodingFormat, credit } = picture;
  const description = mediaDescription(picture);
  const said = [
    description ? element('media:description', { type: 'plain' }, { text: description }) : '',
    credit ? element('media:credit', {}, { text: credit }) : '',
  ];
  return element(
    'media:content',
    { url: pictureUrl(site, picture), medium: 'image', type: encodingFormat, width, height },
    { xml: said.join('') },
  );
}
