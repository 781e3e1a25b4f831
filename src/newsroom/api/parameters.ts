import * as z from 'zod';
import { storySlug } from '../../site/story/fields.ts';

// Parameters that operations of several subjects have.

/** The id of a preview or a draft: 128 random bits in hex. */
export const idSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** The SHA-256 of a picture in hex. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** The parameters in the paths. */
export const PATH_PARAMETERS: Record<string, z.ZodType> = {
  slug: storySlug,
  revision: z.int().min(1),
  draft: idSchema,
  version: z.int().min(1),
  note: z.int().min(1),
  event: z.int().min(1),
  report: z.int().min(1),
  id: idSchema,
  name: z.string(),
  hash: hashSchema,
};

const OFFSET = { error: 'must be from 0 to 10,000' };
const LIMIT = { error: 'must be from 1 to 100' };

/** Which part of a list an answer has. */
export const offsetSchema = z.coerce
  .number(OFFSET)
  .int(OFFSET)
  .min(0, OFFSET)
  .max(10_000, OFFSET)
  .default(0)
  .describe('How many to leave out');
export const limitSchema = z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(100, LIMIT);

/** `If-Match` (RFC 9110 section 13.1.1): a revision as a strong entity tag, or any. */
export const ifMatchSchema = z.string().regex(/^(\*|"\d{1,9}")$/);

export const versionTagSchema = z.string().regex(/^"\d{1,9}"$/);

export const ifMatch = z.object({
  'If-Match': ifMatchSchema
    .optional()
    .describe('The revision that this request replaces, like "3"; or * for any'),
});

export const ifVersion = z.object({
  'If-Match': versionTagSchema.describe('The version of the draft that the request is about, like "3"'),
});
