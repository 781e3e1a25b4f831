import * as z from 'zod';
import { plainText, storySlug, tagUri, timestamp } from './fields.ts';

/** The public remains of a withdrawn story: its id, the reason and the time. */
export const tombstoneSchema = z.strictObject({
  withdrawn: z.strictObject({ identifier: tagUri, reason: plainText(2000), at: timestamp }),
});

/** The record under the old slug of a renamed story: its new slug. */
export const redirectSchema = z.strictObject({ movedTo: storySlug });

export type Tombstone = z.output<typeof tombstoneSchema>;
export type Redirect = z.output<typeof redirectSchema>;
