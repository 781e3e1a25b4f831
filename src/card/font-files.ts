// The files of the fonts: each family comes in slices, and an index says which characters a slice draws.

/**
 * Loads a file of the fonts, named by family and file: `noto-serif-jp/unicode.json`, `noto-serif-jp/117.woff2`. Returns null if
 * there are no fonts here; throws if they could not be read.
 */
export type LoadFont = (path: string) => Promise<Uint8Array | null>;

/** A slice of a family: the name of its file, and the ranges of code points that it draws, first and last of each. */
export interface Slice {
  name: string;
  ranges: [first: number, last: number][];
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

/** The first code point of punctuation that East Asian fonts draw in their own way. Letters before it are the serif's. */
const FIRST_OF_NOTO = 0x2000;
/** What East Asian and other fonts draw of the code points before: the dot between parts of a name, and their own letters. */
const OWN_LETTERS: [first: number, last: number][] = [
  [0xb7, 0xb7],
  [0x0590, 0x0e7f],
  [0x1100, 0x11ff],
  [0x1cd0, 0x1cff],
];

/** Returns the parts of a range in which a Noto family draws what the serif does not. */
const ownRanges = ([first, last]: [number, number]): [number, number][] =>
  [...OWN_LETTERS, [FIRST_OF_NOTO, 0x10ffff] as [number, number]]
    .map(([from, to]): [number, number] => [Math.max(first, from), Math.min(last, to)])
    .filter(([from, to]) => from <= to);

/** Parses one range of CSS's `unicode-range`: `U+4E00` or `U+4E00-4E0F`. */
function parseRange(range: string): [number, number] {
  const [, first = '', last = first] = /^\s*U\+([\da-f]+)(?:-([\da-f]+))?\s*$/i.exec(range) ?? [];
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}

/** The ending of a family's name if only its letters are wanted, and not its punctuation. */
const LETTERS = '-letters';
/** The first code point of East Asian letters. */
const FIRST_LETTER = 0x2e80;

/** Returns the name of a family of which only the letters are wanted: the renderer prefers its punctuation to the serif's otherwise. */
export const lettersOf = (family: string) => `${family}${LETTERS}`;

/** Returns the folder of a family's files. */
export const folderOf = (family: string) => family.replace(LETTERS, '');

/** Returns what a family draws of a range. */
const wantedRange = (family: string, [first, last]: [number, number]): [number, number][] =>
  family.endsWith(LETTERS)
    ? [[Math.max(first, FIRST_LETTER), last] as [number, number]].filter(([from, to]) => from <= to)
    : family.startsWith('noto-')
      ? ownRanges([first, last])
      : [[first, last]];

/** Parses a family's index: an object of each slice's name, in brackets if it is a number, with its `unicode-range`. */
export function parseIndex(family: string, json: string): Slice[] {
  const index = JSON.parse(json) as Record<string, string>;
  return Object.entries(index)
    .map(([key, ranges]) => ({ name: key.replace(/[[\]]/g, ''), ranges: ranges.split(',').map(parseRange) }))
    .filter(({ name }) => isUsedSlice(family, name))
    .map(({ name, ranges }) => ({ name, ranges: ranges.flatMap((range) => wantedRange(family, range)) }));
}
