import * as z from 'zod';
import { time } from '../../desk/time.ts';
import { DRAFT_STATES } from '../../drafts/desk/draft.ts';
import { APPROVAL_ENDS, REVIEW_EVENT_KINDS } from '../desk/review-event.ts';

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
  events: z
    .array(
      z.strictObject({
        kind: z.enum(REVIEW_EVENT_KINDS),
        version: z.int(),
        by: z.string(),
        person: z.string().nullable().describe('null for a program'),
        at: time,
        reviewer: z
          .string()
          .nullable()
          .describe('The name of who was asked; null if anyone was, and for other events'),
        note: z.string().nullable().describe('What was said with it'),
      }),
    )
    .describe('What happened, oldest first'),
  approvals: z.array(
    z.strictObject({
      person: z.string(),
      name: z.string(),
      version: z.int(),
      at: time,
      holds: z.boolean(),
      ended: z
        .enum(APPROVAL_ENDS)
        .nullable()
        .describe(
          'Why it does not hold: the text changed, somebody asked for changes, the draft replaces another revision, whoever gave it was removed, or the draft was discarded',
        ),
    }),
  ),
  needed: z.int().describe('How many approvals publishing takes'),
});

const offset = z.int().min(0).nullable();

export const newNoteSchema = z.strictObject({
  start: offset.default(null).describe('Where the passage begins in the text, in UTF-16 code units'),
  end: offset.default(null).describe('Where it ends. Without both, the note is on the whole draft'),
  text: z.string(),
});

export const answerSchema = z.strictObject({ text: z.string() });
export const resolutionSchema = z.strictObject({ isResolved: z.boolean() });

export const noteListSchema = z.strictObject({
  notes: z
    .array(
      z.strictObject({
        id: z.int(),
        thread: z.int().nullable().describe('The note that this one answers; null for the first of a thread'),
        by: z.string(),
        at: time,
        text: z.string(),
        quote: z.string().describe('The words that the note is about; empty for the whole draft'),
        position: z
          .strictObject({ start: z.int(), end: z.int() })
          .nullable()
          .describe('Where these words are in the newest version; null if they are gone'),
        resolved: time.nullable().describe('When the thread was resolved; null if it is open'),
      }),
    )
    .describe('In the order in which they were written'),
});
