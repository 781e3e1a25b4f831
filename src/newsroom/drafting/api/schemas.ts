import * as z from 'zod';
import { DRAFTER_NAMES } from '../../../settings/wire-schema.ts';
import { time } from '../../desk/time.ts';
import { DRAFTING_STATES, SOURCE_STATES } from '../wire/drafting-job.ts';

export const draftingJobSchema = z.strictObject({
  id: z.string(),
  state: z.enum(DRAFTING_STATES),
  language: z.string().describe('The language of the draft: a BCP 47 tag'),
  drafter: z.enum(DRAFTER_NAMES),
  begun: time.describe('When it was asked for'),
  sources: z.array(
    z.strictObject({
      url: z.string(),
      state: z.enum(SOURCE_STATES).describe('"unread" is for good: nothing was read'),
      detail: z.string().describe('What was read, what it waits for, or why nothing was read'),
    }),
  ),
  draft: z
    .strictObject({ id: z.string(), name: z.string(), url: z.url().describe('Its page in the newsroom') })
    .nullable()
    .describe('The draft, once it is there'),
  dropped: z
    .array(z.strictObject({ text: z.string(), why: z.string() }))
    .describe('Sentences that the drafter proposed and that were left out, and why'),
  notes: z.array(z.string()).describe('What an editor should know of the draft'),
  detail: z.string().nullable().describe('Why there is no draft, and what to do; null unless it failed'),
});
