import { fileAddress, linkAddress } from './addresses.ts';
import { captionOf } from './pictures.ts';
import type { BlockReader } from './read-blocks.ts';
import { embedLabel, visitedAddress } from './services.ts';
import {
  attribute,
  type Element,
  element,
  elementsOf,
  findElement,
  hasClass,
  isElement,
  lineOf,
  type Node,
} from './tree.ts';

// Players, posts and maps of other services become links to them.

const PLAYERS = new Set(['iframe', 'embed', 'object', 'audio', 'video', 'amp-youtube', 'amp-iframe']);

/** Quotes that a script of the service would turn into a post. Their words stay. */
const POSTS =
  /^(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|bluesky-embed|reddit-embed-bq|text-post-media)$/;

/** Reads something embedded. Returns false for all else. */
export function readEmbed(reader: BlockReader, node: Element): boolean {
  if (PLAYERS.has(node.name)) {
    readPlayer(reader, node);
    return true;
  }
  if (node.name === 'blockquote' && hasClass(node, POSTS)) {
    readPost(reader, node);
    return true;
  }
  if (hasClass(node, /^(?:wp-block-embed|kg-embed-card)$/)) return readFigure(reader, node);
  return false;
}

/** Adds a link to what was embedded, and says so. */
export function addEmbed(reader: BlockReader, address: string, title: string): boolean {
  const link = fileAddress(address, reader.reading.base);
  if (link === null) {
    reader.reading.losses.add(
      'embed',
      title || address || 'something without an address',
      title || 'left out',
    );
    reader.flush();
    reader.addText(title);
    reader.flush();
    return title !== '';
  }
  const visited = visitedAddress(link);
  const label = embedLabel(visited, title);
  reader.reading.losses.add('embed', `${label} ${link}`, 'a link');
  reader.addLink(label, visited);
  return true;
}

function readPlayer(reader: BlockReader, node: Element): void {
  const source = findElement(node, ({ name }) => name === 'source' || name === 'embed');
  const movie = findElement(
    node,
    ({ name, attributes }) => name === 'param' && /^(?:movie|src)$/.test(attributes.name ?? ''),
  );
  const address =
    ['src', 'data-src', 'data-lazy-src', 'data']
      .map((name) => attribute(node, name))
      .find((found) => found !== '' && found !== 'about:blank') ??
    (source ? attribute(source, 'src') : movie ? attribute(movie, 'value') : '');
  const video = attribute(node, 'data-videoid');
  addEmbed(
    reader,
    video ? `https://www.youtube.com/watch?v=${video}` : address,
    attribute(node, 'title') || attribute(node, 'aria-label'),
  );
  // What stands inside is for browsers without the player; readers did not see it.
}

function readPost(reader: BlockReader, node: Element): void {
  const { losses, base } = reader.reading;
  const cited =
    attribute(node, 'cite') ||
    attribute(node, 'data-instgrm-permalink') ||
    attribute(node, 'data-text-post-permalink');
  const address = linkAddress(cited, base);
  reader.contain((read) => {
    const blocks = read(node.children);
    const links = Array.from(elementsOf(node))
      .filter(({ name }) => name === 'a')
      .map((link) => attribute(link, 'href'));
    if (address !== null && !links.some((link) => link.split('?')[0] === address.split('?')[0]))
      blocks.push({
        kind: 'paragraph',
        runs: [{ kind: 'text', text: embedLabel(address, ''), marks: { link: address } }],
      });
    losses.add('embed', `a post: ${lineOf(node) || address}`, 'a quote with its link');
    return blocks.length > 0 ? [{ kind: 'quote', blocks }] : [];
  });
}

/** The figure of an embed: a player or a post, or its bare address, which WordPress replaces when it shows the page. */
function readFigure(reader: BlockReader, node: Element): boolean {
  const caption = captionOf(node);
  const inside = Array.from(elementsOf(node)).some(
    ({ name }) => PLAYERS.has(name) || name === 'blockquote' || name === 'a',
  );
  const address = textWithout(node, caption).trim();
  if (inside || !/^https?:\/\/\S+$/.test(address)) return false;
  addEmbed(reader, address, '');
  if (caption) reader.readAll([element('p', {}, caption.children)]);
  return true;
}

const textWithout = (node: Node, left: Element | undefined): string => {
  if (!isElement(node)) return node;
  return node === left ? '' : node.children.map((child) => textWithout(child, left)).join('');
};
