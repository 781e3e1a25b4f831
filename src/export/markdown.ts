import { stringify } from 'yaml';
import { type Site, storyUrl } from '../site.ts';
import type { Article } from '../story/article.ts';
import { notice } from '../story/notice.ts';

/** Leaves out what is not stated. That a story is based on no reporting at all is stated by an empty list. */
const statedOnly = (name: unknown, value: unknown) =>
  value === null || (Array.isArray(value) && value.length === 0 && name !== 'isBasedOn') ? undefined : value;

/**
 * The story as an author's file has it, so that `parseStoryFile` reads the same record: the record's fields as front
 * matter, then the analysis, byte for byte as it was written. Two comments say where the story stands and what its notice
 * says.
 */
export function renderMarkdown(article: Article, site: Site): string {
  const { articleBody, rendering, provenance, ...fields } = article;
  const { abstract, articleBody: body } = provenance;
  const record = { ...fields, provenance: abstract || body ? provenance : null };
  const frontMatter = stringify(record, statedOnly, {
    // Long lines stay whole: nothing has to be told from a line break that is the author's.
    lineWidth: 0,
    // A text in double quotes stays on one line, with \n for its breaks: the writer breaks "\n \n" so that it is read back otherwise.
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return `---\n# ${storyUrl(site, article.slug)}\n# ${notice(article, site)}\n${frontMatter}---\n\n${articleBody}`;
}
