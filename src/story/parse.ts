import { isAlias, isCollection, LineCounter, parseDocument, visit } from 'yaml';
import { type Fault, faultsOf, type Parsed, shownValue } from './fault.ts';
import { checkMarkdown } from './markdown.ts';
import { BODY_LIMIT, type Story, storySchema } from './story.ts';

/** The most characters of a story's file or record: the longest analysis with the longest list of sources. */
export const RECORD_LIMIT = 1_000_000;

const tooLarge = (length: number): Parsed<never> => ({
  ok: false,
  faults: [
    {
      field: '',
      value: `${length.toLocaleString('en')} characters`,
      rule: `a story must have at most ${RECORD_LIMIT.toLocaleString('en')} characters in all`,
    },
  ],
});

/** Where a field stands in the author's file, if there is one. */
type Locate = (path: readonly PropertyKey[]) => number | undefined;

function parseRecord(record: unknown, locate: Locate, bodyLine?: number): Parsed<Story> {
  const parsed = storySchema.safeParse(record);
  const faults = parsed.success ? [] : locateFaults(parsed.error, record, locate);
  const body: unknown = record && typeof record === 'object' ? Reflect.get(record, 'articleBody') : undefined;
  if (typeof body === 'string' && body.length <= BODY_LIMIT) {
    for (const { line, value, rule } of checkMarkdown(body)) {
      faults.push({
        field: 'articleBody',
        value: shownValue(value),
        rule: bodyLine === undefined ? `${rule}, on its line ${line}` : rule,
        ...(bodyLine === undefined ? {} : { line: bodyLine + line - 1 }),
      });
    }
  }
  if (parsed.success && faults.length === 0) return { ok: true, value: parsed.data };
  return { ok: false, faults: faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function locateFaults(error: Parameters<typeof faultsOf>[0], record: unknown, locate: Locate): Fault[] {
  return faultsOf(error, record).map((fault) => {
    const path = fault.field.split(/[.[\]]+/).filter(Boolean);
    const line = locate(path.map((key) => (/^\d+$/.test(key) ? Number(key) : key)));
    return line === undefined ? fault : { ...fault, line };
  });
}

/** Reads a story from JSON. */
export function parseStoryJson(text: string): Parsed<Story> {
  if (text.length > RECORD_LIMIT) return tooLarge(text.length);
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      faults: [{ field: '', value: undefined, rule: `must be JSON: ${(error as Error).message}` }],
    };
  }
  return parseRecord(record, () => undefined);
}

/** The front matter between two lines of `---` at the top, and the text after it, byte for byte. */
const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n((?:[\s\S]*?\n)??)---[ \t]*(?:\r?\n|$)/;

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/**
 * Reads a story from an author's file: YAML front matter with the record's fields, then the analysis in Markdown.
 * `slug` is the file's name and serves where the front matter gives none.
 */
export function parseStoryFile(text: string, slug: string): Parsed<Story> {
  if (text.length > RECORD_LIMIT) return tooLarge(text.length);
  const match = FRONT_MATTER.exec(text);
  if (!match) {
    const rule = 'must begin with front matter: YAML between a line of "---" and another';
    return {
      ok: false,
      faults: [{ field: '', value: shownValue(text.split(/\r?\n/, 1)[0]), rule, line: 1 }],
    };
  }
  const frontMatter = match[1] ?? '';
  const start = match[0].indexOf('\n') + 1;
  // What separates front matter and analysis is one blank line at most; all else is the author's text.
  const articleBody = text.slice(match[0].length).replace(/^\r?\n/, '');
  const bodyLine = lineAt(text, text.length - articleBody.length);

  const counter = new LineCounter();
  const document = parseDocument(frontMatter, { lineCounter: counter, version: '1.2', merge: false });
  const lineOf = (offset: number) => counter.linePos(offset).line + lineAt(text, start) - 1;
  const faults: Fault[] = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    field: '',
    value: undefined,
    rule: `front matter must be YAML: ${message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '')}`,
    line: lineOf(pos[0]),
  }));
  visit(document, (_key, node) => {
    if (!isAlias(node)) return;
    faults.push({
      field: '',
      value: undefined,
      rule: 'front matter must not use YAML aliases',
      line: lineOf(node.range?.[0] ?? 0),
    });
  });
  if (faults.length > 0) return { ok: false, faults };

  const record: unknown = document.toJS();
  if (record === null || typeof record !== 'object' || Array.isArray(record)) {
    const rule = 'front matter must be a list of fields, like "headline: …"';
    return { ok: false, faults: [{ field: '', value: shownValue(record), rule, line: 1 }] };
  }
  if ('articleBody' in record) {
    const rule = 'must not stand in the front matter: the analysis is the text after it';
    return { ok: false, faults: [{ field: 'articleBody', value: undefined, rule, line: 1 }] };
  }
  const locate: Locate = (path) => {
    if (path[0] === 'articleBody') return bodyLine;
    for (let depth = path.length; depth > 0; depth--) {
      const parent = document.getIn(path.slice(0, depth - 1), true) ?? document.contents;
      if (!isCollection(parent)) continue;
      const key = path[depth - 1];
      const found = parent.items.find(
        (item) => 'key' in (item as object) && String((item as { key: unknown }).key) === key,
      );
      const node = (found as { key?: { range?: number[] } } | undefined)?.key ?? parent.get(key, true);
      const range = (node as { range?: number[] } | undefined)?.range;
      if (range) return lineOf(range[0] ?? 0);
    }
    return undefined;
  };
  return parseRecord({ slug, ...record, articleBody }, locate, bodyLine);
}
