import * as z from 'zod';
import { STORY_STATUSES } from './story-row.ts';

/** A story that may be the same as a new one. */
export const similarStorySchema = z.strictObject({
  slug: z.string(),
  headline: z.string(),
  datePublished: z.string(),
  status: z.enum(STORY_STATUSES),
  hasSameIdentifier: z
    .boolean()
    .describe(
      'Whether both state the same identifier, so that they are the same story, even if it was withdrawn',
    ),
  hasSameHeadline: z.boolean(),
  sharedSources: z.int().min(0).describe('How many sources both have'),
});

export type SimilarStory = z.infer<typeof similarStorySchema>;
