import type { Node } from '@takumi-rs/wasm';
import { logoWidth } from '../brand/logo-size.ts';
import { CARD_BACKGROUND } from '../brand/palette.ts';
import type { Orientation } from '../pictures/exif.ts';
import { CARD_SIZE, type CardLogo, type CardPicture } from './card.ts';
import type { CardWords, SetText } from './words.ts';

// The layout of a card: serif type for the newsroom's words and sans for the rest, in large sizes. A card in a language that is
// written from right to left is mirrored. A picture is shown whole, because a chart or a face may be at its edge.

/** The renderer's names for the images of the site's mark, of the newsroom's logo, and of the story's picture. */
export const MARK = 'mark';
export const LOGO = 'logo';
export const PICTURE = 'picture';

const INK = '#1c1b19';
const QUIET = '#5c574f';
const LINE = '#dcd7cc';
/** The accent of a newsroom that has chosen none. */
const ACCENT = '#94430f';

const MARGIN = 72;
const MARK_SIZE = 64;
/** The area of a logo in square pixels, and the most that it is wide and high. */
const LOGO_AREA = 22_000;
const LOGO_MOST = { width: 480, height: 76 };
/** The width of a line, in pixels. */
const LINE_WIDTH = CARD_SIZE.width - 2 * MARGIN;
/** The widths that a picture may have, by preference, its greatest height, and the gap beside it, in pixels. */
export const PICTURE_WIDTHS = [464, 400, 320] as const;
const PICTURE_HEIGHT = 300;
const GUTTER = 48;
/** The font sizes of the headline, in pixels. The largest that fits is used. */
export const HEADLINE_SIZES = [84, 76, 70, 64, 58, 52, 48, 44, 40, 36, 32] as const;

