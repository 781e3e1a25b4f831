import init, { type Node, Renderer } from '@takumi-rs/wasm';
import { CARD_SIZE, type Card } from './card.ts';
import { coverageOf } from './coverage.ts';
import {
  cardNode,
  drawnWords,
  HEADLINE_SIZES,
  headlineHeight,
  headlineNode,
  LINE_HEIGHT,
  LINE_WIDTH,
  MARK,
  SANS,
  SERIF,
} from './layout.ts';

/** What cards are drawn with. Each runtime has a way of its own to load it. */
export interface PainterAssets {
  /** Takumi, which sets text and draws. */
  renderer: WebAssembly.Module | ArrayBuffer;
  serif: ArrayBuffer;
  sans: ArrayBuffer;
  /** The site's mark, as PNG. */
  mark: ArrayBuffer;
}

/** Draws a card as PNG; the same card gives the same bytes. */
export type Painter = (card: Card) => Promise<Uint8Array>;

/** Makes ready for drawing cards: about 0.1 s, once for each isolate. */
export async function makePainter({ renderer: module, serif, sans, mark }: PainterAssets): Promise<Painter> {
  await init({ module_or_path: module });
  const renderer = new Renderer();
  await renderer.registerFont({ name: SERIF, data: serif });
  await renderer.registerFont({ name: SANS, data: sans });
  const covers = coverageOf(serif);

  /** Whether the headline fits; a word that is wider than a line does not. */
  async function fits(headline: Node, mostHeight: number): Promise<boolean> {
    const box: Node = { type: 'container', style: { display: 'flex' }, children: [headline] };
    const { children } = await renderer.measure(box, CARD_SIZE);
    return children.every(
      ({ height, runs }) => height <= mostHeight && runs.every(({ width }) => width <= LINE_WIDTH),
    );
  }

  /** The headline in the largest size in which it fits, with its words whole where that is possible. */
  async function setHeadline(headline: string, mostHeight: number): Promise<Node> {
    for (const mayBreak of [false, true]) {
      for (const size of HEADLINE_SIZES) {
        const node = headlineNode(headline, { size, mayBreak });
        if (await fits(node, mostHeight)) return node;
      }
    }
    // Wider than 200 letters of any alphabet.
    const size = Math.min(...HEADLINE_SIZES);
    return headlineNode(headline, {
      size,
      mayBreak: true,
      lines: Math.floor(mostHeight / (size * LINE_HEIGHT)),
    });
  }

  return async (card) => {
    const words = drawnWords(card, covers);
    const headline =
      words.headline === null ? null : await setHeadline(words.headline, headlineHeight(words));
    return renderer.render(cardNode(words, headline), {
      ...CARD_SIZE,
      format: 'png',
      lang: card.language,
      images: [{ src: MARK, data: mark }],
    });
  };
}
