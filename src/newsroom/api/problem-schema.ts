import * as z from 'zod';
import type { Fault } from '../../site/story/parse/fault.ts';
import { REFUSAL_STATUS, type RefusalWord } from '../desk/refusal-status.ts';
import { time } from '../desk/time.ts';

export const faultSchema = z.strictObject({
  field: z.string().describe('Like citation[2].url; empty for the record as a whole'),
  value: z.string().optional().describe('The value of the field as JSON, shortened'),
  rule: z.string().describe('Read it after the name of the field: "must be one line of plain text"'),
  line: z.int().optional().describe('The line of the Markdown file, counted from 1'),
  more: z.int().optional().describe('Only in the last entry: how many more faults are not listed'),
}) satisfies z.ZodType<Fault>;
export const faultsSchema = z
  .array(faultSchema)
  .describe('What is wrong with the record: the first 20 faults');

export const currentSchema = z
  .strictObject({ revision: z.int(), at: time, who: z.string() })
  .describe('The current revision of the story');

const currentVersionSchema = z
  .strictObject({ version: z.int(), at: time, by: z.string() })
  .describe('The newest version of the draft: its number, and when and by whom it was saved');

export const whySchema = z
  .enum(Object.keys(REFUSAL_STATUS) as [RefusalWord, ...RefusalWord[]])
  .optional()
  .describe('Why the Desk refused, in a word for programs');

/** Problem details (RFC 9457), with fields of this API. */
export const problemSchema = z.strictObject({
  type: z.literal('about:blank').describe('The status says what kind of problem it is'),
  title: z.string().describe('What went wrong'),
  status: z.int(),
  detail: z.string().describe('Why, and what to do'),
  request: z.string().describe('The id of the request, as in X-Request-Id and in the log'),
  why: whySchema,
  faults: faultsSchema.optional(),
  current: currentSchema.optional(),
  yours: z
    .strictObject({ replaces: z.int().nullable() })
    .optional()
    .describe('The revision that the request wanted to replace'),
  currentVersion: currentVersionSchema.optional(),
  movedTo: z.string().optional().describe('The present slug of a renamed story'),
});

export type Problem = z.infer<typeof problemSchema>;
