import * as z from 'zod';
import { storySchema } from '../../../site/story/story.ts';
import { groundingsSchema } from '../../api/grounding.ts';
import { similarStorySchema } from '../../desk/ledger/similar-story.ts';
import { STORY_STATUSES } from '../../desk/ledger/story-row.ts';
import { time } from '../../desk/time.ts';
import { revisionSchema } from '../../transfer/desk/export-line.ts';

const story = { slug: z.string(), identifier: z.string(), status: z.enum(STORY_STATUSES), revision: z.int() };

export const changeSchema = z.strictObject({
  ...story,
  changed: z.boolean().describe('false if there was nothing to change'),
  url: z.url(),
});

export const savedStorySchema = changeSchema.extend({ grounding: groundingsSchema });

const storySummarySchema = z.strictObject({
  ...story,
  datePublished: time,
  changed: time.describe('When the story last changed on this server'),
  reason: z.string().optional().describe('Why the story was withdrawn'),
  mergedInto: z.string().optional().describe('The identifier of the story that it was merged into'),
  url: z.url(),
});

export const storyDetailSchema = storySummarySchema.extend({
  record: storySchema,
  grounding: groundingsSchema,
});

export const storyListSchema = z.strictObject({
  stories: z.array(storySummarySchema),
  next: z.int().optional().describe('"after" of the next page; left out on the last'),
});

export const similarListSchema = z.strictObject({ similar: z.array(similarStorySchema) });

/** A revision with its record. Changes after an import can raise its number above the highest that an import accepts. */
export const revisionDetailSchema = revisionSchema.extend({ revision: z.int().min(1) });

export const revisionListSchema = z.strictObject({
  revisions: z.array(revisionDetailSchema.omit({ record: true })),
});

export type Change = z.infer<typeof changeSchema>;
export type StorySummary = z.infer<typeof storySummarySchema>;
export type StoryDetail = z.infer<typeof storyDetailSchema>;
export type StoryList = z.infer<typeof storyListSchema>;
export type RevisionDetail = z.infer<typeof revisionDetailSchema>;
