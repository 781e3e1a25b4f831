import * as z from 'zod';
import type { RelatedStory } from '../../../site/story/article.ts';
import { storySlug, timestamp, topicSlug } from '../../../site/story/fields.ts';
import type { StoryStatus } from '../../desk/ledger/story-row.ts';
import { time } from '../../desk/time.ts';
import type { Told } from '../../words/translate.ts';

/** The most stories in an order: with the lead, they are the ten that the page shows in full. */
export const MAX_ORDERED = 9;
/** The most topics with headlines on the page, and the most headlines of each. */
export const MAX_BLOCKS = 12;
export const MAX_HEADLINES = 10;

const HEADLINES = { error: `must be a whole number from 1 to ${MAX_HEADLINES}` };

/** What is arranged of the front page. A story is named by `story`: its slug for programs, its identifier in tables and exports. */
export const arrangementOf = <T extends z.ZodType<string>>(story: T) =>
  z.strictObject({
    lead: z
      .strictObject({ story, until: timestamp.describe('When it gives up its place by itself') })
      .nullable()
      .default(null)
      .describe('The story that leads, whatever is newer; null for the newest'),
    order: z
      .strictObject({
        stories: z
          .array(story)
          .min(1, { error: 'must have at least one story' })
          .max(MAX_ORDERED, { error: `must have at most ${MAX_ORDERED} stories`, abort: true })
          .refine((stories) => new Set(stories).size === stories.length, {
            error: 'must name each story once',
          }),
        until: timestamp.describe('When the order of dates comes back by itself'),
      })
      .nullable()
      .default(null)
      .describe('The stories behind the lead, before those by date; without a lead, the first of them leads'),
    blocks: z
      .array(
        z.strictObject({
          topic: topicSlug,
          count: z
            .int(HEADLINES)
            .min(1, HEADLINES)
            .max(MAX_HEADLINES, HEADLINES)
            .describe('How many headlines'),
        }),
      )
      .max(MAX_BLOCKS, { error: `must have at most ${MAX_BLOCKS} topics`, abort: true })
      .refine((blocks) => new Set(blocks.map(({ topic }) => topic)).size === blocks.length, {
        error: 'must name each topic once',
      })
      .default([])
      .describe('Topics with their newest headlines, below the stories in full'),
  });

/** An arrangement with stories by their slugs. */
export const arrangementSchema = arrangementOf(storySlug);
export type Arrangement = z.output<typeof arrangementSchema>;

export const NOTHING_ARRANGED: Arrangement = { lead: null, order: null, blocks: [] };

/** What was arranged from a time on. */
export const frontVersionSchema = arrangementSchema.extend({
  version: z.int().min(0).describe('0 if nothing was ever arranged'),
  at: time.nullable(),
  who: z.string().nullable().describe('null if it ended by itself'),
});
export type FrontVersion = z.output<typeof frontVersionSchema>;

export const NEVER_ARRANGED: FrontVersion = { ...NOTHING_ARRANGED, version: 0, at: null, who: null };

/** A story of the arrangement that readers do not see there, and why. */
export const absentSchema = z.strictObject({
  story: z.string(),
  headline: z.string(),
  why: z.enum(['scheduled', 'withdrawn']),
});
export type AbsentStory = z.output<typeof absentSchema>;

/** A story that an editor can choose for the front page. */
export type ChoosableStory = RelatedStory & { status: StoryStatus };

/** Why nothing was arranged. `current` is what another has arranged meanwhile. */
export interface FrontRefusal extends Told {
  ok: false;
  why: 'role' | 'stale' | 'missing' | 'state' | 'time';
}

/** A change that was made. `changed` is false if all was so already. */
export type FrontResult = { ok: true; version: FrontVersion; changed: boolean } | FrontRefusal;
