import init, { type Node, Renderer } from '@takumi-rs/wasm';
import { CARD_SIZE, type Card } from './card.ts';
import { coverageOf } from './coverage.ts';
import {
  cardNode,
  drawableWords,
  HEADLINE_SIZES,
  headlineHeight,
  headlineNode,
  LINE_HEIGHT,
  LINE_WIDTH,
  MARK,
  SANS,
  SERIF,
} from './layout.ts';

/** A function that draws a card as PNG. The same card always has the same bytes. */
export type Painter = (card: Card) => Promise<Uint8Array>;

/** Returns the content of a file that was imported as a module. TypeScript has no type for such a module. */
const contentOf = async (module: Promise<unknown>) => ((await module) as { default: ArrayBuffer }).default;

/**
 * Loads the renderer (Takumi), the fonts and the site's mark, and returns a painter. Takes about 0.1 s. In Node, the files can be
 * imported only after `importFilesAsBytes` (`cli/worker/card.ts`).
 */
export async function loadPainter(): Promise<Painter> {
  await init({ module_or_path: await contentOf(import('@takumi-rs/wasm/takumi_wasm_bg.wasm')) });
  const serif = await contentOf(import('@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf'));
  const sans = await contentOf(
    import('@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff2'),
  );
  const mark = await contentOf(import('../../data/public/logo.png'));
  const renderer = new Renderer();
  await renderer.registerFont({ name: SERIF, data: serif });
  await renderer.registerFont({ name: SANS, data: sans });
  const covers = coverageOf(serif);

  /** Whether the headline is at most `maxHeight` pixels high, and has no word wider than a line. */
  async function fits(headline: Node, maxHeight: number): Promise<boolean> {
    const box: Node = { type: 'container', style: { display: 'flex' }, children: [headline] };
    const { children } = await renderer.measure(box, CARD_SIZE);
    return children.every(
      ({ height, runs }) => height <= maxHeight && runs.every(({ width }) => width <= LINE_WIDTH),
    );
  }

  /** Lays out the headline in the largest size that fits. Breaks words only if no size fits otherwise. */
  async function setHeadline(headline: string, maxHeight: number): Promise<Node> {
    for (const mayBreak of [false, true]) {
      for (const size of HEADLINE_SIZES) {
        const node = headlineNode(headline, { size, mayBreak });
        if (await fits(node, maxHeight)) return node;
      }
    }
    // Headlines of letters always fit, even 200 of the widest, so only unusual characters lead here.
    const size = Math.min(...HEADLINE_SIZES);
    return headlineNode(headline, {
      size,
      mayBreak: true,
      lines: Math.floor(maxHeight / (size * LINE_HEIGHT)),
    });
  }

  return async (card) => {
    const words = drawableWords(card, covers);
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
