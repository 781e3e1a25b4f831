import { basename, extname } from 'node:path';
import { isMap, isScalar, type Node, parseDocument } from 'yaml';
import { omitUnstated, renderFields, renderStoryFile } from '../../export/markdown.ts';
import { parseStoryFile } from '../../story/parse/parse.ts';
import type { Story } from '../../story/story.ts';
import { serializeAuthored } from './difference.ts';

// Updates the text of an author's file: fields that did not change keep their bytes, comments included.

/** Captures the opening line, the front matter, and the separator before the analysis. */
const PARTS = /^(\uFEFF?---[ \t]*\r?\n)((?:[\s\S]*?\n)??)(---[ \t]*(?:\r?\n|$)(?:\r?\n)?)/;

type Fields = Record<string, unknown>;
const isSameValue = (a: unknown, b: unknown) =>
  JSON.stringify(a, omitUnstated) === JSON.stringify(b, omitUnstated);
const isStated = (name: string, value: unknown) => omitUnstated(name, value) !== undefined;
const fieldText = (name: string, value: unknown) => renderFields({ [name]: value }).trimEnd();

/** Replaces, adds and removes fields in front matter. Returns undefined if it is not one map. */
function replaceFields(frontMatter: string, fields: Fields): string | undefined {
  const { contents } = parseDocument(frontMatter, { logLevel: 'error' });
  if (contents !== null && !isMap(contents)) return undefined;
  let text = frontMatter;
  const found = new Set<string>();
  // Last to first, so that earlier offsets stay valid.
  for (const { key, value } of [...(contents?.items ?? [])].reverse()) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!Object.hasOwn(fields, name)) continue;
    found.add(name);
    const start = (key as Node).range?.[0] ?? 0;
    const end = (value as Node | null)?.range?.[1] ?? (key as Node).range?.[1] ?? start;
    const length = text.slice(start, end).trimEnd().length;
    const rest = text.slice(start + length);
    text = isStated(name, fields[name])
      ? text.slice(0, start) + fieldText(name, fields[name]) + rest
      : text.slice(0, start) + rest.replace(/^[^\n]*\n/, '');
  }
  const added = Object.keys(fields).filter((name) => !found.has(name) && isStated(name, fields[name]));
  return text + added.map((name) => `${fieldText(name, fields[name])}\n`).join('');
}

/** Renders a record as a new file, without its slug if that is the file's name. */
function renderNew(file: string, record: Story): string {
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
export function rewriteStoryText(file: string, to: Story, old?: { text: string; story: Story }): string {
  const [head, opening, frontMatter = '', separator] = (old && PARTS.exec(old.text)) ?? [];
  if (!old || head === undefined || extname(file) === '.json') return renderNew(file, to);
  const { articleBody, identifier, slug, ...fields } = to;
  const before = old.story as Fields;
  const changed = Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !isSameValue(value, before[name])),
  );
  // Without a slug in the front matter, the file's name is the slug.
  if (slug !== old.story.slug && /^slug:/m.test(frontMatter)) changed.slug = slug;
  const replaced = replaceFields(frontMatter, changed);
  const body = articleBody === old.story.articleBody ? old.text.slice(head.length) : articleBody;
  const text = `${opening}${replaced}${separator}${body}`;
  const parsed = parseStoryFile(text, basename(file, extname(file)));
  const isRight =
    replaced !== undefined && parsed.ok && serializeAuthored(parsed.value) === serializeAuthored(to);
  return isRight ? text : renderNew(file, to);
}
