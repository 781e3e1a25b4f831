import { linkAddress } from './addresses.ts';
import { addEmbed } from './embeds.ts';
import type { BlockReader } from './read-blocks.ts';
import { attribute, type Element, element, findElement, hasClass, lineOf, textOf } from './tree.ts';

// The cards of Ghost's editor, and what other systems have in their place.

type Read = (reader: BlockReader, node: Element) => boolean;

const CARDS: [RegExp, Read][] = [
  [/^kg-bookmark-card$/, readBookmark],
  [/^kg-callout-card$/, readCallout],
  [/^kg-toggle-card$/, readToggle],
  [/^kg-(?:audio|video)-card$/, readMedia],
  [/^kg-file-card$/, readFile],
  [
    /^(?:image-gallery-embed|tweet|youtube-wrap|vimeo-wrap|spotify-wrap|soundcloud-wrap|apple-podcast-container|embedded-post-wrap|digest-post-embed)$/,
    readSubstack,
  ],
];

/** Reads a card. Returns false for all else. */
export function readCard(reader: BlockReader, node: Element): boolean {
  if (!('class' in node.attributes)) return false;
  const card = CARDS.find(([pattern]) => hasClass(node, pattern));
  return card?.[1](reader, node) ?? false;
}

const part = (node: Element, pattern: RegExp): Element | undefined =>
  findElement(node, (child) => hasClass(child, pattern));

const textOfPart = (node: Element, pattern: RegExp): string => {
  const found = part(node, pattern);
  return found ? lineOf(found) : '';
};

/** A line of text, if there is any. */
function addLine(reader: BlockReader, text: string): void {
  reader.flush();
  reader.addText(text);
  reader.flush();
}

function addCaption(reader: BlockReader, node: Element): void {
  const caption = findElement(node, ({ name }) => name === 'figcaption');
  if (caption) reader.readAll([element('p', {}, caption.children)]);
}

/** A page that is shown with its title, description and picture: a link, and the other words below it. */
function readBookmark(reader: BlockReader, node: Element): boolean {
  const anchor = part(node, /^kg-bookmark-container$/);
  const link = anchor ? linkAddress(attribute(anchor, 'href'), reader.reading.base) : null;
  if (link === null) return false;
  const title = textOfPart(node, /^kg-bookmark-title$/);
  reader.reading.losses.add('bookmark', title || link, 'a link and its description');
  reader.addLink(title || link, link);
  addLine(reader, textOfPart(node, /^kg-bookmark-description$/));
  addLine(
    reader,
    [/^kg-bookmark-author$/, /^kg-bookmark-publisher$/]
      .map((name) => textOfPart(node, name))
      .filter(Boolean)
      .join(' '),
  );
  addCaption(reader, node);
  return true;
}

function readCallout(reader: BlockReader, node: Element): boolean {
  reader.reading.losses.add('callout', lineOf(node), 'a quote');
  reader.contain((read) => {
    const blocks = node.children.flatMap((child) => read([child]));
    return blocks.length > 0 ? [{ kind: 'quote', blocks }] : [];
  });
  return true;
}

function readToggle(reader: BlockReader, node: Element): boolean {
  const heading = part(node, /^kg-toggle-heading-text$/);
  const content = part(node, /^kg-toggle-content$/);
  if (heading === undefined || content === undefined) return false;
  reader.reading.losses.add('callout', lineOf(node), 'a line in bold and the text, unfolded');
  reader.flush();
  reader.marked({ strong: true }, heading.children);
  reader.flush();
  reader.readAll(content.children);
  reader.flush();
  return true;
}

/** A player of the system's own, whose buttons and times are no words of the text. */
function readMedia(reader: BlockReader, node: Element): boolean {
  const media = findElement(node, ({ name }) => name === 'audio' || name === 'video');
  if (media === undefined) return false;
  const link = linkAddress(attribute(media, 'src'), reader.reading.base);
  const title = textOfPart(node, /^kg-audio-title$/);
  reader.reading.losses.leaveOut(lineOf(node));
  if (title && link !== null) {
    reader.reading.losses.add('file', `${title} ${link}`, 'a link');
    reader.addLink(title, link);
  } else addEmbed(reader, attribute(media, 'src'), title);
  addCaption(reader, node);
  return true;
}

function readFile(reader: BlockReader, node: Element): boolean {
  const anchor = findElement(node, ({ name, attributes }) => name === 'a' && Boolean(attributes.href));
  const link = anchor ? linkAddress(attribute(anchor, 'href'), reader.reading.base) : null;
  if (link === null) return false;
  const title = textOfPart(node, /^kg-file-card-title$/) || textOfPart(node, /^kg-file-card-filename$/);
  reader.reading.losses.add('file', title || link, 'a link');
  reader.addLink(title || link, link);
  addLine(reader, textOfPart(node, /^kg-file-card-caption$/));
  const metadata = part(node, /^kg-file-card-metadata$/);
  const inTitle = textOfPart(node, /^kg-file-card-title$/) === '';
  if (metadata) {
    const name = inTitle ? '' : textOfPart(metadata, /^kg-file-card-filename$/);
    addLine(reader, [name, textOfPart(metadata, /^kg-file-card-filesize$/)].filter(Boolean).join(' '));
  }
  return true;
}

/** What Substack says of an element, as JSON in an attribute. */
function dataOf(node: Element): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(attribute(node, 'data-attrs') || '{}');
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

function readSubstack(reader: BlockReader, node: Element): boolean {
  const data = dataOf(node);
  if (hasClass(node, /^youtube-wrap$/) && asText(data.videoId))
    return addEmbed(reader, `https://www.youtube.com/watch?v=${asText(data.videoId)}`, '');
  if (hasClass(node, /^vimeo-wrap$/) && asText(data.videoId))
    return addEmbed(reader, `https://vimeo.com/${asText(data.videoId)}`, '');
  if (hasClass(node, /^tweet$/) && asText(data.url)) {
    addLine(reader, asText(data.full_text));
    return addEmbed(reader, asText(data.url), asText(data.name));
  }
  const gallery = data.gallery as { images?: unknown; caption?: unknown } | undefined;
  if (hasClass(node, /^image-gallery-embed$/) && Array.isArray(gallery?.images)) {
    const images = gallery.images.flatMap((image: unknown) => {
      const src = asText((image as { src?: unknown } | null)?.src);
      return src ? [element('img', { src })] : [];
    });
    reader.reading.losses.add('gallery', `${images.length} pictures side by side`, 'one below the other');
    reader.readAll([...images, element('p', {}, [asText(gallery.caption)])]);
    return true;
  }
  if (asText(data.url) && !/\S/.test(textOf(node)))
    return addEmbed(reader, asText(data.url), asText(data.title));
  return false;
}
