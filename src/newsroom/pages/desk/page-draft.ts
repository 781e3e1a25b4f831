import * as z from 'zod';
import type { Told } from '../../words/translate.ts';

/** What is typed of a page that readers do not have yet. It may be unfinished, so it is held to no rule but its length. */
const typedSchema = z.strictObject({
  title: z.string(),
  inLanguage: z.string(),
  description: z.string(),
  body: z.string(),
});

export const pageDraftSchema = z.strictObject({
  slug: z.string(),
  version: z.int().min(1).describe('Counts the saves'),
  at: z.number().describe('When it was saved, in milliseconds since 1970'),
  by: z.string().describe('Who saved it'),
  base: z.int().min(0).describe('The revision of the page that it changes; 0 for a new page'),
  typed: typedSchema,
});
export type PageDraft = z.infer<typeof pageDraftSchema>;

/** Why a draft is neither saved nor discarded. `current` is the draft that somebody else has saved. */
export type PageDraftRefusal = Told & {
  ok: false;
  why: 'role' | 'state' | 'stale';
  current?: PageDraft;
};
/** What came of saving a draft. */
export type PageDraftResult = { ok: true; version: number } | PageDraftRefusal;
