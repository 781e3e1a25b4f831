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

/** Draws a card as PNG. The same card gives the same bytes. */
export type Painter = (card: Card) => Promise<Uint8Array>;

/** Returns the content of a file that is imported as a module, which TypeScript knows no type of. */
const contentOf = async (module: Promise<unknown>) => ((await module) as { default: ArrayBuffer }).default;

/**
 * Loads what draws cards: Takumi, which sets the text, the fonts and the site's mark. Takes about 0.1 s. In Node, the files are
 * modules only after `importFilesAsBytes` (`cli/worker/card.ts`).
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

  /** Whether the headline fits: no higher than `maxHeight` pixels, and with no word wider than a line. */
  async function fits(headline: Node, maxHeight: number): Promise<boolean> {
    const box: Node = { type: 'container', style: { display: 'flex' }, children: [headline] };
    const { children } = await renderer.measure(box, CARD_SIZE);
    return children.every(
      ({ height, runs }) => height <= maxHeight && runs.every(({ width }) => width <= LINE_WIDTH),
    );
  }

  /** Sets the headline in the largest size in which it fits; breaks words only if they fit in no size. */
  async function setHeadline(headline: string, maxHeight: number): Promise<Node> {
    for (const mayBreak of [false, true]) {
      for (const size of HEADLINE_SIZES) {
        const node = headlineNode(headline, { size, mayBreak });
        if (await fits(node, maxHeight)) return node;
      }
    }
    // 200 of the widest letters do not get here.
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
