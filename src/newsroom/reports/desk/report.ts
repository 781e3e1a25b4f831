import * as z from 'zod';
import type { RefusalWord } from '../../desk/refusal-status.ts';
import { time } from '../../desk/time.ts';
import type { Told } from '../../words/translate.ts';

/** The most characters of what a reader writes. */
export const MAX_PASSAGE = 1000;
export const MAX_ERROR = 3000;
export const MAX_NAME = 100;

/** How long a report is kept after it was answered, in days. */
export const KEPT_DAYS = 90;

/** What a reader sends. */
export interface NewReport {
  /** The words of the story that are wrong; may be empty. */
  passage: string;
  error: string;
  /** Empty if they gave none. */
  name: string;
  wantsThanks: boolean;
}

export const reportSchema = z.strictObject({
  id: z.int(),
  story: z.strictObject({
    slug: z.string(),
    headline: z.string(),
    inLanguage: z.string(),
    status: z.enum(['scheduled', 'published', 'withdrawn']),
  }),
  passage: z
    .string()
    .describe('The words of the story that are wrong, as the reader gives them; may be empty'),
  error: z.string().describe('What is wrong with them, in the words of the reader'),
  name: z.string().nullable().describe('What the reader calls themselves'),
  wantsThanks: z.boolean().describe('Whether a correction may thank them by name'),
  at: time,
  answer: z
    .strictObject({
      by: z.string(),
      at: time,
      draft: z.string().nullable().describe('The draft of a correction; null if the report was dismissed'),
    })
    .nullable()
    .describe('What an editor made of it; null while it waits'),
});
export type Report = z.infer<typeof reportSchema>;

/** Why a report is not taken in, or cannot be answered so. */
export interface ReportRefusal extends Told {
  ok: false;
  why: Extract<RefusalWord, 'role' | 'missing' | 'busy'>;
}