/** A width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Returns the size of a picture on the card: whole, at most so wide, and no larger than its file. */
export function pictureSize({ width, height }: CardPicture, widest: number): Size {
  const scale = Math.min(1, widest / width, PICTURE_HEIGHT / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** How the renderer turns a picture, by the orientation that its file states (Exif 2.32, tag 274). It does not do so itself. */
const TURNS: Partial<Record<Orientation, string>> = {
  2: 'scaleX(-1)',
  3: 'rotate(180deg)',
  4: 'scaleY(-1)',
  5: 'rotate(-90deg) scaleX(-1)',
  6: 'rotate(90deg)',
  7: 'rotate(90deg) scaleX(-1)',
  8: 'rotate(-90deg)',
};

/** Lays out the picture as readers see it. */
export function pictureNode({ width, height }: Size, orientation: Orientation = 1): Node {
  const transform = TURNS[orientation];
  if (transform === undefined) return { type: 'image', src: PICTURE, style: { width, height } };
  const file = orientation >= 5 ? { width: height, height: width } : { width, height };
  return {
    type: 'container',
    style: { display: 'flex', position: 'relative', width, height, flexShrink: 0 },
    children: [
      {
        type: 'image',
        src: PICTURE,
        style: {
          ...file,
          position: 'absolute',
          left: (width - file.width) / 2,
          top: (height - file.height) / 2,
          transform,
        },
      },
    ],
  };
}

/** Returns the room for the headline: less high if the tagline is below it, less wide beside a picture. */
export const roomFor = (words: CardWords, picture: Size | null): Size => ({
  width: picture ? LINE_WIDTH - picture.width - GUTTER : LINE_WIDTH,
  height: words.tagline === null ? 318 : 200,
});

/** The style of the headline. */
export interface HeadlineStyle {
  /** The font size of Latin letters of the same height, in pixels. */
  size: number;
  width: number;
  /** Whether a word longer than a line may be broken. */
  mayBreak: boolean;
  /** The most lines. Longer text is truncated with an ellipsis. */
  lines?: number;
}

const text = ({ text, language, direction, families }: SetText, style: Node['style']): Node => ({
  type: 'text',
  text,
  lang: language,
  style: { fontFamily: families.join(', '), fontWeight: 700, direction, ...style },
});

/** Lays out the headline. */
export function headlineNode(headline: SetText, { size, width, mayBreak, lines }: HeadlineStyle): Node {
  const { lineHeight, tracking, scale } = headline.setting;
  const fontSize = Math.round(size * scale);
  return text(headline, {
    width,
    fontSize,
    lineHeight,
    letterSpacing: tracking * fontSize,
    color: INK,
    textWrap: 'balance',
    overflowWrap: mayBreak ? 'anywhere' : 'normal',
    // Between words only, also in scripts whose lines may break anywhere.
    ...(mayBreak ? {} : { wordBreak: 'keep-all' }),
    ...(lines ? { lineClamp: lines } : {}),
  });
}

/** Lays out a thing; returns no node if there is none, so that it takes no space. */
const optional = <T>(thing: T | null, make: (thing: T) => Node): Node[] =>
  thing === null ? [] : [make(thing)];

const row = (children: Node[], style: Node['style'] = {}): Node => ({
  type: 'container',
  style: { display: 'flex', flexDirection: 'row', alignItems: 'center', width: '100%', ...style },
  children,
});

/** Lays out the top: the site's mark, and its name unless that is the headline. The logo takes the place of both. */
function masthead(name: SetText | null, direction: 'ltr' | 'rtl', logo: CardLogo | null): Node {
  if (logo && name) {
    const width = Math.round(logoWidth(logo, LOGO_AREA, LOGO_MOST));
    const height = Math.round((width * logo.height) / logo.width);
    return row([{ type: 'image', src: LOGO, style: { width, height } }], { height: MARK_SIZE });
  }
  return row(
    [
      { type: 'image', src: MARK, style: { width: MARK_SIZE, height: MARK_SIZE } },
      ...optional(name, (it) =>
        text(it, {
          fontSize: 36,
          lineHeight: it.setting.lineHeight,
          color: INK,
          width: LINE_WIDTH - MARK_SIZE - 20,
          textAlign: direction === 'rtl' ? 'right' : 'left',
          lineClamp: 1,
        }),
      ),
    ],
    { gap: 20 },
  );
}

/** Lays out the middle, which takes the remaining space: the headline, or the site's name above its tagline; and the picture. */
function middle(headline: Node | null, tagline: SetText | null, picture: Node | null): Node {
  const words: Node = {
    type: 'container',
    style: { display: 'flex', flexDirection: 'column', justifyContent: 'center', flexGrow: 1 },
    children: [
      ...optional(headline, (it) => it),
      ...optional(tagline, (it) =>
        text(it, {
          fontSize: 36,
          lineHeight: Math.max(1.3, it.setting.lineHeight),
          color: QUIET,
          marginTop: 20,
          lineClamp: 3,
          textWrap: 'balance',
        }),
      ),
    ],
  };
  return row([words, ...optional(picture, (it) => it)], { flexGrow: 1, gap: GUTTER });
}

/** Lays out the bottom, below a rule: the facts at the start, the label in a box at the end. */
const foot = (facts: SetText, label: SetText | null, accent: string): Node =>
  row(
    [
      text(facts, { fontSize: 30, color: QUIET }),
      ...optional(label, (it) =>
        text(it, {
          fontSize: 28,
          color: accent,
          border: `2px solid ${accent}`,
          borderRadius: 6,
          padding: '6px 16px 8px',
        }),
      ),
    ],
    { justifyContent: 'space-between', borderTop: `2px solid ${LINE}`, paddingTop: 24 },
  );

/** Lays out the whole card, with a headline that fits. */
export const cardNode = (
  { direction, name, tagline, facts, label, accent = ACCENT }: CardWords,
  headline: Node | null,
  picture: Node | null,
  logo: CardLogo | null = null,
): Node => ({
  type: 'container',
  style: {
    display: 'flex',
    flexDirection: 'column',
    direction,
    width: CARD_SIZE.width,
    height: CARD_SIZE.height,
    padding: `56px ${MARGIN}px 52px`,
    backgroundColor: CARD_BACKGROUND,
    borderTop: `12px solid ${accent}`,
    boxSizing: 'border-box',
  },
  children: [
    masthead(name, direction, logo),
    middle(headline, tagline, picture),
    // The site's card has no facts.
    ...optional(facts, (it) => foot(it, label, accent)),
  ],
});
