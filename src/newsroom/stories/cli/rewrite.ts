import { basename, extname } from 'node:path';
import { editFrontMatter, isSameValue } from '../../../site/export/edit-front-matter.ts';
import { omitUnstated, renderStoryFile } from '../../../site/export/markdown.ts';
import { joinAuthorFile } from '../../../site/story/parse/author-file.ts';
import { readAuthorFile } from '../../../site/story/parse/front-matter.ts';
import { parseStoryFile } from '../../../site/story/parse/parse.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { serializeAuthored } from './difference.ts';

// Updates the text of an author's file: fields that did not change keep their bytes, comments included.

type Fields = Record<string, unknown>;

/** Renders a record as a new file, without its slug if that is the file's name. */
function renderNew(file: string, record: WrittenStory): string {
  const isNamed = basename(file, extname(file)) === record.slug;
  const { slug, ...rest } = record;
  const written = isNamed ? rest : record;
  return extname(file) === '.json'
    ? `${JSON.stringify(JSON.parse(JSON.stringify(written, omitUnstated)), null, 2)}\n`
    : renderStoryFile(written);
}

/**
 * Returns the text of `file` with the record `to`. `old` is the file's present text and story; fields that `to` does not change
 * stay byte for byte.
 */
export function rewriteStoryText(
  file: string,
  to: WrittenStory,
  old?: { text: string; story: WrittenStory },
): string {
  const read = old && extname(file) !== '.json' ? readAuthorFile(old.text) : undefined;
  if (!old || !read?.ok) return renderNew(file, to);
  const { parts, record } = read;
  const { articleBody, identifier, slug, ...fields } = to;
  const before = old.story as Fields;
  const changed = Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !isSameValue(name, value, before[name])),
  );
  // Without a slug in the front matter, the file's name is the slug.
  if (slug !== old.story.slug && 'slug' in record) changed.slug = slug;
  const text = joinAuthorFile({
    ...parts,
    frontMatter: editFrontMatter(parts.frontMatter, record, { ...record, ...changed }),
    body: articleBody === old.story.articleBody ? parts.body : articleBody,
  });
  const parsed = parseStoryFile(text, basename(file, extname(file)));
  const isRight = parsed.ok && serializeAuthored(parsed.value) === serializeAuthored(to);
  return isRight ? text : renderNew(file, to);
}
