import * as z from 'zod';
import { oneLine, storySlug } from '../../../site/story/fields.ts';
import { time } from '../../desk/time.ts';
import { type Marked, type SaidSentence, sentence, type Told, told } from '../../words/translate.ts';

/** The states of a draft. Which revision of which story a published one became is its `base`. */
export const DRAFT_STATES = ['draft', 'in review', 'changes asked', 'approved', 'published'] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** The most bytes of a draft in UTF-8. A row may have 2 MB; the rest is for what stands beside the text. */
export const MAX_DRAFT_BYTES = 1_900_000;

const authorSchema = z.strictObject({ person: z.string().nullable(), name: z.string() });
export type Author = z.infer<typeof authorSchema>;

/** A revision of a story. */
export const baseSchema = z.strictObject({ slug: storySlug, revision: z.int().min(1).max(999_999_999) });

/** The most characters of why there is an embargo. */
export const MAX_EMBARGO_REASON = 300;

/** Until when a story must not appear, and why. */
export const embargoSchema = z.strictObject({ until: time, why: oneLine(MAX_EMBARGO_REASON) });
export type Embargo = z.infer<typeof embargoSchema>;

/** A draft without its text. */
export const draftSummarySchema = z.strictObject({
  id: z.string(),
  // It is the slug of a story whose text names none.
  name: z.string().describe('What the draft is called as a file, without .md'),
  headline: z.string().nullable().describe('null if it cannot be told without parsing the text'),
  topics: z.array(z.string()).describe('The slugs of the topics in its text'),
  state: z.enum(DRAFT_STATES),
  version: z.int().min(1).describe('The number of the newest version'),
  base: baseSchema
    .nullable()
    .describe('The revision of a story that the draft changes; null for a new story'),
  authors: z.array(authorSchema).describe('Whoever saved a version. "person" is null for a program'),
  reviewer: z
    .string()
    .nullable()
    .describe('The id of the person who is asked for a review; null if anyone is, or nobody'),
  updated: time.describe('When the draft was last saved, published, or given another state'),
  by: z.string().describe('Who saved the newest version'),
  saved: time.describe('When the newest version was saved'),
  embargo: embargoSchema
    .nullable()
    .describe(
      'What the newsroom has promised; null if nothing. It is no part of the text, and is never published',
    ),
  notes: z.int().describe('How many threads of notes are open'),
  discarded: time.nullable().describe('When the draft was discarded; null if it is not'),
});
export type DraftSummary = z.infer<typeof draftSummarySchema>;

export interface Draft extends DraftSummary {
  /** The author's file, Markdown with front matter, byte for byte as it was saved. */
  text: string;
}

/** A saved version of a draft, without its text. */
export const draftVersionSchema = z.strictObject({
  version: z.int().min(1),
  at: time,
  by: z.string(),
  bytes: z.int().describe('The length of the text in UTF-8'),
  merged: z
    .string()
    .nullable()
    .describe('Who had saved what this was put together with meanwhile; null if nobody had'),
});
export type DraftVersion = z.infer<typeof draftVersionSchema>;

/** A refused request about a draft, which changed nothing. */
export interface DraftRefusal extends Told {
  ok: false;
  why: 'role' | 'missing' | 'stale' | 'state' | 'size' | 'invalid';
}

/** Refuses with what `told()` takes. */
export const refuse = <Why extends DraftRefusal['why']>(
  why: Why,
  what: Marked | Told,
  values?: SaidSentence['values'],
) => ({ ok: false as const, why, ...told(what, values) });

/** Refuses a change by somebody who has not seen the newest version. */
export const refuseUnseen = ({ by, version }: DraftSummary, seen: number) =>
  refuse(
    'stale',
    sentence(
      '{name} saved version {version} of this draft after you looked at version {seen}. Look at the newest first.',
    ),
    { name: by, version: String(version), seen: String(seen) },
  );
