import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { toPrintable } from '../../../lib/characters.ts';
import type { Site } from '../../../settings/site.ts';
import { hubUrls, pictureUrl, storyUrl, topicTitle } from '../../../settings/site.ts';
import type { ListedSource } from '../../story/article.ts';
import { evidenceAsData } from '../../story/claims.ts';
import { type LINE_FIELDS, type LineFieldName, statedLines } from '../../story/line-fields.ts';
import { lastChange, type PartProvenance, type Picture } from '../../story/story.ts';
import { channelOf } from '../channel.ts';
import { feedPicture, summaryText } from '../content.ts';
import type { FeedEntry, FeedPage } from '../edition.ts';
import { cachePerItem } from '../item-cache.ts';
import { EXTENSIONS_PATH } from '../paths.ts';
import { feedAuthors } from '../people.ts';
import { archiveUrl, feedUrl, isFinished } from '../scope.ts';
import { translationsAsData } from '../translation-links.ts';
import { feedItems, isWithdrawalNotice, type WithdrawalNotice } from '../withdrawal.ts';
import { DIGITAL_SOURCE_TYPE } from './disclosure.ts';
import { itemHtml } from './item-html.ts';

interface Author {
  name: string;
  url?: string;
  avatar?: string;
}

/** A citation as data. Fields have the record's names; those that the record does not state are left out. */
interface CitationData {
  number: number;
  url: string;
  /** Left out if it is true of all of the story's sources. */
  isBasedOn?: boolean;
  [field: string]: unknown;
}

interface AiDisclosure {
  digitalSourceType?: string;
  humanReviewed?: boolean;
  model?: string;
  provider?: string;
  reviewedBy?: Author;
  reviewedAt?: string;
}

interface Evidence {
  claims: Record<string, unknown>[];
  /** The sentences of the TL;DR without evidence. Left out if there are none. */
  withoutEvidence?: Record<string, unknown>[];
}

/** The line fields that a story states (`site/story/line-fields.ts`). */
type LineMembers = { [Name in LineFieldName as (typeof LINE_FIELDS)[Name]['json']]?: { name: string } };

/** A JSON Feed item, https://www.jsonfeed.org/version/1.1/#items-a-name-items-a */
export interface JsonFeedItem extends LineMembers {
  id: string;
  url: string;
  external_url?: string;
  title: string;
  content_html: string;
  summary: string;
  image?: string;
  /** The facts about `image`. Not an attachment, because readers would show that in addition to the picture in `content_html`. */
  _image?: Record<string, unknown>;
  date_published: string;
  /** Only if the story changed after its publication. */
  date_modified?: string;
  /** The first author, for readers that know only version 1.0. */
  author?: Author;
  authors: Author[];
  tags: string[];
  language: string;
  /** Absent in the notice of a withdrawal. */
  _citations?: { citations: CitationData[] };
  _ai?: { abstract?: AiDisclosure; articleBody?: AiDisclosure };
  /** Only if the TL;DR has claims with evidence. Their `start` and `end` count in `summary`. */
  _evidence?: Evidence;
  /** Only if the story was corrected. */
  _corrections?: { corrections: FeedEntry['correction'] };
  /** Only if readers have the story in other languages, too. */
  _translations?: { translations: ReturnType<typeof translationsAsData> };
}

/** A JSON Feed 1.1 document. It names no authors, because each item does, and Miniflux would add the feed's to every item's. */
export interface JsonFeed {
  version: 'https://jsonfeed.org/version/1.1';
  title: string;
  home_page_url: string;
  feed_url: string;
  /** The archive page before this one, if there is one. */
  next_url?: string;
  /** Only if the topic is closed and no more items will come. */
  expired?: true;
  description: string;
  icon: string;
  favicon: string;
  language: string;
  hubs: { type: 'WebSub'; url: string }[];
  /** The URL of the documentation of the items' `_citations`, which the items need not repeat. */
  _citations: { about: string };
  _ai: { about: string };
  /** These only if an item has them. */
  _evidence?: { about: string };
  _corrections?: { about: string };
  _image?: { about: string };
  _translations?: { about: string };
  /** Only if a story was withdrawn within the last 30 days. */
  _tombstones?: { about: string; withdrawn: { id: string; date_withdrawn: string; reason: string }[] };
  items: JsonFeedItem[];
}

