import type { parseFeed } from 'feedsmith';

// The four formats in one shape, as their parser leaves them: nothing is checked yet.

type AnyFeed = ReturnType<typeof parseFeed<string>>;
type FeedOf<Format extends AnyFeed['format']> = Extract<AnyFeed, { format: Format }>['feed'];

/** A text, and whether it is HTML. */
export interface MarkedText {
  text: string;
  isHtml: boolean;
}

export interface RawEntry {
  id: string | undefined;
  /** The addresses that may be that of the article, the likeliest first. */
  links: (string | undefined)[];
  title: MarkedText | undefined;
  summary: MarkedText | undefined;
  /** The outlet, if the entry comes from another feed. */
  source: MarkedText | undefined;
  /** Dates of publication, the best first. */
  dates: (string | undefined)[];
  language: string | undefined;
}

export interface RawFeed {
  title: MarkedText | undefined;
  home: string | undefined;
  language: string | undefined;
  hubs: (string | undefined)[];
  self: string | undefined;
  /** Minutes. */
  ttl: number | undefined;
  updatePeriod: string | undefined;
  updateFrequency: number | undefined;
  entries: RawEntry[];
}

const html = (text: string | undefined): MarkedText | undefined =>
  text === undefined ? undefined : { text, isHtml: true };
const plain = (text: string | undefined): MarkedText | undefined =>
  text === undefined ? undefined : { text, isHtml: false };

/** Marks a text construct of Atom (RFC 4287 section 3.1), whose type is "text" if it states none. */
const atomText = (text: { value?: string; type?: string } | undefined): MarkedText | undefined =>
  text?.value === undefined ? undefined : { text: text.value, isHtml: /html/i.test(text.type ?? '') };

interface AtomLink {
  href?: string;
  rel?: string;
  type?: string;
}

const linksOf = (links: readonly AtomLink[] | undefined, rel: string): (string | undefined)[] =>
  (links ?? []).filter((link) => (link.rel ?? 'alternate').toLowerCase() === rel).map(({ href }) => href);

function fromRss(feed: FeedOf<'rss'>): RawFeed {
  return {
    title: html(feed.title),
    home: feed.link,
    language: feed.language ?? feed.dc?.languages?.[0],
    hubs: linksOf(feed.atom?.links, 'hub'),
    self: linksOf(feed.atom?.links, 'self')[0],
    ttl: feed.ttl,
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
    entries: (feed.items ?? []).map((item) => ({
      id: item.guid?.value,
      links: [
        item.link,
        ...linksOf(item.atom?.links, 'alternate'),
        item.guid?.isPermaLink === false ? undefined : item.guid?.value,
      ],
      title: html(item.title),
      summary: html(item.description ?? item.content?.encoded),
      source: html(item.source?.title),
      dates: [item.pubDate, item.dc?.dates?.[0], item.atom?.published, item.atom?.updated],
      language: item.dc?.languages?.[0],
    })),
  };
}

function fromRdf(feed: FeedOf<'rdf'>): RawFeed {
  return {
    title: html(feed.title),
    home: feed.link,
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang,
    hubs: linksOf(feed.atom?.links, 'hub'),
    self: linksOf(feed.atom?.links, 'self')[0],
    ttl: undefined,
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
    entries: (feed.items ?? []).map((item) => ({
      id: item.rdf?.about,
      links: [item.link, item.rdf?.about],
      title: html(item.title),
      summary: html(item.description ?? item.content?.encoded),
      source: html(item.dc?.publishers?.[0]),
      dates: [item.dc?.dates?.[0]],
      language: item.dc?.languages?.[0],
    })),
  };
}

function fromAtom(feed: FeedOf<'atom'>): RawFeed {
  return {
    title: atomText(feed.title),
    home: linksOf(feed.links, 'alternate')[0],
    language: feed.xml?.lang ?? feed.dc?.languages?.[0],
    hubs: linksOf(feed.links, 'hub'),
    self: linksOf(feed.links, 'self')[0],
    ttl: undefined,
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
    entries: (feed.entries ?? []).map((entry) => ({
      id: entry.id,
      links: linksOf(entry.links, 'alternate'),
      title: atomText(entry.title),
      summary: atomText(entry.summary) ?? atomText(entry.content),
      source: atomText(entry.source?.title),
      dates: [entry.published, entry.updated],
      language: entry.xml?.lang,
    })),
  };
}

function fromJson(feed: FeedOf<'json'>): RawFeed {
  return {
    title: plain(feed.title),
    home: feed.home_page_url,
    language: feed.language,
    hubs: (feed.hubs ?? []).filter(({ type }) => /^websub$/i.test(type ?? '')).map(({ url }) => url),
    self: feed.feed_url,
    ttl: undefined,
    updatePeriod: undefined,
    updateFrequency: undefined,
    entries: (feed.items ?? []).map((item) => ({
      id: item.id,
      links: [item.url, item.external_url, item.id],
      title: plain(item.title),
      summary: plain(item.summary ?? item.content_text) ?? html(item.content_html),
      source: undefined,
      dates: [item.date_published, item.date_modified],
      language: item.language,
    })),
  };
}

/** Returns a feed of any format in one shape. */
export function toRawFeed(parsed: AnyFeed): RawFeed {
  switch (parsed.format) {
    case 'rss':
      return fromRss(parsed.feed);
    case 'rdf':
      return fromRdf(parsed.feed);
    case 'atom':
      return fromAtom(parsed.feed);
    case 'json':
      return fromJson(parsed.feed);
  }
}
