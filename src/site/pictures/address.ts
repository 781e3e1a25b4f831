import { type Extension, FORMATS } from './formats.ts';

/** Where readers find the pictures. */
const FOLDER = '/media/';

/** What identifies a picture: the SHA-256 of its bytes in hexadecimal digits, and its format. */
export interface PictureId {
  hash: string;
  extension: Extension;
}

/** What identifies a smaller size of a picture: the hash of the picture as uploaded, the size's width, and its format. */
export interface SizeId extends PictureId {
  atWidth: number;
}

/** A stored file: a picture as uploaded, or a smaller size of one. */
export type FileId = PictureId | SizeId;

/** Returns the name of a picture's file: its hash and the ending of its format; with the width between them for a smaller size. */
export const pictureName = (id: FileId) =>
  `${id.hash}${'atWidth' in id ? `-${id.atWidth}` : ''}.${id.extension}`;

/** Returns the path at which readers find a picture, or a smaller size of one. */
export const picturePath = (id: FileId) => `${FOLDER}${pictureName(id)}`;

const isExtension = (ending: string | undefined): ending is Extension =>
  ending !== undefined && Object.hasOwn(FORMATS, ending);

/** Parses the name of a picture's file. Returns undefined for any other name. */
export function parsePictureName(name: string): PictureId | undefined {
  const [, hash, extension] = /^([\da-f]{64})\.([a-z]+)$/.exec(name) ?? [];
  return hash !== undefined && isExtension(extension) ? { hash, extension } : undefined;
}

/** Parses the name of a smaller size. Returns undefined for any other name. */
export function parseSizeName(name: string): SizeId | undefined {
  const [, hash, width, extension] = /^([\da-f]{64})-([1-9]\d{2,3})\.([a-z]+)$/.exec(name) ?? [];
  return hash !== undefined && isExtension(extension)
    ? { hash, atWidth: Number(width), extension }
    : undefined;
}

/** Parses the path of a picture. Returns undefined for any other path, and for URLs. */
export const parsePicturePath = (path: string): PictureId | undefined =>
  path.startsWith(FOLDER) ? parsePictureName(path.slice(FOLDER.length)) : undefined;

/** Parses the path of a smaller size. Returns undefined for any other path, and for URLs. */
export const parseSizePath = (path: string): SizeId | undefined =>
  path.startsWith(FOLDER) ? parseSizeName(path.slice(FOLDER.length)) : undefined;

/** The paths of pictures in JSON: whole strings, or in Markdown, where a line break may stand before one. Not those of URLs. */
const PATHS = /(?:(?<![\w.~%/-])|(?<=\\[nrt]))(\/media\/[\da-f]{64}\.[a-z]+)/g;

/** Returns the paths of the pictures that a text of JSON names, such as the line of a story in an export. */
export const picturePathsIn = (json: string): Set<string> =>
  // Most texts name none, and the expression looks at each character.
  new Set(
    json.includes(FOLDER)
      ? Array.from(json.matchAll(PATHS), ([, path = '']) => path).filter(parsePicturePath)
      : [],
  );
