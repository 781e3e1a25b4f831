import type { parseFeed } from 'feedsmith';
import { escapeHtml } from '../../../../lib/html.ts';

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
  /** What relative addresses are relative to, from the outermost element. */
  bases: string[];
  published: string | undefined;
  updated: string | undefined;
  authors: { name: string; url: string | null }[];
  terms: string[];
  language: string | null;
  rights: string | null;
  pictures: EntryPicture[];
  attachments: Attachment[];
  /** Another page that the entry is about. */
  about: string | null;
}

const present = <T>(values: readonly (T | null | undefined | '' | false)[]): T[] =>
  values.filter(
    (value): value is T => value !== null && value !== undefined && value !== '' && value !== false,
  );
const html = (text: string | undefined): MarkedText | null => (text ? { text, format: 'html' } : null);
const plain = (text: string | undefined): MarkedText | null => (text ? { text, format: 'plain' } : null);

/** Marks a text construct of Atom (RFC 4287 section 3.1), whose type is "text" if it states none, or content (section 4.1.3). */
function atomText(construct: { value?: string; type?: string } | undefined): MarkedText | null {
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

/** Returns the targets of the links with a relation. */
export const linksOf = (links: readonly AtomLink[] | undefined, rel: string): string[] =>
  present(
    (links ?? []).filter((link) => (link.rel ?? 'alternate').toLowerCase() === rel).map(({ href }) => href),
  );

type Media = NonNullable<RssItem['media']>;

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
function fromItem(
  item: RssItem | RdfItem,
): Pick<
  FeedEntry,
  'content' | 'summary' | 'title' | 'pictures' | 'attachments' | 'contentAt' | 'bases' | 'about'
> {
  return {
    title: html(item.title),
    content: html(item.content?.encoded),
    summary: html(item.description),
    ...mediaOf(item.media as Media | undefined),
    contentAt: null,
    bases: [],
    about: null,
  };
}

export function fromRss(item: RssItem): FeedEntry {
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
    published: item.pubDate ?? item.dc?.dates?.[0] ?? item.atom?.published,
    updated: item.atom?.updated ?? item.dcterms?.modified?.[0],
    authors: authors.map((name) => ({ name, url: null })),
    terms: present([...(item.categories ?? []).map(({ name }) => name), ...(item.dc?.subjects ?? [])]),
    language: item.dc?.languages?.[0] ?? item.xml?.lang ?? null,
    rights: item.dc?.rights?.[0] ?? null,
    pictures: [...base.pictures, ...enclosures.pictures],
    attachments: [...enclosures.attachments, ...base.attachments],
  };
}

export function fromRdf(item: RdfItem): FeedEntry {
  return {
    ...fromItem(item),
    id: item.rdf?.about ?? null,
    links: present([item.link, item.rdf?.about]),
    published: item.dc?.dates?.[0],
    updated: item.dcterms?.modified?.[0],
    authors: present(item.dc?.creators ?? []).map((name) => ({ name, url: null })),
    terms: present(item.dc?.subjects ?? []),
    language: item.dc?.languages?.[0] ?? item.xml?.lang ?? null,
    rights: item.dc?.rights?.[0] ?? null,
  };
}

export function fromAtom(entry: AtomEntry): FeedEntry {
  const media = mediaOf(entry.media as Media | undefined);
  const enclosures = divide(
    (entry.links ?? [])
      .filter(({ rel }) => rel?.toLowerCase() === 'enclosure')
      .flatMap(({ href, type, title }) =>
        href ? [{ url: href, type: type ?? '', title: title ?? null }] : [],
      ),
  );
  const { content } = entry;
  return {
    id: entry.id ?? null,
    links: present(linksOf(entry.links, 'alternate')),
    title: atomText(entry.title),
    content: atomText(content),
    summary: atomText(entry.summary),
    contentAt: content?.src ?? null,
    bases: present([entry.xml?.base, content?.xml?.base]),
    published: entry.published ?? entry.updated,
    updated: entry.updated,
    authors: (entry.authors ?? []).flatMap(({ name, uri }) => (name ? [{ name, url: uri ?? null }] : [])),
    terms: present((entry.categories ?? []).map(({ term, label }) => label ?? term)),
    language: content?.xml?.lang ?? entry.xml?.lang ?? null,
    rights: entry.rights?.value ?? null,
    pictures: [...media.pictures, ...enclosures.pictures],
    attachments: [...enclosures.attachments, ...media.attachments],
    about: linksOf(entry.links, 'related')[0] ?? null,
  };
}

export function fromJson(item: JsonItem): FeedEntry {
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
    bases: [],
    published: item.date_published,
    updated: item.date_modified,
    authors: (item.authors ?? []).flatMap(({ name, url }) => (name ? [{ name, url: url ?? null }] : [])),
    terms: present(item.tags ?? []),
    language: item.language ?? null,
    rights: null,
    pictures: [...(image ? [{ url: image, alt: null, caption: null, credit: null }] : []), ...files.pictures],
    attachments: files.attachments,
    about: item.external_url ?? null,
  };
}

/** Adds paragraphs with links at the end of a text. */
export function withLinks(content: MarkedText, links: readonly { url: string; name: string }[]): MarkedText {
  if (links.length === 0) return content;
  const text =
    content.format === 'html'
      ? links.map(({ url, name }) => `\n<p><a href="${escapeHtml(url)}">${escapeHtml(name)}</a></p>`)
      : links.map(({ url, name }) =>
          content.format === 'markdown' ? `\n\n[${name.replace(/[[\]]/g, '\\$&')}](<${url}>)` : `\n\n${url}`,
        );
  return { ...content, text: content.text + text.join('') };
}
