import * as z from 'zod';
import { contrastOf, legibleShade } from './contrast.ts';
import { FACE_NAMES } from './faces.ts';
import { BACKGROUNDS, CARD_BACKGROUND } from './palette.ts';

/** The least contrast of text with its background (WCAG 2.2, success criterion 1.4.3). */
const LEAST_CONTRAST = 4.5;

const inSentence = new Intl.ListFormat('en');

/** Cuts a contrast to two decimals. Rounded, 4.497 would seem to be enough. */
const formatContrast = (contrast: number) => (Math.floor(contrast * 100) / 100).toFixed(2);

const COLOUR = 'must be a colour like #0b57a4: # and six hexadecimal digits';

/** A colour that is legible on each of these backgrounds, which are named as in a sentence. */
const legibleOn = (backgrounds: Record<string, string>) =>
  z
    .string({ error: COLOUR })
    .regex(/^#[\da-f]{6}$/i, { error: COLOUR, abort: true })
    .superRefine((colour, context) => {
      const figures = Object.entries(backgrounds)
        .map(([name, hex]) => ({ name, hex, contrast: contrastOf(colour, hex) }))
        .filter(({ contrast }) => contrast < LEAST_CONTRAST)
        .map(({ name, hex, contrast }) => `${formatContrast(contrast)} with ${name} (${hex})`);
      if (figures.length === 0) return;
      const enough = legibleShade(colour, Object.values(backgrounds), LEAST_CONTRAST);
      const message = `must have a contrast of at least ${LEAST_CONTRAST} to 1, but has ${inSentence.format(figures)}. ${enough} has enough`;
      context.addIssue({ code: 'custom', input: colour, message });
    });

const { light, dark } = BACKGROUNDS;

/** The path of a file in data/public, with one of these endings. Segments `.` and `..` would lead to a different file. */
const publicFile = (kinds: string, endings: string, example: string) => {
  const error = `must be the path of a file in data/public, ${kinds}, like ${example}`;
  return z.string({ error }).regex(new RegExp(`^(/(?!\\.{1,2}(/|$))[\\w.~-]+)+\\.(${endings})$`), { error });
};

const picture = publicFile(
  'SVG, PNG, WebP, AVIF, JPEG or GIF, its ending in lower case',
  'svg|png|webp|avif|jpe?g|gif',
  '/masthead.svg',
);

const pixels = z.int({ error: 'must be a whole number of pixels' }).min(1).max(10_000);

/** The error of a value that is no object. */
const objectError = (description: string) => ({
  error: ({ code }: { code: string }) => (code === 'invalid_type' ? `must be ${description}` : undefined),
});

/** The newsroom's own look: `brand` of data/site.json. */
export const brandSchema = z.strictObject({
  accent: z
    .strictObject(
      {
        light: legibleOn({
          'the page': light.page,
          'the TL;DR': light.tldr,
          'the card': CARD_BACKGROUND,
        }),
        dark: legibleOn({ 'the page': dark.page, 'the TL;DR': dark.tldr }),
      },
      objectError('two colours, like { "light": "#0b57a4", "dark": "#86b7f2" }'),
    )
    .nullable()
    .default(null)
    .describe('The colour of links, of the bar above the page, and of cards'),
  logo: z
    .strictObject(
      {
        light: picture,
        dark: picture.optional(),
        width: pixels,
        height: pixels,
      },
      objectError('an object with light, width and height, and perhaps dark'),
    )
    .refine(({ width, height }) => width <= 10 * height && height <= 2 * width, {
      path: ['width'],
      error: 'must be at most 10 times, and at least half, the height',
    })
    .nullable()
    .default(null)
    .describe('The logo in the masthead, in place of the title. Both files have this size'),
  face: z
    .union(
      [
        z.enum(FACE_NAMES),
        z.strictObject({
          file: publicFile('WOFF2, its ending in lower case', 'woff2', '/fonts/title.woff2'),
          fallback: z
            .enum(FACE_NAMES)
            .default('book')
            .describe('What stands in until the font is there, and for letters that it lacks'),
        }),
      ],
      {
        error: `must be ${new Intl.ListFormat('en', { type: 'disjunction' }).format(FACE_NAMES.map((name) => `"${name}"`))}, or a font like { "file": "/fonts/title.woff2", "fallback": "book" }`,
      },
    )
    .default('book')
    .describe('The face of headlines and of the title'),
});

export type Brand = z.output<typeof brandSchema>;
