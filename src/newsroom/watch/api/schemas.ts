import * as z from 'zod';
import { sourceUrl, watchEntrySchema, watchStateSchema } from '../desk/watch-entry.ts';

export const sourceSchema = z.strictObject({ source: watchEntrySchema });

export const watchSchema = watchStateSchema.extend({
  looksPerDay: z.int(),
  looksToday: z.int(),
  listed: z.array(watchEntrySchema).describe('What was found, newest first'),
});

const url = sourceUrl.describe('A source that a published story cites');

export const askedLookSchema = z.strictObject({ url });

export const dismissalSchema = z.strictObject({ url, isFalseAlarm: z.boolean() });
