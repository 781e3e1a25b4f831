import type { PictureBlock } from '../../../../lib/markdown/blocks.ts';
import { isSamePicture, linkAddress } from './addresses.ts';
import { readCard } from './cards.ts';
import { readEmbed } from './embeds.ts';
import { captionOf, isCounter, isEmoji, pictureAddress, picturesOf } from './pictures.ts';
import type { BlockReader } from './read-blocks.ts';
import { attribute, type Element, element, findElement, isElement, textOf } from './tree.ts';

// Pictures, with their captions.

export function readImage(reader: BlockReader, node: Element): boolean {
  return addPicture(reader, node, []);
}

/** Makes the block of a picture; null if it has no address. */
function pictureBlock(
  reader: BlockReader,
  img: Element,
  sources: readonly Element[],
  caption?: Element,
): PictureBlock | null {
  const { base, attachments } = reader.reading;
  const url = pictureAddress(img, base, sources);
  if (url === null) return null;
  const id = /\bwp-image-(\d+)\b/.exec(attribute(img, 'class'))?.[1];
  const known = id === undefined ? undefined : attachments[id];
  const below = caption ? reader.line(caption.children).runs : [];
  return {
    kind: 'picture',
    url: known?.url ?? url,
    alt: attribute(img, 'alt').replace(/\s+/g, ' ') || (known?.alt ?? ''),
    caption: below,
    credit: known?.credit ?? null,
    link: null,
  };
}

export function addPicture(
  reader: BlockReader,
  img: Element,
  sources: readonly Element[],
  { isFallback = false } = {},
): boolean {
  const { losses } = reader.reading;
  if (isEmoji(img)) {
    reader.addText(attribute(img, 'alt'));
    return true;
  }
  if (isCounter(img)) {
    losses.add('tracking', attribute(img, 'src'), 'left out');
    return true;
  }
  const picture = pictureBlock(reader, img, sources);
  if (picture) reader.addPicture(picture, isFallback);
  else {
    const alt = attribute(img, 'alt');
    losses.add(
      'picture',
      `a picture without an address: ${alt || attribute(img, 'src') || '<img>'}`,
      alt ? 'its description' : 'left out',
    );
    if (alt) reader.addText(` ${alt} `);
  }
  return true;
}

/** A figure with one picture gives it its caption. A caption of several pictures stands below them. */
export function readFigure(reader: BlockReader, node: Element): boolean {
  if (readCard(reader, node) || readEmbed(reader, node)) return true;
  const caption = captionOf(node);
  const pictures = picturesOf(node).filter(({ img }) => !isEmoji(img));
  const [first] = pictures;
  const addresses = pictures.map(
    ({ img, sources }) => pictureAddress(img, reader.reading.base, sources) ?? '',
  );
  const isOne =
    first !== undefined &&
    addresses.every((address) => isSamePicture(address, addresses[0] ?? '')) &&
    findElement(node, ({ name }) => /^(?:table|iframe|video|audio|blockquote|pre|figure)$/.test(name)) ===
      undefined;
  if (!isOne) {
    if (pictures.length > 1)
      reader.reading.losses.add('gallery', `${pictures.length} pictures side by side`, 'one below the other');
    return false;
  }
  const anchor = findElement(node, (child) => child.name === 'a' && picturesOf(child).length > 0);
  const link = anchor ? linkAddress(attribute(anchor, 'href'), reader.reading.base) : null;
  const shown = withoutElement(node, caption);
  const picture = pictureBlock(reader, first.img, first.sources, caption);
  if (picture === null) return false;
  reader.addPicture({ ...picture, link });
  const rest = textOf(shown).trim();
  if (rest) reader.readAll([element('p', {}, [rest])]);
  return true;
}

/** A copy of an element without one of those below it. */
function withoutElement(node: Element, left: Element | undefined): Element {
  return element(
    node.name,
    node.attributes,
    node.children
      .filter((child) => child !== left)
      .map((child) => (isElement(child) ? withoutElement(child, left) : child)),
  );
}
