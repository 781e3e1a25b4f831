import type { StateCore, Token } from 'markdown-it';
import { escapeHtml } from '../../lib/html.ts';
import { parsePicturePath } from '../pictures/address.ts';
import { fileUpTo, type PictureFacts, sourceSet } from '../pictures/facts.ts';

// Pictures within a text: `![What it shows](/media/….jpg#1200x800 "The caption")`. Those of this site are shown. The fragment is the size
// in pixels, so that nothing moves when the picture loads.

/** A picture that a text shows. */
interface BodyPicture {
  path: string;
  /** In pixels; null if the text does not state it. */
  size: { width: number; height: number } | null;
}

/** The most pixels of a side, as of the picture of a story. */
const MAX_SIDE = 20_000;

const PATH_AND_SIZE = /^([^#]+)(?:#([1-9]\d{0,4})x([1-9]\d{0,4}))?$/;

/** A picture of `data/public`. */
const FILE = /^\/pictures\/(?:[\w~-][\w.~-]*\/)*[\w~-][\w.~-]*\.(?:avif|gif|jpe?g|png|svg|webp)$/;

/** Parses the address of a picture of this site, uploaded or in `data/public/pictures`. Returns undefined for any other address. */
export function parseBodyPicture(address: string): BodyPicture | undefined {
  const [, path = '', ...sides] = PATH_AND_SIZE.exec(address) ?? [];
  if (path.length > 500 || (!parsePicturePath(path) && !FILE.test(path))) return undefined;
  if (sides[0] === undefined) return { path, size: null };
  const [width = 0, height = 0] = sides.map(Number);
  return Math.max(width, height) > MAX_SIDE ? undefined : { path, size: { width, height } };
}

/** Escapes the ASCII punctuation of a text, so that Markdown takes none of it for a sign. */
const escapeMarkdown = (text: string) =>
  text.replace(/[!-/:-@[-`{-~]/g, (sign) => (/[,.'/-]/.test(sign) ? sign : `\\${sign}`));

/** Writes what an author puts into a text to show an uploaded picture, with the credit as its caption. */
export function pictureMarkdown(picture: {
  url: string;
  alt: string | null;
  credit: string | null;
  width: number;
  height: number;
}): string {
  const { url, alt, credit, width, height } = picture;
  const caption = credit === null ? '' : ` "${escapeMarkdown(credit)}"`;
  return `![${escapeMarkdown(alt ?? '')}](${url}#${width}x${height}${caption})`;
}

/** Returns the picture that a token shows, if it is one. */
const pictureOf = (token: Token) =>
  token.type === 'image' ? parseBodyPicture(String(token.attrGet('src') ?? '')) : undefined;

const isBreak = ({ type, content }: Token) =>
  /^(soft|hard)break$/.test(type) || (type === 'text' && content.trim() === '');

/** Whether a paragraph has nothing but pictures that are shown. */
const hasOnlyPictures = (children: readonly Token[]) =>
  children.some(({ type }) => type === 'image') &&
  children.every((child) => pictureOf(child) !== undefined || isBreak(child));

/** The type of the token in place of a paragraph that has nothing but pictures: its children. */
export const FIGURES = 'figures';

/** Replaces each paragraph that has nothing but pictures by one token. */
export function markFigures(state: StateCore): void {
  const { tokens } = state;
  state.tokens = tokens.flatMap((token, at) => {
    const [before, inside] = [tokens[at - 1], tokens[at + 1]];
    const isFigures = ({ type, children }: Token) => type === 'inline' && hasOnlyPictures(children ?? []);
    if (token.type === 'paragraph_open' && inside && isFigures(inside)) return [];
    if (token.type === 'paragraph_close' && before && isFigures(before)) return [];
    if (tokens[at - 1]?.type !== 'paragraph_open' || !isFigures(token)) return [token];
    const figures = new state.Token(FIGURES, '', 0);
    return [Object.assign(figures, { ...token, type: FIGURES, block: true })];
  });
}

/** What pages add to a picture. Readers of feeds would drop it, and validators complain. */
export const LATE = ' loading="lazy" decoding="async"';

/** Renders a picture of a text. `attributes` are HTML; `alt` and `title` are plain text. */
function imageHtml({ path, size }: BodyPicture, alt: string, title: string, attributes: string): string {
  const measures = size ? ` width="${size.width}" height="${size.height}"` : '';
  const shown = title && ` title="${escapeHtml(title)}"`;
  return `<img src="${path}" alt="${escapeHtml(alt.replace(/\s+/g, ' '))}"${measures}${shown}${attributes}>`;
}

/** Renders a picture within a line; undefined if the token shows none. `alt` describes the picture. */
export function pictureHtml(token: Token, alt: string, attributes: string): string | undefined {
  const picture = pictureOf(token);
  return picture && imageHtml(picture, alt, String(token.attrGet('title') ?? ''), attributes);
}

/**
 * Renders the pictures of a paragraph that has nothing else, each with its caption. `altOf` describes one. On pages, which add
 * `attributes`, several are a row; readers of feeds get one below the other.
 */
export function figuresHtml(
  children: readonly Token[],
  altOf: (picture: Token) => string,
  attributes: string,
): string {
  const figures = children.flatMap((token) => {
    const picture = pictureOf(token);
    if (!picture) return [];
    const caption = escapeHtml(String(token.attrGet('title') ?? ''));
    const image = imageHtml(picture, altOf(token), '', attributes);
    return `<figure>${image}${caption && `<figcaption>${caption}</figcaption>`}</figure>\n`;
  });
  const html = figures.join('');
  return attributes && figures.length > 1 ? `<div class="row">\n${html}</div>\n` : html;
}

/** Matches each row of pictures, as `figuresHtml` writes it. */
const ROW = /(<div class="row">.*?<\/div>)/s;

/** How wide pictures are shown at most: one within a text, and one of a row. */
const TEXT_WIDTH = '(min-width: 80rem) 56.25rem, (min-width: 40rem) 38rem, calc(100vw - 2.5rem)';
const ROW_WIDTH = '(min-width: 40rem) 28rem, calc(100vw - 2.5rem)';

// What `imageHtml` writes. Authors cannot write this HTML themselves.
const IMAGE = /<img src="([^"]+)"( alt="[^"]*")((?: width="\d+" height="\d+")?)/g;

/** Lets browsers choose among the sizes of the pictures in a text's HTML. */
export const withSizes = (html: string, known: PictureFacts | undefined): string =>
  known === undefined
    ? html
    : html
        .split(ROW)
        .map((part, index) =>
          part.replace(IMAGE, (image, url: string, alt: string, measures: string) => {
            const facts = known[url];
            const shown = index % 2 ? ROW_WIDTH : TEXT_WIDTH;
            const { srcset, sizes } = facts ? sourceSet({ url, width: facts.width }, known, shown) : {};
            return srcset ? `<img src="${url}" srcset="${srcset}" sizes="${sizes}"${alt}${measures}` : image;
          }),
        )
        .join('');

/** How wide pictures in feeds and in mails are at most, in pixels: twice the column of most feed readers. */
export const FEED_WIDTH = 1280;

/** Makes the addresses of the pictures in a text's HTML absolute, for readers elsewhere, who get a fitting size of each. */
export function withPictureUrls(html: string, siteUrl: string, known?: PictureFacts): string {
  const fitting = !known
    ? html
    : html.replace(IMAGE, (image, url: string, alt: string) => {
        const facts = known[url];
        if (!facts) return image;
        const file = fileUpTo(FEED_WIDTH, { url, encodingFormat: '', ...facts }, known);
        return `<img src="${file.url}"${alt} width="${file.width}" height="${file.height}"`;
      });
  return fitting.replaceAll('<img src="/', `<img src="${escapeHtml(siteUrl)}/`);
}
