import type { Node, Renderer } from '@takumi-rs/wasm';
import { CARD_SIZE, type CardPicture } from './card.ts';
import { HEADLINE_SIZES, headlineNode, PICTURE_WIDTHS, pictureSize, roomFor, type Size } from './layout.ts';
import type { CardWords } from './words.ts';

// Finds the largest size in which a headline fits beside its picture.

/** A headline as it fits, and the size of the picture beside it. */
export interface Layout {
  headline: Node | null;
  picture: Size | null;
}

/** The smallest size that is easy to read in a preview. For a larger one, the picture becomes smaller. */
const EASY = 44;

/** Lays out the headline and the picture. Makes the picture smaller before the headline gets small, and breaks words last. */
export async function chooseLayout(
  renderer: Renderer,
  words: CardWords,
  image: CardPicture | null,
): Promise<Layout> {
  const pictures = image ? PICTURE_WIDTHS.map((width) => pictureSize(image, width)) : [null];
  const last = pictures.at(-1) ?? null;
  const { headline } = words;
  if (headline === null) return { headline: null, picture: pictures[0] ?? null };
  const attempts = [
    ...pictures.flatMap((picture) =>
      HEADLINE_SIZES.filter((size) => size >= EASY).map((size) => ({ picture, size, mayBreak: false })),
    ),
    ...HEADLINE_SIZES.map((size) => ({ picture: last, size, mayBreak: false })),
    ...HEADLINE_SIZES.map((size) => ({ picture: last, size, mayBreak: true })),
  ];
  for (const { picture, size, mayBreak } of attempts) {
    const room = roomFor(words, picture);
    const node = headlineNode(headline, { size, mayBreak, width: room.width });
    if (await fits(node, room)) return { headline: node, picture };
  }
  // Headlines of letters nearly always fit, even 200 of the widest, so mostly unusual characters lead here.
  const size = Math.min(...HEADLINE_SIZES);
  const room = roomFor(words, last);
  const lines = Math.floor(room.height / (size * headline.setting.scale * headline.setting.lineHeight));
  return {
    headline: headlineNode(headline, { size, mayBreak: true, width: room.width, lines }),
    picture: last,
  };

  /** Whether the headline fits into its room, and has no word wider than a line. */
  async function fits(node: Node, room: Size): Promise<boolean> {
    const box: Node = { type: 'container', style: { display: 'flex' }, children: [node] };
    const { children } = await renderer.measure(box, { ...CARD_SIZE, fontFamilies: words.families });
    return children.every(
      ({ height, runs }) => height <= room.height && runs.every(({ width }) => width <= room.width),
    );
  }
}
