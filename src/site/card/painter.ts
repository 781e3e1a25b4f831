import init from '@takumi-rs/wasm';
import type { CleanFile } from '../pictures/clean-file.ts';
import { CARD_SIZE, type Card, cardFormat } from './card.ts';
import { characterRanges, coverageOf } from './coverage.ts';
import { chooseLayout } from './fitting.ts';
import type { LoadFont } from './font-files.ts';
import { cardNode, LOGO, MARK, PICTURE, pictureNode } from './layout.ts';
import { type BaseFont, Typefaces } from './typefaces.ts';
import { SANS, SERIF } from './typography.ts';
import { type CardWords, drawableWords, WordSetter } from './words.ts';

/** What a painter needs beside the card itself. */
export interface Materials {
  loadFont: LoadFont;
  /** The file of the card's picture; null if the card has none, or if it could not be read. */
  picture: PictureFile | null;
  /** The files of the newsroom's own look, as far as the card has them and they could be read. */
  brand?: BrandFiles;
}

/** The newsroom's own font and logo, as files. */
export interface BrandFiles {
  face: Uint8Array | null;
  logo: Uint8Array | null;
}

/** A JPEG, PNG or WebP. */
export type PictureFile = Pick<CleanFile, 'bytes' | 'orientation'>;

/** A function that draws a card, as `cardFormat` says. The same card and picture always have the same bytes. */
export type Painter = (card: Card, materials: Materials) => Promise<Uint8Array>;

/** The most bytes of a card: the lowest limit of the known messengers, WhatsApp's. */
export const MAX_CARD_BYTES = 300_000;
/** The qualities of JPEG, by preference. A picture that is nothing but noise needs the last. */
const QUALITIES = [90, 80, 60, 30] as const;

/** The characters of the sans that are in the Worker, as its package says (`unicode.json`). */
const LATIN: [first: number, last: number][] = [
  [0x20, 0xff],
  [0x131, 0x131],
  [0x152, 0x153],
  [0x2bb, 0x2bc],
  [0x2c6, 0x2c6],
  [0x2da, 0x2da],
  [0x2dc, 0x2dc],
  [0x2000, 0x206f],
  [0x20ac, 0x20ac],
  [0x2122, 0x2122],
  [0x2212, 0x2212],
];

/** Returns the content of a file that was imported as a module. TypeScript has no type for such a module. */
const contentOf = async (module: Promise<unknown>) => ((await module) as { default: ArrayBuffer }).default;

/**
 * Loads the renderer (Takumi), the fonts of every card and the site's mark, and returns a painter. Takes about 0.1 s. In Node, the
 * files can be imported only after `importFilesAsBytes` (`cli/worker/card.ts`).
 */
export async function loadPainter(): Promise<Painter> {
  await init({ module_or_path: await contentOf(import('@takumi-rs/wasm/takumi_wasm_bg.wasm')) });
  const serif = await contentOf(import('@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf'));
  const sans = await contentOf(
    import('@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff2'),
  );
  const mark = await contentOf(import('../../../data/public/logo.png'));
  const fonts: BaseFont[] = [
    // With its ranges, or the renderer would prefer every font that has some.
    { name: SERIF, data: serif, unicodeRange: characterRanges(serif) },
    { name: SANS, data: sans, unicodeRange: LATIN },
  ];
  const covers = coverageOf(serif);
  let typefaces = await Typefaces.make(fonts);

  return async (card, { loadFont, picture, brand }) => {
    if (typefaces.isFull) typefaces = await Typefaces.make(fonts);
    const current = typefaces;
    return current.use(async () => {
      const file = card.face?.file;
      const own = file && brand?.face ? await current.registerOwn(file, brand.face) : null;
      const words = await drawableWords(card, new WordSetter(current, covers, loadFont), own);
      const logo = brand?.logo && (await isDrawable(current, brand.logo)) ? brand.logo : null;
      const drawn = await draw(current, card, words, { mark, logo, picture });
      // A file that is no picture after all.
      return drawn ?? ((await draw(current, card, words, { mark, logo, picture: null })) as Uint8Array);
    });
  };
}

/** Whether the renderer can draw an image. */
const isDrawable = ({ renderer }: Typefaces, data: Uint8Array): Promise<boolean> =>
  renderer
    .render(
      { type: 'image', src: LOGO, style: { width: 8, height: 8 } },
      { width: 8, height: 8, format: 'raw', images: [{ src: LOGO, data, cache: 'none' }] },
    )
    .then(
      () => true,
      () => false,
    );

/** Draws the card in the best quality that is small enough. Returns undefined if the picture cannot be decoded. */
async function draw(
  { renderer }: Typefaces,
  card: Card,
  words: CardWords,
  { mark, logo, picture }: { mark: ArrayBuffer; logo: Uint8Array | null; picture: PictureFile | null },
): Promise<Uint8Array | undefined> {
  const layout = await chooseLayout(renderer, words, picture === null ? null : card.picture);
  const shown = layout.picture && pictureNode(layout.picture, picture?.orientation);
  const node = cardNode(words, layout.headline, shown, logo && card.logo ? card.logo : null);
  const images = [
    { src: MARK, data: mark },
    ...(logo === null ? [] : [{ src: LOGO, data: logo, cache: 'none' as const }]),
    ...(picture === null ? [] : [{ src: PICTURE, data: picture.bytes, cache: 'none' as const }]),
  ];
  const options = { ...CARD_SIZE, lang: card.language, images, fontFamilies: words.families };
  if (cardFormat(card) === 'png') return renderer.render(node, { ...options, format: 'png' });
  let smallest: Uint8Array | undefined;
  for (const quality of QUALITIES) {
    smallest = await renderer.render(node, { ...options, format: 'jpeg', quality }).catch(() => undefined);
    if (smallest === undefined || smallest.byteLength <= MAX_CARD_BYTES) break;
  }
  return smallest;
}