interface Person {
  name: string;
  url?: string | null | undefined;
  picture?: string;
}

const toAuthor = ({ name, url, picture }: Person): Author => ({
  name,
  ...(url ? { url } : {}),
  ...(picture ? { avatar: picture } : {}),
});

/**
 * Returns both fields for authors. Version 1.1 deprecates `author`, but Feedjira (Feedbin) and RSS Guard read no other field. It has the
 * first author alone: Miniflux shows all names of both fields, so "Ann Lee and Bo Li" would stand beside "Ann Lee" and "Bo Li".
 */
function toAuthors(people: readonly Person[]): { author?: Author; authors: Author[] } {
  const authors = people.map(toAuthor);
  const [author] = authors;
  return author ? { author, authors } : { authors };
}

/** Removes nulls and empty lists from an object, at every level. */
function statedOnly(fields: Record<string, unknown>): Record<string, unknown> {
  const stated: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value === null) continue;
    if (!Array.isArray(value)) {
      stated[name] = typeof value === 'object' ? statedOnly(value as Record<string, unknown>) : value;
    } else if (value.length > 0) stated[name] = value.map(statedOnly);
  }
  return stated;
}

function toCitations(sources: readonly ListedSource[]): CitationData[] {
  const isBasedOnAll = sources.every(({ isBasedOn }) => isBasedOn);
  return sources.map(({ number, url, uses, isBasedOn, label: _label, ...source }) => ({
    number,
    url,
    ...statedOnly(source),
    ...(isBasedOnAll ? {} : { isBasedOn }),
  }));
}

function toDisclosure(part: PartProvenance): AiDisclosure {
  const { digitalSourceType, ...rest } = part;
  return {
    ...(digitalSourceType ? { digitalSourceType: `${DIGITAL_SOURCE_TYPE}${digitalSourceType}` } : {}),
    ...statedOnly(rest),
  };
}

/** Returns the claims of the TL;DR with their checks. Their places count in `summary`, which may begin with a label. */
function toEvidence(entry: FeedEntry, summary: string, site: Site): Evidence {
  const label = summary.length - entry.abstract.length;
  const { claims, withoutEvidence } = evidenceAsData(entry, site);
  return {
    claims: claims.map(({ claim, start, end, ...rest }) => ({
      claim,
      start: label + start,
      end: label + end,
      ...statedOnly(rest),
    })),
    ...(withoutEvidence.length > 0 ? { withoutEvidence: withoutEvidence.map(statedOnly) } : {}),
  };
}

function toImage(picture: Picture, site: Site): Pick<JsonFeedItem, 'image' | '_image'> {
  const { url, ...said } = picture;
  return { image: pictureUrl(site, picture), _image: statedOnly(said) };
}

/** The fields of an item before and after its HTML. */
type ItemFrame = [
  before: Pick<JsonFeedItem, 'id' | 'url' | 'external_url' | 'title'>,
  after: Omit<JsonFeedItem, 'id' | 'url' | 'external_url' | 'title' | 'content_html'>,
];

