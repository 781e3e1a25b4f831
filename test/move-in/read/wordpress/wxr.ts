// Writes exports in the form of wp-admin/includes/export.php of WordPress 6.8, white space included.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Index, OldEntry, OldPost, ReadOptions } from '../../../../src/move/in/old-site.ts';
import { readWordPress } from '../../../../src/move/in/read/wordpress/read.ts';

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const xml = (text: string) => text.replaceAll('&', '&#038;').replaceAll('<', '&lt;');

export interface ItemParts {
  id?: number | string;
  title?: string;
  link?: string;
  guid?: string;
  pubDate?: string;
  creator?: string;
  content?: string;
  excerpt?: string;
  date?: string;
  dateUtc?: string;
  modified?: string;
  modifiedUtc?: string;
  slug?: string;
  status?: string;
  parent?: number;
  order?: number;
  type?: string;
  password?: string;
  sticky?: boolean;
  file?: string;
  terms?: readonly (readonly [taxonomy: string, slug: string, name: string])[];
  meta?: readonly (readonly [key: string, value: string])[];
  /** More of the item, as XML. */
  more?: string;
}

export function item(parts: ItemParts = {}): string {
  const { id = 56, slug = 'a-story', type = 'post', date = '2019-05-04 10:00:00' } = parts;
  const { link = `https://old.example/2019/05/${slug}/`, guid = `https://old.example/?p=${id}` } = parts;
  const {
    dateUtc = '2019-05-04 08:00:00',
    modified = date,
    modifiedUtc = dateUtc,
    terms = [],
    meta = [],
  } = parts;
  return `\t<item>
\t\t<title>${cdata(parts.title ?? 'A headline')}</title>
\t\t<link>${xml(link)}</link>
\t\t<pubDate>${parts.pubDate ?? 'Sat, 04 May 2019 08:00:00 +0000'}</pubDate>
\t\t<dc:creator>${cdata(parts.creator ?? 'ann')}</dc:creator>
\t\t<guid isPermaLink="false">${xml(guid)}</guid>
\t\t<description></description>
\t\t<content:encoded>${cdata(parts.content ?? 'Text.')}</content:encoded>
\t\t<excerpt:encoded>${cdata(parts.excerpt ?? '')}</excerpt:encoded>
\t\t<wp:post_id>${id}</wp:post_id>
\t\t<wp:post_date>${cdata(date)}</wp:post_date>
\t\t<wp:post_date_gmt>${cdata(dateUtc)}</wp:post_date_gmt>
\t\t<wp:post_modified>${cdata(modified)}</wp:post_modified>
\t\t<wp:post_modified_gmt>${cdata(modifiedUtc)}</wp:post_modified_gmt>
\t\t<wp:comment_status>${cdata('open')}</wp:comment_status>
\t\t<wp:ping_status>${cdata('open')}</wp:ping_status>
\t\t<wp:post_name>${cdata(slug)}</wp:post_name>
\t\t<wp:status>${cdata(parts.status ?? 'publish')}</wp:status>
\t\t<wp:post_parent>${parts.parent ?? 0}</wp:post_parent>
\t\t<wp:menu_order>${parts.order ?? 0}</wp:menu_order>
\t\t<wp:post_type>${cdata(type)}</wp:post_type>
\t\t<wp:post_password>${cdata(parts.password ?? '')}</wp:post_password>
\t\t<wp:is_sticky>${parts.sticky ? 1 : 0}</wp:is_sticky>
${parts.file === undefined ? '' : `\t\t<wp:attachment_url>${cdata(parts.file)}</wp:attachment_url>\n`}${terms
  .map(
    ([taxonomy, name, text]) =>
      `\t\t<category domain="${taxonomy}" nicename="${name}">${cdata(text)}</category>\n`,
  )
  .join('')}${meta
  .map(
    ([key, value]) =>
      `\t\t<wp:postmeta>\n\t\t<wp:meta_key>${cdata(key)}</wp:meta_key>\n\t\t<wp:meta_value>${cdata(value)}</wp:meta_value>\n\t\t</wp:postmeta>\n`,
  )
  .join('')}${parts.more ?? ''}\t</item>
`;
}

export const comment = (id: number, text: string) => `\t\t<wp:comment>
\t\t\t<wp:comment_id>${id}</wp:comment_id>
\t\t\t<wp:comment_author>${cdata('A reader')}</wp:comment_author>
\t\t\t<wp:comment_date>${cdata('2019-05-05 10:00:00')}</wp:comment_date>
\t\t\t<wp:comment_content>${cdata(text)}</wp:comment_content>
\t\t</wp:comment>
`;

