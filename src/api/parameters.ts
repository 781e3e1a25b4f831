import * as z from 'zod';
import { storySlug } from '../story/fields.ts';

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
  id: idSchema,
  name: z.string(),
  hash: hashSchema,
};

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
