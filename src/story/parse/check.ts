import type * as z from 'zod';
import { citationSchema, MAX_SOURCES, type Story, sourceSchema, storySchema } from '../story.ts';
import { untilTooManyFaults } from './fault.ts';

/** The lists of a record whose entries have lists of their own: 500 sources with 50 authors each. */
const LONG_LISTS = { citation: citationSchema, isBasedOn: sourceSchema };

/** Cuts the record's long lists where they have more faults than an answer lists. */
function cutLongLists(record: unknown): unknown {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return record;
  const lists = Object.entries(LONG_LISTS).flatMap(([name, schema]) => {
    const entries: unknown = Reflect.get(record, name);
    // A longer list is refused for its length alone.
    const isRead = Array.isArray(entries) && entries.length <= MAX_SOURCES;
    return isRead ? [[name, untilTooManyFaults(entries, schema)] as const] : [];
  });
  return { ...record, ...Object.fromEntries(lists) };
}

/** Checks a record by the rules of its fields. Makes hardly more faults than an answer lists, however many the record has. */
export const checkStory = (record: unknown): z.ZodSafeParseResult<Story> =>
  storySchema.safeParse(cutLongLists(record));