export const author = (id: number, login: string, name: string, first = '', last = '') =>
  `\t<wp:author><wp:author_id>${id}</wp:author_id><wp:author_login>${cdata(login)}</wp:author_login><wp:author_email>${cdata(`${login}@old.example`)}</wp:author_email><wp:author_display_name>${cdata(name)}</wp:author_display_name><wp:author_first_name>${cdata(first)}</wp:author_first_name><wp:author_last_name>${cdata(last)}</wp:author_last_name></wp:author>\n`;

export const category = (id: number, slug: string, name: string, parent = '') =>
  `\t<wp:category>
\t\t<wp:term_id>${id}</wp:term_id>
\t\t<wp:category_nicename>${cdata(slug)}</wp:category_nicename>
\t\t<wp:category_parent>${cdata(parent)}</wp:category_parent>
\t\t<wp:cat_name>${cdata(name)}</wp:cat_name>
\t</wp:category>\n`;

export const tag = (id: number, slug: string, name: string) =>
  `\t<wp:tag>
\t\t<wp:term_id>${id}</wp:term_id>
\t\t<wp:tag_slug>${cdata(slug)}</wp:tag_slug>
\t\t<wp:tag_name>${cdata(name)}</wp:tag_name>
\t</wp:tag>\n`;

export interface ChannelParts {
  encoding?: string;
  version?: string;
  doctype?: string;
  url?: string;
  language?: string;
  /** Authors and terms. */
  units?: string;
}

export const head = (parts: ChannelParts = {}) => {
  const { encoding = 'UTF-8', version = '1.2', url = 'https://old.example', language = 'en-US' } = parts;
  return `<?xml version="1.0" encoding="${encoding}" ?>
${parts.doctype ?? ''}<!-- This is a WordPress eXtended RSS file generated by WordPress as an export of your site. -->
<!-- It contains information about your site's posts, pages, comments, categories, and other content. -->

\t<!-- generator="WordPress/6.8.1" created="2026-11-26 10:00" -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/${version}/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/${version}/"
>

<channel>
\t<title>The Old &#038; Example</title>
\t<link>${url}</link>
\t<description>News</description>
\t<pubDate>Thu, 26 Nov 2026 10:00:00 +0000</pubDate>
\t<language>${language}</language>
\t<wp:wxr_version>${version}</wp:wxr_version>
\t<wp:base_site_url>${url}</wp:base_site_url>
\t<wp:base_blog_url>${url}</wp:base_blog_url>

${parts.units ?? author(2, 'ann', 'Ann Example')}
\t<generator>https://wordpress.org/?v=6.8.1</generator>

`;
};
export const FOOT = '</channel>\n</rss>\n';

export const wxr = (items: readonly string[], parts?: ChannelParts) => head(parts) + items.join('') + FOOT;

/** The index as the engine has it, in memory: what comes out is a copy. */
export function makeIndex(): Index {
  const values = new Map<string, string>();
  return {
    put: (set, key, value) => values.set(`${set}\n${key}`, JSON.stringify(value)),
    get(set, key) {
      const text = values.get(`${set}\n${key}`);
      return text === undefined ? undefined : JSON.parse(text);
    },
  };
}

/** Writes files into a folder of their own, which is removed after the test. Returns the folder. */
export function storeFolder(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wordpress-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Writes a file, and returns its path. */
export const store = (content: string | Uint8Array, name = 'export.xml') =>
  join(storeFolder({ [name]: content }), name);

export const NOW = Date.parse('2026-11-26T12:00:00Z');

/** Reads an export by its path. */
export async function readFrom(source: string, options: Partial<ReadOptions> = {}): Promise<OldEntry[]> {
  const entries: OldEntry[] = [];
  const all = { index: makeIndex(), progress: () => {}, now: NOW, ...options };
  for await (const entry of readWordPress(source, all)) entries.push(entry);
  return entries;
}

/** What is in an export. */
export async function read(content: string | Uint8Array) {
  return sort(await readFrom(store(content)));
}

export function sort(entries: readonly OldEntry[]) {
  const losses = entries.flatMap((entry) => (entry.kind === 'loss' ? [entry.loss] : []));
  return {
    entries,
    posts: entries.flatMap((entry) => (entry.kind === 'post' ? [entry.post] : [])),
    losses,
    /** The losses in a line each. */
    lost: losses.map(({ kind, was, now }) => `${kind}: ${was} → ${now}`),
    addresses: new Map(
      entries.flatMap((entry) => (entry.kind === 'address' ? [[entry.address, entry.target]] : [])),
    ),
  };
}

/** Reads an export with a single post. */
export async function readOne(
  parts: ItemParts,
  channel?: ChannelParts,
): Promise<OldPost & { lost: string[] }> {
  const { posts, lost } = await read(wxr([item(parts)], channel));
  if (!posts[0]) throw new Error(`no post: ${lost}`);
  return { ...posts[0], lost };
}
