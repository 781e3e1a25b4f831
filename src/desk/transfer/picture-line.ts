import * as z from 'zod';
import { toBase64 } from '../../lib/encodings.ts';
import { parsePicturePath } from '../../pictures/address.ts';
import { oneLine, timestamp } from '../../story/fields.ts';
import { faultsFromZod, type Parsed } from '../../story/parse/fault.ts';
import { pictureTexts } from '../../story/story.ts';
import type { UploadedPicture } from '../media/picture.ts';
import { parseLine } from './export-line.ts';

// The lines of an export for pictures. One has the bytes of a picture; one has what the newsroom says of it, and follows it.

const url = z
  .string()
  .refine((path) => parsePicturePath(path) !== undefined, {
    error: 'must be the path of an uploaded picture',
  })
  .describe('The path of the picture on its site: the SHA-256 of its bytes, and its format');

/** What the newsroom says of a picture. The bytes are in a line before it, or at `url` of the site that was exported. */
export const pictureSchema = z.strictObject({
  picture: z.strictObject({
    url,
    width: z.int().min(1).max(20_000),
    height: z.int().min(1).max(20_000),
    bytes: z.int().min(1),
    name: oneLine(200).describe('What the file was called'),
    ...pictureTexts,
    by: z.string().max(200).describe('Who uploaded it'),
    at: timestamp.describe('When it was uploaded'),
  }),
});

/** The bytes of a picture. */
export const pictureDataSchema = z.strictObject({
  pictureData: z.strictObject({ url, data: z.string().describe('The bytes in base64') }),
});

export type PictureLine = z.output<typeof pictureSchema>['picture'];

/** Makes the line with what the newsroom says of a picture. */
export function pictureLine(picture: UploadedPicture): string {
  const { url, width, height, bytes, name, alt, credit, by, at } = picture;
  const line: PictureLine = { url, width, height, bytes, name, alt, credit, by, at };
  return `${JSON.stringify({ picture: line })}\n`;
}

/** Makes the line with the bytes of a picture. */
export const pictureDataLine = (url: string, bytes: Uint8Array): string =>
  `${JSON.stringify({ pictureData: { url, data: toBase64(bytes) } })}\n`;

/** The most lists, objects and entries in a line about a picture. */
const MAX_LINE_PARTS = 100;

/** Parses a line about a picture. */
export function parsePictureLine<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  const read = parseLine(text, MAX_LINE_PARTS);
  if (!read.ok) return read;
  const parsed = schema.safeParse(read.value);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, faults: faultsFromZod(parsed.error, read.value) };
}
