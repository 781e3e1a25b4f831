import * as z from 'zod';
import { time } from '../../desk/time.ts';

export const pictureSchema = z.strictObject({
  hash: z.string().describe('The SHA-256 of the bytes that readers get'),
  extension: z.string(),
  url: z.string().describe('The path at which readers find the picture, for image.url of a story'),
  encodingFormat: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  name: z.string().describe('What the file was called'),
  alt: z.string().nullable().describe('The text for readers who cannot see the picture'),
  credit: z.string().nullable(),
  person: z.string().nullable().describe('The id of the person who uploaded it; null for a program'),
  by: z.string().describe('Who uploaded it'),
  at: time.describe('When it was uploaded'),
});

export const pictureListSchema = z.strictObject({
  pictures: z.array(pictureSchema),
  next: z.string().optional().describe('"before" of the next page; left out on the last'),
});

export const pictureTextsSchema = z.strictObject({
  alt: z.string().nullable(),
  credit: z.string().nullable(),
});
