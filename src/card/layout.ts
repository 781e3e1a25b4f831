import type { Node } from '@takumi-rs/wasm';
import { CARD_SIZE, type Card } from './card.ts';
import type { Covers } from './coverage.ts';

// How a card looks: the pages' colours and their two voices, the newsroom's serif and the interface's sans, at the size of
// a poster. What the fonts cannot draw is left out as a whole, and the site's name takes the place of the headline.

export const SERIF = 'Serif';
export const SANS = 'Sans';
/** The name by which the site's mark is given to the renderer. */
export const MARK = 'mark';

const PAPER = '#fdfcf9';
const INK = '#1c1b19';
const QUIET = '#5c574f';
const LINE = '#dcd7cc';
const ACCENT = '#94430f';

const MARGIN = 72;
const MARK_SIZE = 64;
/** The width of a line, in pixels. */
export const LINE_WIDTH = CARD_SIZE.width - 2 * MARGIN;
/** The height that the headline may have, in pixels: less where the tagline stands below it. */
export const headlineHeight = (words: CardWords) => (words.tagline === null ? 330 : 200);
/** Of the headline, in its size. */
export const LINE_HEIGHT = 1.14;
/** Sizes of the headline, in pixels; the largest that fits is taken. */
export const HEADLINE_SIZES = [84, 76, 70, 64, 58, 52, 48, 44, 40, 36] as const;

/** Spaces that a font lacks are drawn as a plain one; accents are put onto their letters, as fonts have them. */
const drawable = (text: string, covers: Covers) =>
  text.normalize('NFC').replace(/\p{Zs}/gu, (space) => (covers(space) ? space : ' '));

/** The text as it can be drawn; `null` where a part of it cannot. */
function drawn(text: string | null, covers: Covers): string | null {
  if (text === null) return null;
  const candidate = drawable(text, covers);
  return covers(candidate) ? candidate : null;
}

/** The words of the card that the fonts can draw. */
export function drawnWords(card: Card, serif: Covers) {
  const headline = drawn(card.headline, serif);
  const site = drawn(card.site, serif);
  return {
    // Without its headline, a card is headed by the site's name.
    headline: headline ?? site,
    name: headline === null ? null : site,
    tagline: headline === null ? drawn(card.tagline, serif) : null,
    // In English, as the pages' own words are: the sans has the Latin letters that they need.
    facts: card.facts,
    label: card.label,
  };
}

export type CardWords = ReturnType<typeof drawnWords>;

/** How the headline is set. */
export interface HeadlineStyle {
  /** In pixels. */
  size: number;
  /** Whether a word that is longer than a line may be broken. */
  mayBreak: boolean;
  /** The most lines that it may have; it ends in an ellipsis there. */
  lines?: number;
}

/** The headline, or what stands in its place. */
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

/** Nothing where there is nothing, so that it takes no room. */
const optional = <T>(thing: T | null, make: (thing: T) => Node): Node[] =>
  thing === null ? [] : [make(thing)];

const row = (children: Node[], style: Node['style'] = {}): Node => ({
  type: 'container',
  style: { display: 'flex', flexDirection: 'row', alignItems: 'center', width: '100%', ...style },
  children,
});

/** At the top: the site's mark, and its name where the headline does not have its place. */
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

/** In the middle, in what room there is: the headline, or the site's name over its tagline. */
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

/** At the bottom, under a rule: the facts on the left, the label in a box on the right. */
const foot = (facts: string[], label: string | null): Node =>
  row(
    [
      text(facts.join('  ·  '), { fontFamily: SANS, fontSize: 30, color: QUIET }),
      ...optional(label, (it) =>
        text(it, {
          fontFamily: SANS,
          fontSize: 28,
          color: ACCENT,
          border: `2px solid ${ACCENT}`,
          borderRadius: 6,
          padding: '6px 16px 8px',
        }),
      ),
    ],
    { justifyContent: 'space-between', borderTop: `2px solid ${LINE}`, paddingTop: 24 },
  );

/** The whole card, with its headline as it was fitted. */
export const cardNode = ({ name, tagline, facts, label }: CardWords, headline: Node | null): Node => ({
  type: 'container',
  style: {
    display: 'flex',
    flexDirection: 'column',
    width: CARD_SIZE.width,
    height: CARD_SIZE.height,
    padding: `56px ${MARGIN}px 52px`,
    backgroundColor: PAPER,
    borderTop: `12px solid ${ACCENT}`,
    boxSizing: 'border-box',
  },
  children: [
    masthead(name),
    middle(headline, tagline),
    // The card of the site itself has none.
    ...(facts.length > 0 ? [foot(facts, label)] : []),
  ],
});
