import { createPatch } from 'diff';
import { stringify } from 'yaml';
import { statedOnly } from '../../export/markdown.ts';
import { escapeInvisibleLines } from '../../story/parse/fault.ts';
import { type Story, storySchema } from '../../story/story.ts';

/** A server's record as this program reads it: an earlier version may have written an address otherwise. */
const normalize = (record: Partial<Story>): Partial<Story> => {
  const parsed = storySchema.safeParse(record);
  return parsed.success ? parsed.data : record;
};

/** A record as text that people can compare: front matter, then the analysis. */
function toText(story: Partial<Story>): string {
  const { articleBody = '', identifier, ...fields } = story;
  return `${stringify(fields, statedOnly, { sortMapEntries: true, lineWidth: 100 })}\n${articleBody}`;
}

/**
 * Returns what changes from one record to the other as a patch, or an empty string. Ids and former slugs that only one of
 * them names are left out: the Desk keeps them whether or not the author's file lists them.
 */
export function describeDifference(
  from: Partial<Story>,
  to: Story,
  names: readonly [string, string] = ['published', 'local'],
): string {
  const [a, b] = [normalize(from), normalize(to)];
  const formerSlugs = [...new Set([...(a.formerSlugs ?? []), ...(b.formerSlugs ?? [])])].sort();
  const [before, after] = [toText({ ...a, formerSlugs }), toText({ ...b, formerSlugs })];
  if (before === after) return '';
  // Without its first two lines, which are for programs.
  return escapeInvisibleLines(createPatch(to.slug, before, after, ...names).replace(/^Index: .*\n=+\n/, ''));
}

/** Returns all that an author can change in a record, as text. Two records with the same text say the same. */
export function serializeAuthored(record: Partial<Story>): string {
  const { identifier, formerSlugs, ...stated } = normalize(record);
  return stringify(stated, statedOnly, { sortMapEntries: true, lineWidth: 0 });
}

/** Returns the corrections of a published record that the other one lacks. */
export function findMissingCorrections(published: Story, local: Story): Story['correction'] {
  const key = ({ text, datePublished }: Story['correction'][number]) =>
    JSON.stringify([text, Date.parse(datePublished)]);
  const kept = new Set(local.correction.map(key));
  return published.correction.filter((each) => !kept.has(key(each)));
}
