import { textRun } from '../../../../lib/markdown/blocks.ts';
import { LOWERED, RAISED } from '../../../../lib/markdown/small-digits.ts';
import { citationRuns } from '../notes/citation.ts';
import { linkAddress } from './addresses.ts';
import { readCard } from './cards.ts';
import { readEmbed } from './embeds.ts';
import { addPicture, readFigure, readImage } from './figures.ts';
import { picturesOf } from './pictures.ts';
import type { BlockReader } from './read-blocks.ts';
import { readTable } from './tables.ts';
import {
  attribute,
  type Element,
  findElement,
  hasClass,
  isElement,
  lineOf,
  type Node,
  textOf,
} from './tree.ts';

// Elements that Markdown has no form for, and the nearest that it has.

/** Elements that readers fill in or press. */
const CONTROLS = new Set('form input select textarea button output progress meter'.split(' '));

/** Blocks of a page around its text: subscribing, sharing, advertising. */
const WIDGETS =
  /^(?:subscription-widget(?:-wrap.*)?|subscribe-widget|kg-signup-card|kg-email-cta|mc4wp-form|mc_embed_signup|wpcf7|wpforms-container|gform_wrapper|sharedaddy|jp-relatedposts|addtoany_.*|adsbygoogle|wp-block-jetpack-subscriptions|wp-block-search|wp-block-social-links|post-share.*|ad-container|advertisement)$/;

const isHidden = (node: Element) =>
  'hidden' in node.attributes ||
  /display\s*:\s*none|visibility\s*:\s*hidden/.test(attribute(node, 'style')) ||
  hasClass(node, /^(?:screen-reader-text|sr-only|visually-hidden)$/);

/** Reads an element that needs more than its text. Returns false for all others. */
export function readSpecial(reader: BlockReader, node: Element): boolean {
  const { losses } = reader.reading;
  if (isHidden(node)) {
    if (/\S/.test(textOf(node))) losses.add('hidden text', lineOf(node), 'left out: readers did not see it');
    return true;
  }
  // What `story export` puts below a text: this site writes its own.
  if (attribute(node, 'data-edgewire') === 'notice') {
    losses.add('data', lineOf(node), 'left out: each story has a notice of this site');
    return true;
  }
  if (CONTROLS.has(node.name) || hasClass(node, WIDGETS)) {
    losses.add('form', lineOf(node) || `<${node.name}>`, 'left out');
    return true;
  }
  const read = ELEMENTS[node.name];
  if (read) return read(reader, node);
  return readCard(reader, node) || readEmbed(reader, node);
}

type Read = (reader: BlockReader, node: Element) => boolean;

