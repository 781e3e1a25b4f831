import * as z from 'zod';
import { time } from '../../desk/time.ts';
import { LISTED_AS } from '../desk/watch-entry.ts';

const url = z.url().max(10_000);

const listedSourceSchema = z.strictObject({
  url,
  listed: z
    .enum(LISTED_AS)
    .nullable()
    .describe(
      'gone, changed and moved are confirmed; unconfirmed was found once; unseen: quoted words that no look has seen there; refused and unknown say nothing of the page; null if it is as it was',
    ),
  detail: z.string().describe('What was found, as a sentence'),
  status: z.int().nullable().describe('The HTTP status'),
  movedTo: z.string().nullable(),
  missing: z.array(z.string()).describe('The quoted words that are not there'),
  archivedAt: z.string().nullable().describe('An archived copy that the watch has found'),
  found: time.nullable().describe('When this was first found'),
  looked: time.nullable(),
  nextLook: time,
  isTold: z.boolean().describe('Whether readers are told'),
  dismissed: z.strictObject({ by: z.string(), at: time }).nullable(),
  stories: z
    .array(z.strictObject({ slug: z.string(), headline: z.string(), quotes: z.array(z.string()) }))
    .describe('Stories that cite it, the newest first'),
});

export const sourceSchema = z.strictObject({ source: listedSourceSchema });

export const watchSchema = z.strictObject({
  sources: z.int().describe('How many sources published stories cite'),
  counts: z.record(z.enum(LISTED_AS), z.int()),
  waiting: z.int().describe('How many looks are due'),
  nextLook: time.nullable(),
  pagesToday: z.int().describe('How many pages were written anew today because of what was found'),
  looksPerDay: z.int(),
  looksToday: z.int(),
  listed: z.array(listedSourceSchema).describe('What was found, newest first'),
});

export const askedLookSchema = z.strictObject({ url: url.describe('A source that a published story cites') });

export const dismissalSchema = z.strictObject({
  url: url.describe('A source that a published story cites'),
  isFalseAlarm: z.boolean(),
});
