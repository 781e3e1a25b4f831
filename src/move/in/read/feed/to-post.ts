import { createHash } from 'node:crypto';
import { escapeHtml } from '../../../../lib/html.ts';
import type { FeedEntry, MarkedText } from '../../../../newsroom/feeds/wire/parse/feed-entry.ts';
import { baseOf } from '../../../../newsroom/feeds/wire/parse/markup.ts';
import { cleanLanguage } from '../../../../newsroom/wire/extraction/clean-values.ts';
import { onOneLine } from '../../line.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss, OldPicture, OldPost, OldText, Place } from '../../old-site.ts';
import { makeLoss, plainText } from '../fields.ts';
import { statedDate } from './feed-date.ts';

/** The longest address that is kept. */
const MAX_URL_LENGTH = 2000;
/** A text of fewer characters, without paragraphs, may be a summary. */
const SHORT = 600;

/** Adds paragraphs with links at the end of a text. */
function withLinks(content: MarkedText, links: readonly { url: string; name: string }[]): MarkedText {
  if (links.length === 0) return content;
  const text =
    content.format === 'html'
      ? links.map(({ url, name }) => `\n<p><a href="${escapeHtml(url)}">${escapeHtml(name)}</a></p>`)
      : links.map(({ url, name }) =>
          content.format === 'markdown' ? `\n\n[${name.replace(/[[\]]/g, '\\$&')}](<${url}>)` : `\n\n${url}`,
        );
  return { ...content, text: content.text + text.join('') };
}

/** Where an entry is from: its document and the feed's own statements. */
interface EntryContext {
  /** The document's address; that of the site for a file. */
  url: string;
  authors: FeedEntry['authors'];
  place: Place;
}

/** Returns an absolute address of the web; null if it is none. */
export function webAddress(address: string | null | undefined, base: string): string | null {
  const text = address?.trim() ?? '';
  const url = text === '' ? null : URL.parse(text, base === '' ? undefined : base);
  const isWeb = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return isWeb && url.href.length <= MAX_URL_LENGTH ? url.href : null;
}

/** Returns a text as one line. */
export const readText = (marked: MarkedText | null): string =>
  marked === null ? '' : marked.format === 'html' ? plainText(marked.text) : onOneLine(marked.text);

const ELLIPSIS =
  /\s*(?:\[?(?:…|\.\.\.)\]?|\[&hellip;\])\s*(?:(?:read more|continue reading|weiterlesen|lire la suite)[^.]{0,80})?\s*$/i;

/** Whether the only text of an entry may be the whole one: it has paragraphs or is long, and does not end in the middle. */
function isWhole(marked: MarkedText): boolean {
  const text = readText(marked);
  if (ELLIPSIS.test(text)) return false;
  return text.length >= SHORT || /<(?:p|br|div|ul|ol|blockquote|h\d|table|img|figure)\b/i.test(marked.text);
}

/** Returns the excerpt that somebody wrote: not one that is the beginning of the text. */
function excerptOf(summary: MarkedText | null, content: MarkedText | null): string | null {
  const text = readText(summary);
  if (text === '' || content === null || summary === content) return null;
  const beginning = text.replace(ELLIPSIS, '');
  return readText(content).startsWith(beginning) ? null : text;
}

/** Returns the last part of an address's path, percent-decoded and without the ending of a page; null if it has none. */
function slugOf(address: string | undefined): string | null {
  const last =
    URL.parse(address ?? '')
      ?.pathname.split('/')
      .findLast((part) => part !== '') ?? '';
  try {
    return decodeURIComponent(last).replace(/\.(?:html?|php|aspx?)$/i, '') || null;
  } catch {
    return last || null;
  }
}

const slugOfTerm = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

function termsOf(names: readonly string[]): OldPost['terms'] {
  const terms = new Map<string, string>();
  for (const name of names.map(onOneLine)) {
    const slug = slugOfTerm(name);
    if (slug !== '' && !terms.has(slug)) terms.set(slug, name);
  }
  return Array.from(terms, ([slug, name]) => ({ name, slug }));
}

