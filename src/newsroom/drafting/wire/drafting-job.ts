import * as z from 'zod';
import { DRAFTER_NAMES } from '../../../settings/wire-schema.ts';
import { time } from '../../desk/time.ts';
import type { SaidSentence, Told } from '../../words/translate.ts';

// Drafting from sources, as it goes on: what the newsroom's page, the API and the command line tell of it.

/** How far an address has come. `unread` is for good; one that waits for its host is still `reading`. */
const SOURCE_STATES = ['waiting', 'reading', 'read', 'unread'] as const;

const DRAFTING_STATES = ['reading', 'drafting', 'done', 'failed'] as const;

const sourceSchema = z.strictObject({
  url: z.string(),
  state: z.enum(SOURCE_STATES).describe('"unread" is for good: nothing was read'),
  // A sentence for an editor. Empty before it begins.
  detail: z.string().describe('What was read, what it waits for, or why nothing was read'),
});
export type DraftingSource = z.infer<typeof sourceSchema> & { said?: SaidSentence };

export const jobSchema = z.strictObject({
  id: z.string(),
  state: z.enum(DRAFTING_STATES),
  language: z.string().describe('The language of the draft: a BCP 47 tag'),
  drafter: z.enum(DRAFTER_NAMES),
  begun: time.describe('When it was asked for'),
  sources: z.array(sourceSchema),
  draft: z
    .strictObject({ id: z.string(), name: z.string() })
    .nullable()
    .describe('The draft, once it is there'),
  dropped: z
    .array(z.strictObject({ text: z.string(), why: z.string() }))
    .describe('Sentences that the drafter proposed and that were left out, and why'),
  notes: z.array(z.string()).describe('What an editor should know of the draft'),
  detail: z.string().nullable().describe('Why there is no draft, and what to do; null unless it failed'),
});
export type DraftingJob = z.infer<typeof jobSchema> & {
  sources: DraftingSource[];
  /** The detail and the notes, for a page in any language; missing if an earlier version has stored them. */
  said?: { detail: SaidSentence | null; notes: SaidSentence[] };
};

/** A refused request about drafting, which changed nothing. */
export interface DraftingRefusal extends Told {
  ok: false;
  why: 'role' | 'invalid' | 'drafter' | 'busy' | 'missing';
}
