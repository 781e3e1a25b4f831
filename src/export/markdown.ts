import { stringify } from 'yaml';
import { type Site, storyUrl } from '../site.ts';
import type { Article } from '../story/article.ts';
import { storyNotice } from '../story/notice.ts';
import type { Story } from '../story/story.ts';

/** Replaces members that state nothing by undefined. An empty `isBasedOn` stays: it states that a story is based on no reporting. */
export const omitUnstated = (name: unknown, value: unknown) =>
  value === null || (Array.isArray(value) && value.length === 0 && name !== 'isBasedOn') ? undefined : value;

/** Returns fields of a record as YAML that reads back unchanged. */
export const renderFields = (fields: object): string =>
  stringify(fields, omitUnstated, {
    // Long lines stay whole, so that every line break is the author's.
    lineWidth: 0,
    // Text in double quotes stays on one line, with \n for its breaks: folded, "\n \n" would not read back unchanged.
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });

/**
 * Returns the record as an author's file, from which `parseStoryFile` reads the same record: comments, the record's fields as
 * front matter, then the analysis, byte for byte as it was written. The slug may be left out if the file's name says it.
 */
export function renderStoryFile(
  { articleBody, provenance, ...fields }: Omit<Story, 'slug'> & { slug?: string },
  comments: readonly string[] = [],
): string {
  const { abstract, articleBody: body } = provenance;
  const record = { ...fields, provenance: abstract || body ? provenance : null };
  const head = comments.map((comment) => `# ${comment}\n`).join('');
  return `---\n${head}${renderFields(record)}---\n\n${articleBody}`;
}

/** Renders the story as an author's file. Two comments give the URL of its page and its notice. */
export function articleToMarkdown({ rendering, ...record }: Article, site: Site): string {
  return renderStoryFile(record, [storyUrl(site, record.slug), storyNotice({ rendering, ...record }, site)]);
}
