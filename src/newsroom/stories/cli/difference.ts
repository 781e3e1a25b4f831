import { createPatch } from 'diff';
import { stringify } from 'yaml';
import { omitUnstated } from '../../../site/export/markdown.ts';
import { escapeInvisibleLines } from '../../../site/story/parse/fault.ts';
import { type Story, type WrittenStory, writtenStorySchema } from '../../../site/story/story.ts';

/** Parses a server's record again: earlier versions wrote some URLs differently. */
const normalize = (record: Partial<WrittenStory>): Partial<WrittenStory> => {
  const parsed = writtenStorySchema.safeParse(record);
  return parsed.success ? parsed.data : record;
};

/** Serializes a record for people to compare: front matter, then the analysis. */
function toText(story: Partial<WrittenStory>): string {
  const { articleBody = '', identifier, ...fields } = story;
  return `${stringify(fields, omitUnstated, { sortMapEntries: true, lineWidth: 100 })}\n${articleBody}`;
}

/** Returns a file's story with the date of the record, if it states none and readers have the story: it keeps that date. */
const datedLike = (record: Partial<WrittenStory>, story: WrittenStory): WrittenStory => {
  const known = record.datePublished ?? null;
  const isKept = story.datePublished === null && known !== null && Date.parse(known) <= Date.now();
  return isKept ? { ...story, datePublished: known } : story;
};

/**
 * Returns the changes from one record to the other as a patch, or an empty string. Ignores ids, and former slugs that only one
 * of them lists: the Desk keeps both, whether or not the author's file has them.
 */
export function describeDifference(
  from: Partial<WrittenStory>,
  to: WrittenStory,
  names: readonly [string, string] = ['published', 'local'],
): string {
  const [a, b] = [normalize(from), normalize(datedLike(from, to))];
  const formerSlugs = [...new Set([...(a.formerSlugs ?? []), ...(b.formerSlugs ?? [])])].sort();
  const [before, after] = [toText({ ...a, formerSlugs }), toText({ ...b, formerSlugs })];
  if (before === after) return '';
  // The first two lines are for programs.
  return escapeInvisibleLines(createPatch(to.slug, before, after, ...names).replace(/^Index: .*\n=+\n/, ''));
}

/** Serializes the fields that an author can change. Records with equal text have the same content. */
export function serializeAuthored(record: Partial<WrittenStory>): string {
  const { identifier, formerSlugs, ...stated } = normalize(record);
  return stringify(stated, omitUnstated, { sortMapEntries: true, lineWidth: 0 });
}

/** Whether publishing a file would change nothing of a record that an author can change. */
export const isSameContent = (record: Partial<Story>, story: WrittenStory): boolean =>
  serializeAuthored(record) === serializeAuthored(datedLike(record, story));
