import type { parseFeed } from 'feedsmith';

// The four formats in one shape, as their parser leaves them: nothing is checked yet.

type AnyFeed = ReturnType<typeof parseFeed<string>>;
type FeedOf<Format extends AnyFeed['format']> = Extract<AnyFeed, { format: Format }>['feed'];
type RssItem = NonNullable<FeedOf<'rss'>['items']>[number];
type RdfItem = NonNullable<FeedOf<'rdf'>['items']>[number];
type AtomEntry = NonNullable<FeedOf<'atom'>['entries']>[number];
export type JsonItem = NonNullable<FeedOf<'json'>['items']>[number];

/** A text of a feed. */
export interface MarkedText {
  text: string;
  format: 'html' | 'plain' | 'markdown';
}

/** A file that goes with an entry. */
export interface Attachment {
  url: string;
  type: string;
  title: string | null;
}

interface EntryPicture {
  url: string;
  alt: string | null;
  caption: string | null;
  credit: string | null;
}

export interface FeedEntry {
  id: string | null;
  /** The addresses of the entry's page, the likeliest first, as the feed has them. */
  links: string[];
  title: MarkedText | null;
  content: MarkedText | null;
  summary: MarkedText | null;
  /** Where the content is, if it is not in the feed. */
  contentAt: string | null;
  /** What the relative addresses of the entry are relative to (`xml:base`), from the outermost element on. */
  bases: string[];
  /** The same of its content, if that has one of its own. */
  contentBase: string | null;
  /** What it says of when it was published, the best first. */
  published: string[];
  updated: string | undefined;
  authors: { name: string; url: string | null }[];
  terms: string[];
  language: string | null;
  rights: string | null;
  pictures: EntryPicture[];
  attachments: Attachment[];
  /** Another page that the entry is about. */
  about: string | null;
  /** The outlet, if the entry comes from another feed. */
  source: MarkedText | null;
}

/** An entry as its parser hands it over, which says nothing of the elements around it. */
export type ParsedEntry = Omit<FeedEntry, 'bases'>;

const present = <T>(values: readonly (T | null | undefined | '' | false)[]): T[] =>
  values.filter(
    (value): value is T => value !== null && value !== undefined && value !== '' && value !== false,
  );
export const html = (text: string | undefined): MarkedText | null => (text ? { text, format: 'html' } : null);
export const plain = (text: string | undefined): MarkedText | null =>
  text ? { text, format: 'plain' } : null;

/** Marks a text construct of Atom (RFC 4287 section 3.1), whose type is "text" if it states none, or content (section 4.1.3). */
export function atomText(construct: { value?: string; type?: string } | undefined): MarkedText | null {
  if (!construct?.value) return null;
  const type = construct.type ?? 'text';
  if (/html/i.test(type)) return html(construct.value);
  return { text: construct.value, format: /^text\/(x-)?markdown/i.test(type) ? 'markdown' : 'plain' };
}

interface AtomLink {
  href?: string;
  rel?: string;
  type?: string;
  title?: string;
}

