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

/** A way to set the headline. */
interface Attempt {
  text: SetText;
  picture: Size | null;
  size: number;
  /** Whether a word longer than a line may be broken. */
  mayBreak?: boolean;
  /** Whether no line may be far shorter than the others. */
  isEven?: boolean;
}

/** Lists the ways to set a headline, the best first: the picture becomes smaller before the headline gets small, and words break last. */
function attemptsFor(headline: SetText, pictures: readonly (Size | null)[]): Attempt[] {
  const [first = null, last = null] = [pictures[0], pictures.at(-1)];
  const sizesFrom = (smallest: number) => HEADLINE_SIZES.filter((size) => size >= smallest);
  const inPhrases = { ...headline, text: headline.inPhrases };
  return [
    ...(headline.inPhrases === headline.text ? [] : sizesFrom(LARGE)).map((size) => ({
      text: inPhrases,
      picture: first,
      size,
      isEven: true,
    })),
    ...pictures.flatMap((picture) => sizesFrom(EASY).map((size) => ({ text: headline, picture, size }))),
    ...HEADLINE_SIZES.map((size) => ({ text: headline, picture: last, size })),
    ...HEADLINE_SIZES.map((size) => ({ text: headline, picture: last, size, mayBreak: true })),
  ];
}

/** Lays out the headline in the largest size that fits, and the picture. */
export async function chooseLayout(
  renderer: Renderer,
  words: CardWords,
  image: CardPicture | null,
): Promise<Layout> {
  const pictures = image ? PICTURE_WIDTHS.map((width) => pictureSize(image, width)) : [null];
  const { headline, families } = words;
  if (headline === null) return { headline: null, picture: pictures[0] ?? null };
  for (const { text, picture, size, mayBreak = false, isEven = false } of attemptsFor(headline, pictures)) {
    const room = roomFor(words, picture);
    const node = headlineNode(text, { size, mayBreak, width: room.width });
    const measured = await measure(renderer, node, families);
    if (fits(measured, room) && (!isEven || areEven(measured.runs, size / 2)))
      return { headline: node, picture };
  }
  // Headlines of letters nearly always fit, even 200 of the widest, so mostly unusual characters lead here.
  const size = Math.min(...HEADLINE_SIZES);
  const picture = pictures.at(-1) ?? null;
  const room = roomFor(words, picture);
  const lines = Math.floor(room.height / (size * headline.setting.scale * headline.setting.lineHeight));
  return { headline: headlineNode(headline, { size, mayBreak: true, width: room.width, lines }), picture };
}

/** Measures the headline: its height, and the runs of its lines. */
async function measure(renderer: Renderer, headline: Node, families: string[]) {
  const box: Node = { type: 'container', style: { display: 'flex' }, children: [headline] };
  const { children } = await renderer.measure(box, { ...CARD_SIZE, fontFamilies: families });
  return children[0] as (typeof children)[number];
}

type Measured = Awaited<ReturnType<typeof measure>>;

/** Whether the headline fits into its room, and has no word wider than a line. */
const fits = ({ height, runs }: Measured, room: Size): boolean =>
  height <= room.height &&
  // A line can have several runs, and sticks out at the left if it runs from right to left.
  runs.every(({ x, width }) => x >= -TOLERANCE && x + width <= room.width + TOLERANCE);

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
