import * as z from 'zod';
import { plainText, storyIdentifier, storySlug, timestamp } from './fields.ts';
import { storyFields } from './story.ts';

/** A withdrawal: the id of the story, the reason and the time. */
export const withdrawalFields = z.strictObject({
  identifier: storyIdentifier,
  reason: plainText(2000),
  at: timestamp,
});

/** The public remains of a withdrawn story. */
export const tombstoneSchema = z.strictObject({
  withdrawn: withdrawalFields.extend({
    /** What its page still says of the story. Values of earlier versions lack it, and so do those of a newsroom that hides it. */
    story: storyFields.pick({ headline: true, inLanguage: true }).optional(),
    /** When it had last been restored, which its id in the fediverse says; left out if it never was. */
    restored: timestamp.optional(),
  }),
});

/** The record under the old slug of a renamed story: its new slug. */
export const redirectSchema = z.strictObject({ movedTo: storySlug });

export type Tombstone = z.output<typeof tombstoneSchema>;
export type Redirect = z.output<typeof redirectSchema>;
