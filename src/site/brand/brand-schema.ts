import * as z from 'zod';
import { contrastOf, legibleShade } from './contrast.ts';
import { FACE_NAMES } from './faces.ts';
import { BACKGROUNDS, CARD_BACKGROUND, INKS, LINKS, OTHER_INKS } from './palette.ts';

/** The least contrast of text with its background (WCAG 2.2, success criterion 1.4.3). */
const LEAST_CONTRAST = 4.5;

const inSentence = new Intl.ListFormat('en');
const inChoice = new Intl.ListFormat('en', { type: 'disjunction' });

/** Cuts a contrast to two decimals. Rounded, 4.497 would seem to be enough. */
const formatContrast = (contrast: number) => (Math.floor(contrast * 100) / 100).toFixed(2);

const COLOUR = 'must be a colour like #0b57a4: # and six hexadecimal digits';

/** Returns what is wrong with a colour beside others, which are named as in a sentence; undefined if all have enough contrast with it. */
function contrastFault(colour: string, others: Record<string, string>): string | undefined {
  const figures = Object.entries(others)
    .map(([name, hex]) => ({ name, hex, contrast: contrastOf(colour, hex) }))
    .filter(({ contrast }) => contrast < LEAST_CONTRAST)
    .map(({ name, hex, contrast }) => `${formatContrast(contrast)} with ${name} (${hex})`);
  if (figures.length === 0) return undefined;
  const enough = legibleShade(colour, Object.values(others), LEAST_CONTRAST);
  return `must have a contrast of at least ${LEAST_CONTRAST} to 1, but has ${inSentence.format(figures)}. ${enough} has enough`;
}

/** A colour that is legible beside each of these. */
const legibleBeside = (others: Record<string, string>) =>
  z
    .string({ error: COLOUR })
    .regex(/^#[\da-f]{6}$/i, { error: COLOUR, abort: true })
    .superRefine((colour, context) => {
      const message = contrastFault(colour, others);
      if (message) context.addIssue({ code: 'custom', input: colour, message });
    });

const SCHEMES = ['light', 'dark'] as const;

/** The colour of the page, on which everything must be legible. What it must be beside links, the whole brand decides. */
const paperIn = (scheme: (typeof SCHEMES)[number]) =>
  legibleBeside({
    text: INKS[scheme],
    'small text': OTHER_INKS[scheme].small,
    'the label of what AI wrote': OTHER_INKS[scheme].ai,
    corrections: OTHER_INKS[scheme].red,
  });

const oneOf = (names: readonly string[]) => `must be ${inChoice.format(names.map((name) => `"${name}"`))}`;

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

export const MASTHEADS = ['left', 'centre', 'wide'] as const;
export const DENSITIES = ['normal', 'dense', 'airy'] as const;

const fields = z.strictObject({
  accent: z
    .strictObject(
      {
        light: legibleBeside({
          'the page': light.page,
          'the TL;DR': light.tldr,
          'the card': CARD_BACKGROUND,
        }),
        dark: legibleBeside({ 'the page': dark.page, 'the TL;DR': dark.tldr }),
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
        error: `${oneOf(FACE_NAMES)}, or a font like { "file": "/fonts/title.woff2", "fallback": "book" }`,
      },
    )
    .default('book')
    .describe('The face of headlines and of the title'),
  paper: z
    .strictObject(
      { light: paperIn('light'), dark: paperIn('dark') },
      objectError('two colours, like { "light": "#fff1e5", "dark": "#1a1512" }'),
    )
    .nullable()
    .default(null)
    .describe('The colour of pages'),
  masthead: z
    .enum(MASTHEADS, { error: oneOf(MASTHEADS) })
    .default('left')
    .describe('Where the title stands, or whether its band is as wide as the window'),
  density: z
    .enum(DENSITIES, { error: oneOf(DENSITIES) })
    .default('normal')
    .describe('How close stories stand in lists'),
});

/** The newsroom's own look: `brand` of data/site.json. */
export const brandSchema = fields.superRefine(({ accent, paper }, context) => {
  if (!paper) return;
  for (const scheme of SCHEMES) {
    const link = accent?.[scheme];
    const message = link
      ? contrastFault(link, { 'the paper': paper[scheme] })
      : contrastFault(paper[scheme], { links: LINKS[scheme] });
    const path = [link ? 'accent' : 'paper', scheme];
    if (message) context.addIssue({ code: 'custom', path, input: link ?? paper[scheme], message });
  }
});

export type Brand = z.output<typeof brandSchema>;
