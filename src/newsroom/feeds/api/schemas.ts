import * as z from 'zod';
import { time } from '../../desk/time.ts';

export const feedSchema = z.strictObject({
  id: z.string(),
  address: z.string().describe('The address that was added'),
  url: z.string().describe('Where the feed is now: elsewhere, if it has moved for good'),
  title: z.string().nullable(),
  home: z.string().nullable().describe('The page that the feed belongs to'),
  state: z
    .enum(['active', 'muted', 'stopped'])
    .describe('stopped: its server says that it is gone for good, or it has moved to one that is followed'),
  inFile: z.boolean().describe('Whether data/site.json lists it'),
  addedBy: z.string().nullable().describe('Who added it; null if only the file lists it'),
  added: time,
  asked: time.nullable().describe('When it was last asked'),
  next: time.nullable().describe('When it will be asked next; null while it is not'),
  answer: z.string().nullable().describe('What the last request found'),
  failures: z.int().describe('How many requests have failed since the last that did not'),
  itemsPerWeek: z.int(),
  isPushed: z.boolean().describe('Whether a hub tells of new items (WebSub), so that it is asked daily'),
});

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
  lines: z.array(
    z.strictObject({
      url: z.string(),
      title: z.string().nullable(),
      result: z.enum(['added', 'known', 'refused']),
      detail: z.string().nullable().describe('Why it was refused'),
    }),
  ),
});
