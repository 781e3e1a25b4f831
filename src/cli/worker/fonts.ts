import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  FONTS_FOLDER,
  INDEX_FILE,
  isUsedSlice,
  type LoadFont,
  slicePath,
} from '../../site/card/font-files.ts';
import { FAMILIES } from '../../site/card/typography.ts';

// The fonts of cards, in the npm packages that they come from.

/** The weight of the families that have no variable font. */
const WEIGHTS: Record<string, number> = { 'source-sans-3': 600, 'noto-serif-myanmar': 700 };

const packageFolder = (family: string) =>
  fileURLToPath(
    new URL(
      `../../../node_modules/${family in WEIGHTS ? '@fontsource' : '@fontsource-variable'}/${family}/`,
      import.meta.url,
    ),
  );

/** What comes behind the name of a slice in the name of its file. */
const endingOf = (family: string) => `-${WEIGHTS[family] ?? 'wght'}-normal.woff2`;

/** Returns the path of a font's file in its package; undefined if cards do not use it. */
function fileOf(path: string): string | undefined {
  const [family = '', file = ''] = path.split('/');
  if (!FAMILIES.includes(family)) return undefined;
  if (file === INDEX_FILE || file === 'LICENSE') return join(packageFolder(family), file);
  const name = file.replace(/\.woff2$/, '');
  return isUsedSlice(family, name)
    ? join(packageFolder(family), 'files', `${family}-${name}${endingOf(family)}`)
    : undefined;
}

/** Loads a font's file from its package, in Node. */
export const loadFontFile: LoadFont = async (path) => {
  const file = fileOf(path);
  return file === undefined ? null : readFileSync(file);
};

/** Lists the files that a family needs: its slices, their index, and the licence, which has to come with them. */
function filesOf(family: string): string[] {
  const [start, end] = [`${family}-`, endingOf(family)];
  const slices = readdirSync(join(packageFolder(family), 'files'))
    .filter((file) => file.startsWith(start) && file.endsWith(end))
    .map((file) => file.slice(start.length, -end.length))
    .filter((name) => isUsedSlice(family, name));
  return [`${family}/${INDEX_FILE}`, `${family}/LICENSE`, ...slices.map((name) => slicePath(family, name))];
}

/** Reads the fonts of cards. Returns their contents by path below the site's address. */
export function readFontFiles(): Map<string, Uint8Array> {
  return new Map(
    FAMILIES.flatMap(filesOf).map((path) => [
      `${FONTS_FOLDER}/${path}`,
      readFileSync(fileOf(path) as string),
    ]),
  );
}
