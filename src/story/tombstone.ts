import * as z from 'zod';
import { plainText, storySlug, tagUri, timestamp } from './fields.ts';

/** What is left of a story in public when it is withdrawn: that it was, when, and why. */
export const tombstoneSchema = z.strictObject({
  withdrawn: z.strictObject({ identifier: tagUri, reason: plainText(2000), at: timestamp }),
});

/** Where a story went when it was renamed. */
export const redirectSchema = z.strictObject({ movedTo: storySlug });

export type Tombstone = z.output<typeof tombstoneSchema>;
export type Redirect = z.output<typeof redirectSchema>;
