import * as z from 'zod';
import { parsePicturePath } from '../../../site/pictures/address.ts';
import { timestamp } from '../../../site/story/fields.ts';
import { faultsFromZod, type Parsed } from '../../../site/story/parse/fault.ts';
import { pictureTexts } from '../../../site/story/story.ts';
import { fileName, type UploadedPicture } from '../../pictures/desk/picture.ts';
import { toBase64 } from './base64.ts';
import { parseLine } from './export-line.ts';

// The lines of an export for pictures.

const url = z
  .string()
  .refine((path) => parsePicturePath(path) !== undefined, {
    error: 'must be the path of an uploaded picture',
  })
  .describe('The path of the picture on its site: the SHA-256 of its bytes, and its format');

/** What the newsroom says of a picture, perhaps with its bytes. */
export const pictureSchema = z.strictObject({
  picture: z.strictObject({
    url,
    width: z.int().min(1).max(20_000),
    height: z.int().min(1).max(20_000),
    bytes: z.int().min(1),
    name: fileName.describe('What the file was called'),
    ...pictureTexts,
    by: z.string().max(200).describe('Who uploaded it'),
    at: timestamp.describe('When it was uploaded'),
    data: z
      .string()
      .optional()
      .describe('The bytes in base64. Without them, they are at the path on the site that was exported'),
  }),
});

export type PictureLine = z.output<typeof pictureSchema>['picture'];

/** Makes the line of a picture, with its bytes if they are given. */
export function pictureLine(picture: UploadedPicture, data?: Uint8Array): string {
  const { url, width, height, bytes, name, alt, credit, by, at } = picture;
  const line: PictureLine = { url, width, height, bytes, name, alt, credit, by, at };
  return `${JSON.stringify({ picture: data ? { ...line, data: toBase64(data) } : line })}\n`;
}

/** The most lists, objects and entries in the line of a picture. */
const MAX_LINE_PARTS = 100;

/** Parses the line of a picture. */
export function parsePictureLine(text: string): Parsed<PictureLine> {
  const read = parseLine(text, MAX_LINE_PARTS);
  if (!read.ok) return read;
  const parsed = pictureSchema.safeParse(read.value);
  return parsed.success
    ? { ok: true, value: parsed.data.picture }
    : { ok: false, faults: faultsFromZod(parsed.error, read.value) };
}
