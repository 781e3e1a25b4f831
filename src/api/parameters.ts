import * as z from 'zod';
import { storySlug } from '../story/fields.ts';

// Parameters that operations of several subjects have.

export const previewIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** The parameters in the paths. */
export const PATH_PARAMETERS: Record<string, z.ZodType> = {
  slug: storySlug,
  revision: z.int().min(1),
  id: previewIdSchema,
  name: z.string(),
};

/** `If-Match` (RFC 9110 section 13.1.1): a revision as a strong entity tag, or any. */
export const ifMatchSchema = z.string().regex(/^(\*|"\d{1,9}")$/);

export const ifMatch = z.object({
  'If-Match': ifMatchSchema
    .optional()
    .describe('The revision that this request replaces, like "3"; or * for any'),
});
