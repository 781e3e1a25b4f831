import * as z from 'zod';
import { contrastOf } from './contrast.ts';
import { FACE_NAMES } from './faces.ts';
import { BACKGROUNDS, CARD_BACKGROUND } from './palette.ts';

/** The least contrast of text with its background (WCAG 2.2, success criterion 1.4.3). */
const LEAST_CONTRAST = 4.5;

/** Cuts a contrast to two decimals. Rounded, 4.497 would seem to be enough. */
const formatContrast = (contrast: number) => (Math.floor(contrast * 100) / 100).toFixed(2);

/** A colour that is legible on each of these backgrounds, which are named as in a sentence. */
const legibleOn = (backgrounds: Record<string, string>) =>
  z
    .string({ error: 'must be a colour like #0b57a4' })
    .regex(/^#[\da-f]{6}$/i, { error: 'must be a colour like #0b57a4', abort: true })
    .superRefine((colour, context) => {
      for (const [name, background] of Object.entries(backgrounds)) {
        const contrast = contrastOf(colour, background);
        if (contrast >= LEAST_CONTRAST) continue;
        const message = `must have a contrast of at least ${LEAST_CONTRAST} to 1 with ${name} (${background}), but ${colour} has ${formatContrast(contrast)}`;
        context.addIssue({ code: 'custom', input: colour, message });
      }
    });

const { light, dark } = BACKGROUNDS;

/** The path of a file in data/public, with one of these endings. Segments `.` and `..` would lead to a different file. */
const publicFile = (endings: string, example: string) => {
  const error = `must be the path of a file in data/public, like ${example}`;
  return z.string({ error }).regex(new RegExp(`^(/(?!\\.{1,2}(/|$))[\\w.~-]+)+\\.(${endings})$`), { error });
};

const picture = publicFile('svg|png|webp|avif|jpe?g|gif', '/masthead.svg');

const pixels = z.int({ error: 'must be a whole number of pixels' }).min(1).max(10_000);

/** The newsroom's own look: `brand` of data/site.json. */
export const brandSchema = z.strictObject({
  accent: z
    .strictObject({
      light: legibleOn({
        'the page': light.page,
        'the TL;DR': light.tldr,
        'the card': CARD_BACKGROUND,
      }),
      dark: legibleOn({ 'the page': dark.page, 'the TL;DR': dark.tldr }),
    })
    .nullable()
    .default(null)
    .describe('The colour of links, of the bar above the page, and of cards'),
  logo: z
    .strictObject({
      light: picture,
      dark: picture.optional(),
      width: pixels,
      height: pixels,
    })
    .refine(({ width, height }) => width <= 10 * height && height <= 2 * width, {
      path: ['width'],
      error: 'must be at most 10 times, and at least half, the height',
    })
    .nullable()
    .default(null)
    .describe('The logo in the masthead, in place of the title. Both files have this size'),
  face: z
    .union([
      z.enum(FACE_NAMES),
      z.strictObject({
        file: publicFile('woff2', '/fonts/title.woff2'),
        fallback: z
          .enum(FACE_NAMES, { error: `must be one of ${FACE_NAMES.join(', ')}` })
          .default('book')
          .describe('What stands in until the font is there, and for letters that it lacks'),
      }),
    ])
    .default('book')
    .describe('The face of headlines and of the title'),
});

export type Brand = z.output<typeof brandSchema>;
