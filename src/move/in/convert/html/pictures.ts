import { fileAddress } from './addresses.ts';
import { attribute, type Element, elementsOf, findElement, isElement } from './tree.ts';

// Which picture an element shows: plugins hide its address from browsers until readers scroll to it.

/** Where plugins put the address of a picture that loads late. */
const LAZY = [
  'data-src',
  'data-lazy-src',
  'data-original',
  'data-orig-file',
  'data-large-file',
  'data-full-url',
];
const LAZY_SETS = ['data-srcset', 'data-lazy-srcset'];

/** The address in a `srcset` with the greatest width or density. */
function biggestOf(set: string): string {
  let biggest = { url: '', size: -1 };
  for (const [, url = '', size = '1'] of set.matchAll(/(\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)/g)) {
    if (Number(size) > biggest.size) biggest = { url, size: Number(size) };
  }
  return biggest.url;
}

/** Whether an address names no file: pages show nothing, or a few bytes of the address itself, until the picture loads. */
const namesNoFile = (address: string) => address === '' || /^(?:data|about|blob):/i.test(address);

/** A `file:` address without a host: where a picture is in the folder of Markdown that moves in. */
const LOCAL = /^file:\/\/\/[!-~]+$/;

/** The absolute address of the picture, http, https or file; null if there is none. */
export function pictureAddress(img: Element, base: string, sources: readonly Element[] = []): string | null {
  const late = LAZY.map((name) => attribute(img, name)).find((address) => !namesNoFile(address));
  const own = attribute(img, 'src');
  const sets = [
    ...LAZY_SETS.map((name) => attribute(img, name)),
    attribute(img, 'srcset'),
    ...sources.flatMap((source) => [attribute(source, 'srcset'), attribute(source, 'data-srcset')]),
  ];
  const candidates = [late ?? '', own, ...sets.map(biggestOf)];
  for (const candidate of candidates) {
    const address = namesNoFile(candidate)
      ? null
      : LOCAL.test(candidate)
        ? candidate
        : fileAddress(candidate, base);
    if (address !== null) return address;
  }
  return null;
}

/** Whether a picture stands for a character: WordPress shows emoji so in old browsers. */
export const isEmoji = (img: Element): boolean =>
  /\b(?:wp-smiley|emoji)\b/.test(attribute(img, 'class')) ||
  /^(?:https?:)?\/\/s\.w\.org\//.test(attribute(img, 'src'));

/** Whether a picture only counts readers. */
export const isCounter = (img: Element): boolean =>
  (attribute(img, 'width') === '1' && attribute(img, 'height') === '1') ||
  /(?:feeds\.feedburner\.com\/~|pixel\.wp\.com|doubleclick\.net|\/pixel\.gif|stats\.wordpress\.com)/.test(
    attribute(img, 'src'),
  );

/** The pictures of an element, with the `source` elements beside each. */
export function picturesOf(parent: Element): { img: Element; sources: Element[] }[] {
  const found: { img: Element; sources: Element[] }[] = [];
  let sources: Element[] = [];
  for (const child of elementsOf(parent)) {
    if (child.name === 'picture')
      sources = child.children.filter(isElement).filter(({ name }) => name === 'source');
    if (child.name === 'img' || child.name === 'amp-img') {
      found.push({ img: child, sources });
      sources = [];
    }
  }
  return found;
}

export const captionOf = (figure: Element): Element | undefined =>
  findElement(
    figure,
    ({ name, attributes }) => name === 'figcaption' || /\bwp-caption-text\b/.test(attributes.class ?? ''),
  );
