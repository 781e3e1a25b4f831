import * as z from 'zod';
import { time } from '../../desk/time.ts';
import type { SaidSentence } from '../../words/translate.ts';

/** What can happen to a draft under review. */
export const REVIEW_EVENT_KINDS = ['asked', 'approved', 'changes asked', 'voided', 'published'] as const;

/** What happened to a version of a draft. */
export const reviewEventSchema = z.strictObject({
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
});
export type ReviewEvent = z.infer<typeof reviewEventSchema> & {
  /** The note, if nobody has written it. */
  said?: SaidSentence;
};

/** Why an approval does not hold any more. */
const APPROVAL_ENDS = ['text', 'changes asked', 'base', 'removed', 'discarded'] as const;
export type ApprovalEnd = (typeof APPROVAL_ENDS)[number];

/** An approval of a version of a draft. */
export const approvalSchema = z.strictObject({
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
});
export type GivenApproval = z.infer<typeof approvalSchema>;

const passage = z.strictObject({ start: z.int(), end: z.int() });

/** A note in the discussion of a draft. */
export const noteSchema = z.strictObject({
  id: z.int(),
  thread: z.int().nullable().describe('The note that this one answers; null for the first of a thread'),
  by: z.string(),
  at: time,
  text: z.string(),
  mentions: z
    .array(passage)
    .describe(
      'Where the text names people who may open the draft, after an @. They were told, unless they have chosen not to be',
    ),
  quote: z.string().describe('The words that the note is about; empty for the whole draft'),
  suggestion: z
    .string()
    .nullable()
    .describe('Another wording for exactly these words; null if there is none'),
  position: passage.nullable().describe('Where these words are in the newest version; null if they are gone'),
  resolved: time.nullable().describe('When the thread was resolved; null if it is open'),
});
export type DraftNote = z.infer<typeof noteSchema> & {
  /** The paragraphs of the text, if nobody has written it as a whole. */
  said?: (string | SaidSentence)[];
};
