import type * as z from 'zod';
import { citationSchema, MAX_SOURCES, type Story, sourceSchema, storySchema } from '../story.ts';
import { untilTooManyFaults } from './fault.ts';

/** The lists of a record whose entries contain lists: up to 500 sources with 50 authors each. */
const LONG_LISTS = { citation: citationSchema, isBasedOn: sourceSchema };

/** Cuts the record's long lists after so many faults that an answer would not list more. */
function cutLongLists(record: unknown): unknown {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return record;
  const lists = Object.entries(LONG_LISTS).flatMap(([name, schema]) => {
    const entries: unknown = Reflect.get(record, name);
    // The schema refuses a longer list for its length, without looking at its entries.
    const isRead = Array.isArray(entries) && entries.length <= MAX_SOURCES;
    return isRead ? [[name, untilTooManyFaults(entries, schema)] as const] : [];
  });
  return { ...record, ...Object.fromEntries(lists) };
}

/** Checks a record against the schema. Creates hardly more issues than an answer lists, however many faults there are. */
export const checkStory = (record: unknown): z.ZodSafeParseResult<Story> =>
  storySchema.safeParse(cutLongLists(record));
