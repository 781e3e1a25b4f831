import { type Extension, FORMATS } from './formats.ts';

/** Where readers find the pictures. */
const FOLDER = '/media/';

/** What identifies a picture: the SHA-256 of its bytes in hexadecimal digits, and its format. */
export interface PictureId {
  hash: string;
  extension: Extension;
}

/** Returns the name of a picture's file: its hash and the ending of its format. */
export const pictureName = ({ hash, extension }: PictureId) => `${hash}.${extension}`;

/** Returns the path at which readers find a picture. */
export const picturePath = (id: PictureId) => `${FOLDER}${pictureName(id)}`;

/** Parses the name of a picture's file. Returns undefined for any other name. */
export function parsePictureName(name: string): PictureId | undefined {
  const [, hash, extension] = /^([\da-f]{64})\.([a-z]+)$/.exec(name) ?? [];
  return hash !== undefined && extension !== undefined && Object.hasOwn(FORMATS, extension)
    ? { hash, extension: extension as Extension }
    : undefined;
}

/** Parses the path of a picture. Returns undefined for any other path, and for URLs. */
export const parsePicturePath = (path: string): PictureId | undefined =>
  path.startsWith(FOLDER) ? parsePictureName(path.slice(FOLDER.length)) : undefined;

/** The paths of pictures in JSON: whole strings, or in Markdown, where a line break may stand before one. Not those of URLs. */
const PATHS = /(?:(?<![\w.~%/-])|(?<=\\[nrt]))(\/media\/[\da-f]{64}\.[a-z]+)/g;

/** Returns the paths of the pictures that a text of JSON names, such as the line of a story in an export. */
export const picturePathsIn = (json: string): Set<string> =>
  new Set(Array.from(json.matchAll(PATHS), ([, path = '']) => path).filter(parsePicturePath));
