import * as z from 'zod';
import { DRAFT_STATES } from '../../drafts/desk/draft.ts';
import { approvalSchema, noteSchema, reviewEventSchema } from '../desk/review-event.ts';

export const reviewRequestSchema = z.strictObject({
  reviewer: z
    .string()
    .max(100)
    .optional()
    .describe('The name or the id of an editor or admin; left out to ask any of them'),
  note: z.string().optional().describe('What to look at'),
});

export const reviewStateSchema = z.strictObject({ state: z.enum(DRAFT_STATES) });

export const reviewSchema = z.strictObject({
  events: z.array(reviewEventSchema).describe('What happened, oldest first'),
  approvals: z.array(approvalSchema),
  needed: z.int().describe('How many approvals publishing takes'),
});

const offset = z.int().min(0).nullable();

export const newNoteSchema = z.strictObject({
  start: offset.default(null).describe('Where the passage begins in the text, in UTF-16 code units'),
  end: offset.default(null).describe('Where it ends. Without both, the note is on the whole draft'),
  text: z.string().describe('May be empty beside a suggestion'),
  suggestion: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Another wording for exactly the words of the passage'),
});

export const answerSchema = z.strictObject({ text: z.string() });
export const resolutionSchema = z.strictObject({ isResolved: z.boolean() });

export const noteListSchema = z.strictObject({
  notes: z.array(noteSchema).describe('In the order in which they were written'),
});
