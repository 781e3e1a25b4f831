import * as z from 'zod';
import { storySlug } from '../../../site/story/fields.ts';
import { time } from '../../desk/time.ts';
import { DRAFT_STATES } from '../desk/draft.ts';

/** A revision of a story. */
export const baseSchema = z.strictObject({ slug: storySlug, revision: z.int().min(1).max(999_999_999) });

export const draftSchema = z.strictObject({
  id: z.string(),
  name: z.string().describe('What the draft is called as a file, without .md'),
  headline: z.string().nullable().describe('null if it cannot be told without parsing the text'),
  state: z.enum(DRAFT_STATES),
  version: z.int().min(1).describe('The number of the newest version'),
  base: baseSchema
    .nullable()
    .describe('The revision of a story that the draft changes; null for a new story'),
  authors: z
    .array(z.strictObject({ person: z.string().nullable(), name: z.string() }))
    .describe('Whoever saved a version. "person" is null for a program'),
  reviewer: z
    .string()
    .nullable()
    .describe('The id of the person who is asked for a review; null if anyone is, or nobody'),
  updated: time.describe('When the draft was last saved, published, or given another state'),
  by: z.string().describe('Who saved the newest version'),
  saved: time.describe('When the newest version was saved'),
  notes: z.int().describe('How many threads of notes are open'),
  discarded: time.nullable().describe('When the draft was discarded; null if it is not'),
  url: z.url().describe("The draft's page in the newsroom"),
});

export const draftListSchema = z.strictObject({ drafts: z.array(draftSchema) });

export const savedDraftSchema = z.strictObject({
  version: z.int().min(1).describe('The number of the newest version'),
  state: z.enum(DRAFT_STATES),
  voided: z.boolean().describe('Whether this change ended an approval'),
});

export const draftVersionListSchema = z.strictObject({
  versions: z.array(
    z.strictObject({
      version: z.int().min(1),
      at: time,
      by: z.string(),
      bytes: z.int().describe('The length of the text in UTF-8'),
    }),
  ),
});
