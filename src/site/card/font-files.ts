// The files of the fonts: each family comes in slices, and an index says which characters a slice draws.

/**
 * Loads a file of the fonts, named by family and file: `noto-serif-jp/unicode.json`, `noto-serif-jp/117.woff2`. Returns null if
 * there are no fonts here; throws if they could not be read.
 */
export type LoadFont = (path: string) => Promise<Uint8Array | null>;

/** A range of code points, first and last. */
export type Range = [first: number, last: number];

/** A slice of a family: the name of its file, and what it draws. */
export interface Slice {
  name: string;
  ranges: Range[];
}

/** The folder of the fonts among the site's static files. */
export const FONTS_FOLDER = 'fonts';
/** The file of a family that lists its slices. */
export const INDEX_FILE = 'unicode.json';

/** Returns the path of a slice's file. */
export const slicePath = (folder: string, name: string) => `${folder}/${name}.woff2`;

/** Slices whose letters the serif has, in the design of the rest of the card; and those of other uses than news. */
const UNUSED = /^(latin|math|symbols)$/;
/** Of the Noto families, only what they are there for. */
const UNUSED_OF_NOTO = /^(latin-ext|cyrillic|cyrillic-ext|greek|greek-ext|vietnamese)$/;

/** Whether cards use a slice of a family. */
export const isUsedSlice = (family: string, name: string) =>
  !UNUSED.test(name) && !(family.startsWith('noto-') && UNUSED_OF_NOTO.test(name));

/** What Noto families draw: the dot between parts of a name, letters that are not Latin, Greek or Cyrillic, and what follows them. */
const OF_NOTO: Range[] = [
  [0xb7, 0xb7],
  [0x0530, 0x1cff],
  [0x2000, 0x10ffff],
];

/** Parses one range of CSS's `unicode-range`: `U+4E00` or `U+4E00-4E0F`. */
function parseRange(range: string): Range {
  const [, first = '', last = first] = /^\s*U\+([\da-f]+)(?:-([\da-f]+))?\s*$/i.exec(range) ?? [];
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}

// Families of which only a part is wanted, by the ending of their names: the renderer would prefer their punctuation to the serif's.
const [LETTERS, SYMBOLS, REST] = ['-letters', '-symbols', '-rest'];
const PARTS: Record<string, Range[]> = {
  [LETTERS]: [[0x2e80, 0x10ffff]],
  // Currencies, arrows, formulas and shapes.
  [SYMBOLS]: [[0x20a0, 0x2e7f]],
  [REST]: [[0, 0x10ffff]],
};
const PART = new RegExp(`(?:${LETTERS}|${SYMBOLS}|${REST})$`);

/** Returns the name of an East Asian family of which only the letters are wanted. */
export const lettersOf = (family: string) => `${family}${LETTERS}`;

/** Returns the name of an East Asian family of which only the symbols are wanted. */
export const symbolsOf = (family: string) => `${family}${SYMBOLS}`;

/** Returns the name of a family of which only what the serif lacks is wanted. */
export const restOf = (family: string) => `${family}${REST}`;

/** Returns the folder of a family's files. */
export const folderOf = (family: string) => family.replace(PART, '');

/** Returns the parts of a range that a family draws on cards. */
function wantedRanges(family: string, [first, last]: Range): Range[] {
  if (!family.startsWith('noto-')) return [[first, last]];
  const wanted = PARTS[PART.exec(family)?.[0] ?? ''] ?? OF_NOTO;
  return wanted
    .map(([from, to]): Range => [Math.max(first, from), Math.min(last, to)])
    .filter(([from, to]) => from <= to);
}

/** Parses a family's index: an object of each slice's name, in brackets if it is a number, with its `unicode-range`. */
export function parseIndex(family: string, json: string): Slice[] {
  const index = JSON.parse(json) as Record<string, string>;
  return Object.entries(index)
    .map(([key, ranges]) => ({ name: key.replace(/[[\]]/g, ''), ranges: ranges.split(',').map(parseRange) }))
    .filter(({ name }) => isUsedSlice(family, name))
    .map(({ name, ranges }) => ({ name, ranges: ranges.flatMap((range) => wantedRanges(family, range)) }));
}
