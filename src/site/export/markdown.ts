import { stringify } from 'yaml';
import { type Site, storyUrl } from '../../settings/site.ts';
import type { Article } from '../story/article.ts';
import { storyNotice } from '../story/notice.ts';
import { newAuthorFile } from '../story/parse/author-file.ts';
import type { WrittenStory } from '../story/story.ts';

/** Replaces members that state nothing with undefined. An empty `isBasedOn` stays: it states that a story is not based on reporting. */
export const omitUnstated = (name: unknown, value: unknown) =>
  value === null || (Array.isArray(value) && value.length === 0 && name !== 'isBasedOn') ? undefined : value;

/** How fields are written as YAML, so that they parse to the same fields. */
export const YAML_OPTIONS = {
  // Long lines are not folded, so that every line break is the author's.
  lineWidth: 0,
  // Double-quoted text is not folded either, because the folded form of "\n \n" would parse to a different text.
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
};

/**
 * Returns the record as an author's file: comments and the record's fields as front matter, then the analysis, byte for byte.
 * `parseStoryFile` parses it to the same record. The slug may be left out if it is the file's name.
 */
export function renderStoryFile(
  { articleBody, provenance, ...fields }: Omit<WrittenStory, 'slug'> & { slug?: string },
  comments: readonly string[] = [],
): string {
  const { abstract, articleBody: body } = provenance;
  const record = { ...fields, provenance: abstract || body ? provenance : null };
  const head = comments.map((comment) => `# ${comment}\n`).join('');
  return newAuthorFile(head + stringify(record, omitUnstated, YAML_OPTIONS), articleBody);
}

/** Renders the story as an author's file, with its URL and its notice as comments. */
export function articleToMarkdown(
  { rendering, pictures, translations, restored, ...record }: Article,
  site: Site,
): string {
  return renderStoryFile(record, [storyUrl(site, record.slug), storyNotice({ rendering, ...record }, site)]);
}
