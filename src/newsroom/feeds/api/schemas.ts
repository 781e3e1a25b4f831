import * as z from 'zod';
import { feedSchema, importLineSchema } from '../wire/feed.ts';

export const feedListSchema = z.strictObject({ feeds: z.array(feedSchema) });

export const newFeedSchema = z.strictObject({
  url: z
    .string({ error: 'must be the address of a feed' })
    .max(2000, { error: 'must have at most 2,000 characters' }),
  title: z
    .string()
    .max(200, { error: 'must have at most 200 characters' })
    .optional()
    .describe("What the newsroom calls it; by default the feed's own title"),
});

export const importReportSchema = z.strictObject({
  added: z.int(),
  known: z.int(),
  refused: z.int(),
  lines: z.array(importLineSchema),
});
