import type * as z from 'zod';
import {
  citationSchema,
  evidenceSchema,
  MAX_SOURCES,
  type Story,
  sourceSchema,
  storySchema,
  type WrittenStory,
  writtenStorySchema,
} from '../story.ts';
import { untilTooManyFaults } from './fault.ts';

/** The lists that may have more faults than an answer lists: up to 500 sources with up to 50 authors each, and the evidence. */
const LONG_LISTS = { citation: citationSchema, isBasedOn: sourceSchema, evidence: evidenceSchema };

/** Cuts the record's long lists as soon as they have more faults than an answer lists. */
function cutLongLists(record: unknown): unknown {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return record;
  const lists = Object.entries(LONG_LISTS).flatMap(([name, schema]) => {
    const entries: unknown = Reflect.get(record, name);
    // The schema refuses a longer list without looking at its entries, so it need not be cut.
    const isRead = Array.isArray(entries) && entries.length <= MAX_SOURCES;
    return isRead ? [[name, untilTooManyFaults(entries, schema)] as const] : [];
  });
  return { ...record, ...Object.fromEntries(lists) };
}

/** Checks a stored record against the schema. Creates few more issues than an answer lists, however many faults the record has. */
export const checkStory = (record: unknown): z.ZodSafeParseResult<Story> =>
  storySchema.safeParse(cutLongLists(record));

/** Checks a record as `checkStory` does, as its author writes it: it may have no date. */
export const checkWrittenStory = (record: unknown): z.ZodSafeParseResult<WrittenStory> =>
  writtenStorySchema.safeParse(cutLongLists(record));
