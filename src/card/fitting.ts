import type { Node, Renderer } from '@takumi-rs/wasm';
import { CARD_SIZE, type CardPicture } from './card.ts';
import { HEADLINE_SIZES, headlineNode, PICTURE_WIDTHS, pictureSize, roomFor, type Size } from './layout.ts';
import type { CardWords, SetText } from './words.ts';

// Finds the largest size in which a headline fits beside its picture.

/** A headline as it fits, and the size of the picture beside it. */
export interface Layout {
  headline: Node | null;
  picture: Size | null;
}

/** The smallest size that is easy to read in a preview. For a larger one, the picture becomes smaller. */
const EASY = 44;
/** The smallest size in which lines end between phrases. For a larger one, they end between words. */
const LARGE = 64;

/** How far a line may stick out of its room, in pixels: rounding. */
const TOLERANCE = 1;

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
  const sizesFrom = (smallest: number) => HEADLINE_SIZES.filter((size) => size >= smallest);
  const attempts: {
    text: SetText;
    picture: Size | null;
    size: number;
    mayBreak?: boolean;
    isEven?: boolean;
  }[] = [
    ...(headline.inPhrases === headline.text ? [] : sizesFrom(LARGE)).map((size) => ({
      text: { ...headline, text: headline.inPhrases },
      picture: pictures[0] ?? null,
      size,
      isEven: true,
    })),
    ...pictures.flatMap((picture) => sizesFrom(EASY).map((size) => ({ text: headline, picture, size }))),
    ...HEADLINE_SIZES.map((size) => ({ text: headline, picture: last, size })),
    ...HEADLINE_SIZES.map((size) => ({ text: headline, picture: last, size, mayBreak: true })),
  ];
  for (const { text, picture, size, mayBreak = false, isEven } of attempts) {
    const room = roomFor(words, picture);
    const node = headlineNode(text, { size, mayBreak, width: room.width });
    if (await fits(node, room, isEven ? size : undefined)) return { headline: node, picture };
  }
  // Headlines of letters nearly always fit, even 200 of the widest, so mostly unusual characters lead here.
  const size = Math.min(...HEADLINE_SIZES);
  const room = roomFor(words, last);
  const lines = Math.floor(room.height / (size * headline.setting.scale * headline.setting.lineHeight));
  return {
    headline: headlineNode(headline, { size, mayBreak: true, width: room.width, lines }),
    picture: last,
  };

  /** Whether the headline fits into its room, has no word wider than a line, and, given its font size, no line that is far shorter. */
  async function fits(node: Node, room: Size, evenAt?: number): Promise<boolean> {
    const box: Node = { type: 'container', style: { display: 'flex' }, children: [node] };
    const { children } = await renderer.measure(box, { ...CARD_SIZE, fontFamilies: words.families });
    // A line can have several runs, and sticks out at the left if it runs from right to left.
    return children.every(
      ({ height, runs }) =>
        height <= room.height &&
        runs.every(({ x, width }) => x >= -TOLERANCE && x + width <= room.width + TOLERANCE) &&
        (evenAt === undefined || areEven(runs, evenAt / 2)),
    );
  }
}

/** Whether the shortest line is at least half as wide as the widest. Runs of a line differ a little in height, because their fonts do. */
function areEven(runs: readonly { y: number; width: number }[], difference: number): boolean {
  const lines: { y: number; width: number }[] = [];
  for (const { y, width } of runs) {
    const line = lines.find((each) => Math.abs(each.y - y) < difference);
    if (line) line.width += width;
    else lines.push({ y, width });
  }
  const widths = lines.map(({ width }) => width);
  return Math.min(...widths) >= Math.max(...widths) / 2;
}