function toItem(entry: FeedEntry, site: Site): ItemFrame {
  const { correction, rendering } = entry;
  const { abstract, articleBody } = entry.provenance;
  const { sources } = rendering;
  const [only] = sources;
  const changed = lastChange(entry);
  const summary = summaryText(entry, site);
  return [
    {
      id: entry.identifier,
      url: storyUrl(site, entry.slug),
      // The URL of a page on a different site. There can be only one, so only stories with exactly one source have it.
      ...(only && sources.length === 1 ? { external_url: only.url } : {}),
      title: isolateIfUnbalanced(entry.headline),
    },
    {
      summary,
      ...(entry.image ? toImage(feedPicture(entry, entry.image), site) : {}),
      date_published: entry.datePublished,
      ...(changed.getTime() > Date.parse(entry.datePublished)
        ? { date_modified: changed.toISOString() }
        : {}),
      ...toAuthors(entry.author.length > 0 ? feedAuthors(entry.author, site) : site.authors),
      tags: entry.keywords.map((topic) => topicTitle(site, topic)),
      language: entry.inLanguage,
      _citations: { citations: toCitations(sources) },
      ...(abstract || articleBody
        ? {
            _ai: {
              ...(abstract ? { abstract: toDisclosure(abstract) } : {}),
              ...(articleBody ? { articleBody: toDisclosure(articleBody) } : {}),
            },
          }
        : {}),
      ...(rendering.claims.length > 0 ? { _evidence: toEvidence(entry, summary, site) } : {}),
      ...(correction.length > 0 ? { _corrections: { corrections: correction } } : {}),
      ...(entry.translations
        ? { _translations: { translations: translationsAsData(entry.translations, site) } }
        : {}),
      ...Object.fromEntries(statedLines(entry).map(({ row, value }) => [row.json, { name: value }])),
    },
  ];
}

const toNoticeItem = (notice: WithdrawalNotice, site: Site): ItemFrame => [
  { id: notice.identifier, url: notice.url, title: notice.title },
  {
    summary: notice.summary,
    date_published: notice.datePublished,
    date_modified: notice.withdrawnAt,
    ...toAuthors(site.authors),
    tags: [],
    language: notice.language,
  },
];

/** Renders a feed page as a JSON Feed 1.1 document. `feed_url` identifies the feed, so its archive pages have the same one. */
export function renderJsonFeed(page: FeedPage, site: Site): string {
  const channel = channelOf(page, site);
  const about = `${site.url}${EXTENSIONS_PATH}`;
  const feed: JsonFeed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: channel.title,
    home_page_url: channel.homePageUrl,
    feed_url: feedUrl(site, page.scope, 'json'),
    ...(page.previous > 0 ? { next_url: archiveUrl(site, page.scope, page.previous, 'json') } : {}),
    ...(isFinished(site, page.scope) ? { expired: true } : {}),
    description: channel.description,
    icon: site.logo.url,
    favicon: site.logo.url,
    language: channel.language,
    hubs: hubUrls(site).map((url) => ({ type: 'WebSub', url })),
    _citations: { about },
    _ai: { about },
    ...(page.entries.some(({ rendering }) => rendering.claims.length > 0) ? { _evidence: { about } } : {}),
    ...(page.entries.some(({ correction }) => correction.length > 0) ? { _corrections: { about } } : {}),
    ...(page.entries.some(({ image }) => image) ? { _image: { about } } : {}),
    ...(page.entries.some(({ translations }) => translations) ? { _translations: { about } } : {}),
    ...Object.fromEntries(page.entries.flatMap(statedLines).map(({ row }) => [row.json, { about }])),
    ...(page.withdrawn.length > 0
      ? {
          _tombstones: {
            about,
            withdrawn: page.withdrawn.map(({ identifier, at, reason }) => ({
              id: identifier,
              date_withdrawn: at,
              reason,
            })),
          },
        }
      : {}),
    items: [],
  };
  const json = toPrintable(JSON.stringify(feed));
  // `items` is the last field, so the items go before the final `]}`.
  return `${json.slice(0, -']}'.length)}${renderItems(feedItems(page, site), site).join(',')}]}`;
}

const renderItems = cachePerItem((items, site) => {
  const html = itemHtml(items, site);
  return items.map((item, index) => {
    const frame = isWithdrawalNotice(item) ? toNoticeItem(item, site) : toItem(item, site);
    const [before = '', after = ''] = frame.map((fields) => toPrintable(JSON.stringify(fields)));
    return [before.slice(0, -1), `"content_html":${JSON.stringify(html[index])}`, after.slice(1)].join(',');
  });
});