const ELEMENTS: Record<string, Read> = {
  'x-cite': (reader, node) => {
    const urls = attribute(node, 'urls').split(' ').filter(Boolean);
    reader.addRuns([
      ...(urls.length > 0 ? citationRuns(urls) : []),
      ...node.children.map((child) => textRun(textOf(child), { note: true })),
    ]);
    return true;
  },
  img: readImage,
  'amp-img': readImage,
  picture: (reader, node) => {
    const [found] = picturesOf(node);
    return found ? addPicture(reader, found.img, found.sources) : true;
  },
  figure: readFigure,
  noscript: (reader, node) => {
    for (const { img, sources } of picturesOf(node)) addPicture(reader, img, sources, { isFallback: true });
    return true;
  },
  'x-instruction': (reader, node) => {
    reader.reading.losses.add('script', textOf(node), 'left out: readers did not see it');
    return true;
  },
  table: readTable,
  details: (reader, node) => {
    reader.reading.losses.add('callout', lineOf(node), 'a line in bold and the text, unfolded');
    const summary = node.children.find((child) => isElement(child) && child.name === 'summary');
    reader.flush();
    if (summary !== undefined && isElement(summary)) reader.marked({ strong: true }, summary.children);
    reader.flush();
    reader.readAll(node.children.filter((child) => child !== summary));
    reader.flush();
    return true;
  },
  dl: (reader, node) => {
    reader.reading.losses.add('formatting', lineOf(node), 'its terms in bold, each with its text below');
    readDefinitions(reader, node.children);
    return true;
  },
  sup: (reader, node) => readSmallDigits(reader, node, RAISED),
  sub: (reader, node) => readSmallDigits(reader, node, LOWERED),
  abbr: (reader, node) => {
    const title = attribute(node, 'title');
    if (title) reader.reading.losses.add('abbreviation', `${lineOf(node)}: ${title}`, lineOf(node));
    reader.readAll(node.children);
    return true;
  },
  q: (reader, node) => {
    reader.addText('“');
    reader.readAll(node.children);
    reader.addText('”');
    return true;
  },
  ruby: readRuby,
  math: (reader, node) => {
    const shown = (child: Node): string =>
      isElement(child)
        ? child.name.startsWith('annotation')
          ? ''
          : child.children.map(shown).join('')
        : child.trim();
    const text = shown(node).replace(/\s+/g, ' ');
    reader.reading.losses.add('formula', text, 'its characters in a line');
    reader.addText(text);
    return true;
  },
  svg: (reader, node) => {
    const texts = node.children.map(drawnText).join(' ').replace(/\s+/g, ' ').trim();
    reader.reading.losses.add(
      'drawing',
      `<svg> ${texts || attribute(node, 'aria-label')}`,
      texts ? 'its words' : 'left out',
    );
    if (texts) reader.addText(texts);
    return true;
  },
  map: (reader, node) => {
    for (const area of node.children.filter(isElement)) {
      const link = linkAddress(attribute(area, 'href'), reader.reading.base);
      if (area.name !== 'area' || link === null) continue;
      reader.reading.losses.add('picture link', attribute(area, 'alt') || link, 'a link below the picture');
      reader.addLink(attribute(area, 'alt') || link, link);
    }
    return true;
  },
  canvas: (reader) => {
    reader.reading.losses.add('drawing', '<canvas>', 'left out');
    return true;
  },
  nav: (reader, node) => {
    reader.flush();
    reader.readAll(node.children);
    reader.flush();
    return true;
  },
};

/** The words that a drawing shows: those of its `text` elements. */
const drawnText = (node: Node): string => {
  if (!isElement(node)) return '';
  return node.name === 'text' ? textOf(node) : node.children.map(drawnText).join(' ');
};

/** Raised and lowered digits as characters of their own: m², CO₂. Other text stays as it is. */
function readSmallDigits(reader: BlockReader, node: Element, digits: Record<string, string>): boolean {
  const text = textOf(node).trim();
  if (
    text !== '' &&
    node.children.every((child) => !isElement(child)) &&
    [...text].every((digit) => digit in digits)
  )
    reader.addText([...text].map((digit) => digits[digit]).join(''));
  else {
    if (text !== '')
      reader.reading.losses.count('formatting', `superscript or subscript: ${text}`, 'text on the line');
    reader.readAll(node.children);
  }
  return true;
}

/** Ruby, as browsers without it show it: the reading in parentheses after the word. */
function readRuby(reader: BlockReader, node: Element): boolean {
  reader.reading.losses.count('formatting', `ruby: ${lineOf(node)}`, 'the reading in parentheses');
  const hasParentheses = findElement(node, ({ name }) => name === 'rp') !== undefined;
  for (const child of node.children) {
    if (!isElement(child) || child.name !== 'rt' || hasParentheses) {
      reader.readAll(isElement(child) ? child.children : [child]);
      continue;
    }
    reader.addText('(');
    reader.readAll(child.children);
    reader.addText(')');
  }
  return true;
}

function readDefinitions(reader: BlockReader, nodes: readonly Node[]): void {
  for (const node of nodes) {
    reader.flush();
    if (!isElement(node)) reader.read(node);
    else if (node.name === 'dt') reader.marked({ strong: true }, node.children);
    else if (node.name === 'dd') reader.readAll(node.children);
    else if (node.name === 'div') readDefinitions(reader, node.children);
    else reader.read(node);
    reader.flush();
  }
}
