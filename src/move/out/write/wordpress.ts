import { toPrintable } from '../../../lib/characters.ts';
import { escapeHtml } from '../../../lib/html.ts';
import { element, escapeXml } from '../../../lib/xml.ts';
import { sitePageUrl } from '../../../settings/site.ts';
import { pageHtml } from '../../../site/site-page/html.ts';
import type { WriteFile } from '../format.ts';
import {
  type MovedAuthor,
  type MovedPicture,
  type MovedStory,
  picturesOf,
  withAbsoluteAddresses,
} from '../moved-story.ts';

// WXR 1.2, as wp-admin/includes/export.php of WordPress 6.8 writes it and the plugin WordPress Importer reads it.

const HEAD = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. Import it with Tools → Import → WordPress. -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
`;

/** WordPress names the file of a picture after its address. */
const nameOf = (url: string) => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '') || url;

const cdata = (text: string) => `<![CDATA[${toPrintable(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const field = (name: string, text: string) => `\t\t${element(name, {}, { xml: cdata(text) })}\n`;
const number = (name: string, value: number) => `\t\t<${name}>${value}</${name}>\n`;

/** Writes a time as MySQL does, in the zone that it states. */
function localTime(time: string): string {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(time) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -60_000 : 60_000);
  return utcTime(new Date(Date.parse(time) + offset).toISOString());
}

const utcTime = (time: string) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

/**
 * Makes HTML that WordPress shows as it is: it takes line breaks in a text for breaks that readers see, and words in brackets for
 * shortcodes.
 */
const forEditor = (html: string) =>
  html
    .split(/(<pre[\s\S]*?<\/pre>)/)
    .map((part) =>
      part.startsWith('<pre')
        ? part
        : part.replace(/(?<!>)\n(?!<\/?(?:p|h\d|ul|ol|li|blockquote|table|figure|hr)\b)/g, ' '),
    )
    .join('')
    .replaceAll('[', '&#91;');

interface Item {
  id: number;
  type: 'post' | 'page' | 'attachment';
  title: string;
  link: string;
  guid: string;
  author: string;
  html: string;
  excerpt: string;
  published: string;
  modified: string;
  slug: string;
  status: 'publish' | 'future' | 'inherit';
  parent?: number;
  /** The address of an attachment's file. */
  file?: string;
  terms?: string;
  meta?: readonly [string, string][];
}

function itemXml(item: Item): string {
  const { published, modified } = item;
  return [
    '\t<item>\n',
    field('title', escapeHtml(item.title)),
    `\t\t<link>${escapeXml(item.link)}</link>\n`,
    `\t\t<pubDate>${new Date(published).toUTCString().replace('GMT', '+0000')}</pubDate>\n`,
    field('dc:creator', item.author),
    `\t\t<guid isPermaLink="false">${escapeXml(item.guid)}</guid>\n`,
    '\t\t<description></description>\n',
    field('content:encoded', item.html),
    field('excerpt:encoded', item.excerpt),
    number('wp:post_id', item.id),
    field('wp:post_date', localTime(published)),
    field('wp:post_date_gmt', utcTime(published)),
    field('wp:post_modified', localTime(modified)),
    field('wp:post_modified_gmt', utcTime(modified)),
    field('wp:comment_status', 'closed'),
    field('wp:ping_status', 'closed'),
    field('wp:post_name', item.slug),
    field('wp:status', item.status),
    number('wp:post_parent', item.parent ?? 0),
    number('wp:menu_order', 0),
    field('wp:post_type', item.type),
    field('wp:post_password', ''),
    number('wp:is_sticky', 0),
    item.file === undefined ? '' : field('wp:attachment_url', item.file),
    item.terms ?? '',
    ...(item.meta ?? []).map(
      ([key, value]) =>
        `\t\t<wp:postmeta>\n\t${field('wp:meta_key', key)}\t${field('wp:meta_value', value)}\t\t</wp:postmeta>\n`,
    ),
    '\t</item>\n',
  ].join('');
}

function authorXml({ slug, name, givenName, familyName }: MovedAuthor, id: number): string {
  return [
    '\t<wp:author>',
    `<wp:author_id>${id}</wp:author_id>`,
    ...[
      ['wp:author_login', slug],
      ['wp:author_email', ''],
      ['wp:author_display_name', name],
      ['wp:author_first_name', givenName ?? ''],
      ['wp:author_last_name', familyName ?? ''],
    ].map(([tag = '', text = '']) => element(tag, {}, { xml: cdata(text) })),
    '</wp:author>\n',
  ].join('');
}

const termXml = (domain: string, slug: string, name: string) =>
  `\t\t${element('category', { domain, nicename: slug }, { xml: cdata(name) })}\n`;

/** Topics as categories; several authors as the plugin Co-Authors Plus has them, another language as Polylang. */
const termsOf = ({ topics, authors, story }: MovedStory, siteLanguage: string) =>
  [
    ...(story.inLanguage === siteLanguage
      ? []
      : [termXml('language', story.inLanguage.toLowerCase(), story.inLanguage)]),
    ...topics.map(({ slug, name }) => termXml('category', slug, name)),
    ...(authors.length > 1 ? authors.map(({ slug }) => termXml('author', `cap-${slug}`, slug)) : []),
  ].join('');

const captionOf = ({ caption, credit }: MovedPicture) =>
  [caption, credit].filter((text) => text !== null).join(' ');

/** Gives the pictures of the site numbers, and remembers which ones have been written. */
class Attachments {
  readonly #ids = new Map<string, number>();

  /** Returns the picture's number, and its item if it is new. */
  add(picture: MovedPicture, item: Pick<Item, 'author' | 'published' | 'parent'>, nextId: () => number) {
    const known = this.#ids.get(picture.url);
    if (known !== undefined) return { id: known, xml: '' };
    const id = nextId();
    this.#ids.set(picture.url, id);
    const name = nameOf(picture.url);
    const xml = itemXml({
      ...item,
      id,
      type: 'attachment',
      title: name,
      link: picture.url,
      guid: picture.url,
      html: '',
      excerpt: escapeHtml(captionOf(picture)),
      modified: item.published,
      slug: `picture-${id}`,
      status: 'inherit',
      file: picture.url,
      ...(picture.alt === null ? {} : { meta: [['_wp_attachment_image_alt', picture.alt]] }),
    });
    return { id, xml };
  }
}

const unknownPicture = (url: string): MovedPicture => ({ url, alt: null, caption: null, credit: null });

/** Writes an export of WordPress: WXR 1.2. */
export const writeWordPress: WriteFile = async function* (source) {
  const { site, spool, authors } = source;
  const topics = new Map<string, string>();
  for await (const { story } of source.records()) {
    for (const author of story.author.length > 0 ? story.author : site.authors) authors.find(author);
    for (const slug of story.keywords)
      topics.set(slug, site.topics.find((each) => each.slug === slug)?.title ?? slug);
  }
  for (const author of site.authors) authors.find(author);
  let last = 0;
  const nextId = () => ++last;
  yield HEAD;
  yield [
    element('title', {}, { text: site.title }),
    element('link', {}, { text: site.url }),
    element('description', {}, { text: site.tagline }),
    `<pubDate>${new Date(spool.changed).toUTCString().replace('GMT', '+0000')}</pubDate>`,
    element('language', {}, { text: site.language }),
    '<wp:wxr_version>1.2</wp:wxr_version>',
    element('wp:base_site_url', {}, { text: site.url }),
    element('wp:base_blog_url', {}, { text: site.url }),
  ]
    .map((line) => `\t${line}\n`)
    .join('');
  for (const [index, author] of authors.all.entries()) yield authorXml(author, index + 1);
  for (const [slug, name] of topics)
    yield `\t<wp:category><wp:term_id>${nextId()}</wp:term_id>${element('wp:category_nicename', {}, { xml: cdata(slug) })}<wp:category_parent></wp:category_parent>${element('wp:cat_name', {}, { xml: cdata(name) })}</wp:category>\n`;
  const attachments = new Attachments();
  for await (const moved of source.stories()) {
    const { story, picture } = moved;
    const id = nextId();
    const author = moved.authors[0]?.slug ?? '';
    const of = { author, published: story.datePublished, parent: id };
    const featured = picture && attachments.add(picture, of, nextId);
    const others = moved.textPictures.map((url) => attachments.add(unknownPicture(url), of, nextId));
    for (const { xml } of [...(featured ? [featured] : []), ...others])
      if (xml !== '') {
        source.countPicture();
        yield xml;
      }
    yield itemXml({
      id,
      type: 'post',
      title: story.headline,
      link: moved.url,
      guid: story.identifier,
      author,
      html: forEditor(`${moved.html}${moved.htmlAfter}`),
      excerpt: escapeHtml(story.abstract),
      published: story.datePublished,
      modified: moved.modified ?? story.datePublished,
      slug: story.slug,
      status: moved.isScheduled ? 'future' : 'publish',
      terms: termsOf(moved, site.language),
      meta: [
        ...(featured ? [['_thumbnail_id', String(featured.id)] as [string, string]] : []),
        ...story.formerSlugs.map((slug): [string, string] => ['_wp_old_slug', slug]),
      ],
    });
  }
  const author = authors.find(site.authors[0] ?? { name: site.title }).slug;
  for await (const { page, changed } of spool.pages()) {
    const html = withAbsoluteAddresses(pageHtml(page.body), site);
    const id = nextId();
    for (const url of picturesOf(html)) {
      const { xml } = attachments.add(
        unknownPicture(url),
        { author, published: changed, parent: id },
        nextId,
      );
      if (xml !== '') source.countPicture();
      yield xml;
    }
    yield itemXml({
      id,
      type: 'page',
      title: page.title,
      link: sitePageUrl(site, page.slug),
      guid: sitePageUrl(site, page.slug),
      author,
      html: forEditor(html),
      excerpt: escapeHtml(page.description ?? ''),
      published: changed,
      modified: changed,
      slug: page.slug,
      status: 'publish',
    });
    source.countPage();
  }
  yield '</channel>\n</rss>\n';
};