/** A registered relation may be written in full (RFC 4287 section 4.2.7.2). */
const relationOf = ({ rel = 'alternate' }: AtomLink) =>
  rel.toLowerCase().replace(/^http:\/\/www\.iana\.org\/assignments\/relation\//, '');

/** Returns the targets of the links with a relation. */
export const linksOf = (links: readonly AtomLink[] | undefined, rel: string): string[] =>
  present((links ?? []).filter((link) => relationOf(link) === rel).map(({ href }) => href));

type Media = NonNullable<RssItem['media']>;

/** The text of Media RSS, for entries that have no other, such as videos. */
function mediaText(media: Media | undefined): MarkedText | null {
  const { value, type } = media?.description ?? media?.groups?.[0]?.description ?? {};
  return type === 'html' ? html(value) : plain(value);
}

/** The pictures and other files of Media RSS, the largest picture first. */
function mediaOf(media: Media | undefined): { pictures: EntryPicture[]; attachments: Attachment[] } {
  const groups = [media, ...(media?.groups ?? [])].filter((each) => each !== undefined);
  const contents = groups.flatMap((group) => (group.contents ?? []).map((content) => ({ group, content })));
  const isPicture = ({ medium, type, url }: (typeof contents)[number]['content']) =>
    medium === 'image' ||
    /^image\//i.test(type ?? '') ||
    (!medium && !type && /\.(jpe?g|png|webp|gif|avif)(\?|$)/i.test(url ?? ''));
  const pictures = contents
    .filter(({ content }) => isPicture(content) && content.url)
    .sort((one, other) => (other.content.width ?? 0) - (one.content.width ?? 0))
    .map(({ content, group }) => ({
      url: content.url ?? '',
      alt: content.title?.value ?? null,
      caption: content.description?.value ?? group.description?.value ?? null,
      credit: content.credits?.[0]?.value ?? group.credits?.[0]?.value ?? null,
    }));
  const thumbnails = groups
    .flatMap((group) => [
      ...(group.thumbnails ?? []),
      ...(group.contents ?? []).flatMap(({ thumbnails: own }) => own ?? []),
    ])
    .map(({ url }) => ({ url: url ?? '', alt: null, caption: null, credit: null }));
  const attachments = contents
    .filter(({ content }) => !isPicture(content) && content.url)
    .map(({ content }) => ({
      url: content.url ?? '',
      type: content.type ?? content.medium ?? '',
      title: content.title?.value ?? null,
    }));
  return { pictures: [...pictures, ...thumbnails].filter(({ url }) => url !== ''), attachments };
}

/** Divides files into pictures and others. */
function divide(files: readonly Attachment[]): { pictures: EntryPicture[]; attachments: Attachment[] } {
  const isPicture = ({ type }: Attachment) => /^image\//i.test(type);
  return {
    pictures: files
      .filter(isPicture)
      .map(({ url, title }) => ({ url, alt: title, caption: null, credit: null })),
    attachments: files.filter((file) => !isPicture(file)),
  };
}

/** Returns what items of all versions of RSS have. */
function fromItem(item: RssItem | RdfItem) {
  const media = item.media as Media | undefined;
  const content = html(item.content?.encoded);
  return {
    title: html(item.title),
    content,
    summary: html(item.description) ?? (content ? null : mediaText(media)),
    ...mediaOf(media),
    contentAt: null,
    contentBase: null,
    about: null,
    updated: item.atom?.updated ?? item.dcterms?.modified?.[0],
    language: item.dc?.languages?.[0] ?? item.xml?.lang ?? null,
    rights: item.dc?.rights?.[0] ?? null,
  };
}

const statedDates = ({ dc, dcterms }: RssItem | RdfItem | AtomEntry) => [
  dc?.dates?.[0],
  dcterms?.issued?.[0],
  dcterms?.created?.[0],
];

export function fromRss(item: RssItem): ParsedEntry {
  const base = fromItem(item);
  const enclosures = divide(
    (item.enclosures ?? []).flatMap(({ url, type }) => (url ? [{ url, type: type ?? '', title: null }] : [])),
  );
  const guid = item.guid?.value;
  // Systems such as WordPress say that a guid is no permanent link, though it goes on answering.
  const isAddress = /^https?:\/\//i.test(guid ?? '');
  const creators = present(item.dc?.creators ?? []);
  const authors =
    creators.length > 0 ? creators : present((item.authors ?? []).map(({ name, email }) => name ?? email));
  return {
    ...base,
    id: guid ?? null,
    links: present([item.link, ...linksOf(item.atom?.links, 'alternate'), isAddress && guid]),
    published: present([item.pubDate, ...statedDates(item), item.atom?.published]),
    authors: authors.map((name) => ({ name, url: null })),
    terms: present([...(item.categories ?? []).map(({ name }) => name), ...(item.dc?.subjects ?? [])]),
    source: html(item.source?.title),
    pictures: [...base.pictures, ...enclosures.pictures],
    attachments: [...enclosures.attachments, ...base.attachments],
  };
}

export function fromRdf(item: RdfItem): ParsedEntry {
  return {
    ...fromItem(item),
    id: item.rdf?.about ?? null,
    links: present([item.link, item.rdf?.about]),
    published: present(statedDates(item)),
    authors: present(item.dc?.creators ?? []).map((name) => ({ name, url: null })),
    terms: present(item.dc?.subjects ?? []),
    source: html(item.dc?.publishers?.[0]),
  };
}

export function fromAtom(entry: AtomEntry): ParsedEntry {
  const media = mediaOf(entry.media as Media | undefined);
  const enclosures = divide(
    (entry.links ?? [])
      .filter(({ rel }) => rel?.toLowerCase() === 'enclosure')
      .flatMap(({ href, type, title }) =>
        href ? [{ url: href, type: type ?? '', title: title ?? null }] : [],
      ),
  );
  const { content } = entry;
  const text = atomText(content);
  return {
    id: entry.id ?? null,
    links: present(linksOf(entry.links, 'alternate')),
    title: atomText(entry.title),
    content: text,
    summary: atomText(entry.summary) ?? (text ? null : mediaText(entry.media as Media | undefined)),
    contentAt: content?.src ?? null,
    contentBase: content?.xml?.base ?? null,
    published: present([entry.published, ...statedDates(entry), entry.updated]),
    updated: entry.updated ?? entry.dcterms?.modified?.[0],
    authors: (entry.authors ?? []).flatMap(({ name, uri }) => (name ? [{ name, url: uri ?? null }] : [])),
    terms: present((entry.categories ?? []).map(({ term, label }) => label ?? term)),
    language: content?.xml?.lang ?? entry.xml?.lang ?? null,
    rights: entry.rights?.value ?? null,
    pictures: [...media.pictures, ...enclosures.pictures],
    attachments: [...enclosures.attachments, ...media.attachments],
    about: linksOf(entry.links, 'related')[0] ?? null,
    source: atomText(entry.source?.title),
  };
}

export function fromJson(item: JsonItem): ParsedEntry {
  const files = divide(
    (item.attachments ?? []).flatMap(({ url, mime_type, title }) =>
      url ? [{ url, type: mime_type ?? '', title: title ?? null }] : [],
    ),
  );
  const image = item.image ?? item.banner_image;
  return {
    id: item.id ?? null,
    links: present([item.url, /^https?:\/\//i.test(item.id ?? '') && item.id]),
    title: plain(item.title),
    content: html(item.content_html) ?? plain(item.content_text),
    summary: plain(item.summary),
    contentAt: null,
    contentBase: null,
    published: present([item.date_published]),
    updated: item.date_modified,
    authors: (item.authors ?? []).flatMap(({ name, url }) => (name ? [{ name, url: url ?? null }] : [])),
    terms: present(item.tags ?? []),
    language: item.language ?? null,
    rights: null,
    pictures: [...(image ? [{ url: image, alt: null, caption: null, credit: null }] : []), ...files.pictures],
    attachments: files.attachments,
    about: item.external_url ?? null,
    source: null,
  };
}