const nameOfFile = (url: string, title: string | null) => title ?? (slugOf(url) || url);

/** Makes a post of an entry, and lines of the report about what could not move in as it was. */
export function toPost(entry: FeedEntry, context: EntryContext): { post: OldPost; losses: Loss[] } {
  const losses: Loss[] = [];
  const title = readText(entry.title);
  const name = title || entry.id || entry.links[0] || 'without title';
  const place: Place = { ...context.place, entry: `entry "${onOneLine(name).slice(0, 100)}"` };
  const lose = (kind: LossKind, was: string, now: string) => losses.push(makeLoss(place, kind, was, now));

  const documentBase = baseOf(entry.bases, context.url);
  const addresses = [
    ...new Set(entry.links.map((link) => webAddress(link, documentBase)).filter((url) => url !== null)),
  ];
  const [address] = addresses;
  const bases = entry.contentBase === null ? entry.bases : [...entry.bases, entry.contentBase];
  const base = bases.length > 0 ? baseOf(bases, context.url) : (address ?? documentBase);

  const dateOf = (text: string | undefined, now: string): string | null => {
    if (text === undefined) return null;
    const read = statedDate(text, entry.language);
    if (!read) lose('date', text, now);
    else if (read.isZoneUnknown)
      lose('date', `${text}, without a known time zone`, `${read.date}, as if it were UTC`);
    return read?.date ?? null;
  };
  const [stated] = entry.published;
  const published = dateOf(stated, 'no date');
  const modified = entry.updated === stated ? published : dateOf(entry.updated, 'no date of the last change');

  let content = entry.content ?? entry.summary;
  if (!entry.content && entry.contentAt !== null) {
    lose(
      'text',
      `the text, which the feed keeps elsewhere: ${entry.contentAt}`,
      content ? 'the summary' : 'left out',
    );
  } else if (!content) {
    if (title === '') lose('text', 'an entry without a title and a text', 'a draft without a text');
    else lose('text', 'an entry without a text', 'the headline alone');
  } else if (!entry.content && !isWhole(content)) {
    lose('summary', `"${readText(content)}": the feed has no whole text`, 'the text that the feed has');
  }
  content ??= { text: '', format: 'plain' };

  const links: { url: string; name: string }[] = [];
  for (const { url, type, title: name } of entry.attachments) {
    const target = webAddress(url, base);
    if (target && (content.text.includes(url) || content.text.includes(target))) continue;
    lose('file', `${type} ${url}`.trim(), target ? 'a link at the end of the text' : 'left out');
    if (target) links.push({ url: target, name: nameOfFile(target, name) });
  }
  const about = webAddress(entry.about, base);
  if (about !== null && !addresses.includes(about) && !content.text.includes(about))
    links.push({ url: about, name: new URL(about).host });
  if (entry.rights !== null && entry.rights.trim() !== '') lose('rights', entry.rights, 'left out');

  const text: OldText = { ...withLinks(content, links), base };
  const key = entry.id ?? address ?? createHash('sha256').update(`${title}\0${content.text}`).digest('hex');
  const pictures = entry.pictures.map((picture) => ({ ...picture, url: webAddress(picture.url, base) }));
  const picture = pictures.find((each): each is OldPicture => each.url !== null) ?? null;
  const authors = entry.authors.length > 0 ? entry.authors : context.authors;
  return {
    post: {
      type: 'post',
      key: `feed:${key}`,
      place,
      identifier: entry.id,
      unpublished: null,
      slug: slugOf(address),
      title,
      content: text,
      excerpt: excerptOf(entry.summary, entry.content),
      published,
      modified,
      authors: authors.map(({ name, url }) => ({ name: onOneLine(name), url: webAddress(url, base) })),
      terms: termsOf(entry.terms),
      language: cleanLanguage(entry.language),
      canonical: null,
      picture,
      addresses,
    },
    losses,
  };
}
