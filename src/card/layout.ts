import type { Node } from '@takumi-rs/wasm';
import { CARD_BACKGROUND } from '../brand/palette.ts';
import { CARD_SIZE, type Card } from './card.ts';
import type { CanDraw } from './coverage.ts';

// The layout of a card: serif type for the newsroom's words and sans for the rest, in large sizes. A text that the fonts cannot draw
// completely is left out; the site's name replaces a headline that is left out.

export const SERIF = 'Serif';
export const SANS = 'Sans';
/** The renderer's name for the image of the site's mark. */
export const MARK = 'mark';

const INK = '#1c1b19';
const QUIET = '#5c574f';
const LINE = '#dcd7cc';
/** The accent of a newsroom that has chosen none. */
const ACCENT = '#94430f';

const MARGIN = 72;
const MARK_SIZE = 64;
/** The width of a line, in pixels. */
export const LINE_WIDTH = CARD_SIZE.width - 2 * MARGIN;
/** Returns the largest height of the headline, in pixels: less if the tagline is below it. */
export const headlineHeight = (words: CardWords) => (words.tagline === null ? 330 : 200);
/** The line height of the headline, as a multiple of its font size. */
export const LINE_HEIGHT = 1.14;
/** The font sizes of the headline, in pixels. The largest that fits is used. */
export const HEADLINE_SIZES = [84, 76, 70, 64, 58, 52, 48, 44, 40, 36] as const;

/** Replaces spaces that the font lacks with plain ones, and composes letters with their accents, because fonts have them composed. */
const toDrawable = (text: string, covers: CanDraw) =>
  text.normalize('NFC').replace(/\p{Zs}/gu, (space) => (covers(space) ? space : ' '));

/** Returns the text in a form that the font can draw; `null` if it cannot draw all of it. */
function drawableOrNull(text: string | null, covers: CanDraw): string | null {
  if (text === null) return null;
  const candidate = toDrawable(text, covers);
  return covers(candidate) ? candidate : null;
}

/** Returns the words of a card that the fonts can draw. */
export function drawableWords(card: Card, serif: CanDraw) {
  const headline = drawableOrNull(card.headline, serif);
  const site = drawableOrNull(card.site, serif);
  return {
    // The site's name replaces a missing headline.
    headline: headline ?? site,
    name: headline === null ? null : site,
    tagline: headline === null ? drawableOrNull(card.tagline, serif) : null,
    // These are in English, so the sans typeface can draw them.
    facts: card.facts,
    label: card.label,
    accent: card.accent ?? ACCENT,
  };
}

export type CardWords = ReturnType<typeof drawableWords>;

/** The style of the headline. */
export interface HeadlineStyle {
  /** The font size in pixels. */
  size: number;
  /** Whether a word longer than a line may be broken. */
  mayBreak: boolean;
  /** The most lines. Longer text is truncated with an ellipsis. */
  lines?: number;
}

/** Lays out the headline. */
export const headlineNode = (headline: string, { size, mayBreak, lines }: HeadlineStyle): Node => ({
  type: 'text',
  text: headline,
  style: {
    width: LINE_WIDTH,
    fontFamily: SERIF,
    fontSize: size,
    lineHeight: LINE_HEIGHT,
    letterSpacing: -0.012 * size,
    color: INK,
    textWrap: 'balance',
    overflowWrap: mayBreak ? 'anywhere' : 'normal',
    ...(lines ? { lineClamp: lines } : {}),
  },
});

const text = (content: string, style: Node['style']): Node => ({ type: 'text', text: content, style });

/** Lays out a thing; returns no node if there is none, so that it takes no space. */
const optional = <T>(thing: T | null, make: (thing: T) => Node): Node[] =>
  thing === null ? [] : [make(thing)];

const row = (children: Node[], style: Node['style'] = {}): Node => ({
  type: 'container',
  style: { display: 'flex', flexDirection: 'row', alignItems: 'center', width: '100%', ...style },
  children,
});

/** Lays out the top: the site's mark, and its name unless that is the headline. */
const masthead = (name: string | null): Node =>
  row([
    { type: 'image', src: MARK, style: { width: MARK_SIZE, height: MARK_SIZE } },
    ...optional(name, (it) =>
      text(it, {
        fontFamily: SERIF,
        fontSize: 36,
        color: INK,
        marginLeft: 20,
        width: LINE_WIDTH - MARK_SIZE - 20,
        lineClamp: 1,
      }),
    ),
  ]);

/** Lays out the middle, which takes the remaining space: the headline, or the site's name above its tagline. */
const middle = (headline: Node | null, tagline: string | null): Node => ({
  type: 'container',
  style: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    flexGrow: 1,
    width: '100%',
  },
  children: [
    ...optional(headline, (it) => it),
    ...optional(tagline, (it) =>
      text(it, {
        fontFamily: SERIF,
        fontSize: 36,
        lineHeight: 1.3,
        color: QUIET,
        marginTop: 20,
        lineClamp: 3,
        textWrap: 'balance',
      }),
    ),
  ],
});

/** Lays out the bottom, below a rule: the facts on the left, the label in a box on the right. */
const foot = (facts: string[], label: string | null, accent: string): Node =>
  row(
    [
      text(facts.join('  ·  '), { fontFamily: SANS, fontSize: 30, color: QUIET }),
      ...optional(label, (it) =>
        text(it, {
          fontFamily: SANS,
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
  { name, tagline, facts, label, accent }: CardWords,
  headline: Node | null,
): Node => ({
  type: 'container',
  style: {
    display: 'flex',
    flexDirection: 'column',
    width: CARD_SIZE.width,
    height: CARD_SIZE.height,
    padding: `56px ${MARGIN}px 52px`,
    backgroundColor: CARD_BACKGROUND,
    borderTop: `12px solid ${accent}`,
    boxSizing: 'border-box',
  },
  children: [
    masthead(name),
    middle(headline, tagline),
    // The site's card has no facts.
    ...(facts.length > 0 ? [foot(facts, label, accent)] : []),
  ],
});
