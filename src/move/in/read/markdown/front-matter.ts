import { parse as parseToml, TomlDate, TomlError } from 'smol-toml';
import { isMap, isScalar, parseDocument } from 'yaml';
import { isRow, parseJson, type Row } from '../fields.ts';
import { decidesPublicity } from './publicity.ts';
import { type Computed, readFrontMatterScript } from './script.ts';

/** The most characters of front matter: 20,000 tags fit. */
const MAX_FIELDS = 2_000_000;

type Format = 'yaml' | 'toml' | 'json' | 'js';

/** A file of Markdown in two. */
export interface FrontMatter {
  /** The fields, with names in lower case; dates are texts as they stand there, as far as the format keeps them. */
  fields: Row;
  /** What follows, byte for byte. The whole file if it has no front matter, or none that can be read. */
  body: string;
  /** What is wrong with the front matter, and in which line of the file; null if nothing is. */
  fault: { line: number; reason: string } | null;
  /** Whether there is any. */
  isPresent: boolean;
  /** The fields that stand there several times. The last one counts, in TOML the first. */
  repeated: readonly string[];
  /** The fields that only a program would tell. */
  computed: Readonly<Record<string, Computed>>;
}

/** Fields as they were parsed. */
interface Parsed {
  fields: Row;
  repeated: readonly string[];
  computed: Readonly<Record<string, Computed>>;
}

/** Gives dates of TOML back as texts, with the zone that they state. Stops at what no one writes. */
function plain(value: unknown, depth = 0): unknown {
  if (value instanceof TomlDate) return value.isValid() ? value.toISOString() : null;
  if (depth > 20) return null;
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, depth + 1)]));
}

/** How many lines that define a field again are left out of TOML. */
const MAX_REPEATED = 20;

/** Parses TOML. It forbids a field that stands there twice, and all of the others are right: the first counts. */
function parseTomlFields(text: string): { fields: Row; repeated: string[] } {
  const repeated: string[] = [];
  for (let left = text; ; ) {
    try {
      const table = plain(parseToml(left));
      return { fields: isRow(table) ? table : {}, repeated };
    } catch (error) {
      const [reason = ''] = error instanceof Error ? error.message.split('\n') : [String(error)];
      const line = error instanceof TomlError ? error.line : undefined;
      const lines = left.split('\n');
      const [, name] =
        /^\s*["']?([\w-]+)["']?\s*=[^[{"']*(?:"[^"]*"|'[^']*')?\s*$/.exec(
          lines[(line ?? 0) - 1]?.replace(/\r$/, '') ?? '',
        ) ?? [];
      if (
        line === undefined ||
        name === undefined ||
        !/redefin/i.test(reason) ||
        repeated.length > MAX_REPEATED
      )
        throw Object.assign(new Error(reason), line === undefined ? {} : { line });
      repeated.push(name);
      lines[line - 1] = '';
      left = lines.join('\n');
    }
  }
}

/** The names that stand in a list more than once. */
function repeatedIn(names: readonly string[]): string[] {
  const [seen, repeated] = [new Set<string>(), new Set<string>()];
  for (const name of names) (seen.has(name) ? repeated : seen).add(name);
  return [...repeated];
}

function parseYamlFields(text: string): { fields: Row; repeated: string[] } {
  const document = parseDocument(text, { logLevel: 'silent', merge: true, uniqueKeys: false });
  const [fault] = document.errors;
  // YAML forbids tabs before a line, and parsers of some systems take them.
  const spaced = text.replace(/^\t+/gm, (tabs) => '  '.repeat(tabs.length));
  if (fault?.code === 'TAB_AS_INDENT' && spaced !== text) return parseYamlFields(spaced);
  if (fault) {
    const [reason = ''] = fault.message.split('\n');
    throw Object.assign(new Error(reason.replace(/ at line \d+, column \d+:?$/, '')), {
      line: fault.linePos?.[0].line,
    });
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (value === null || value === undefined) return { fields: {}, repeated: [] };
  if (!isRow(value)) throw new Error('it is no list of fields');
  const names = isMap(document.contents)
    ? document.contents.items.map(({ key }) => String(isScalar(key) ? key.value : key).toLowerCase())
    : [];
  return { fields: value, repeated: repeatedIn(names.filter((name) => name !== '<<')) };
}

function parseAll(text: string, format: Format): Parsed {
  if (format === 'toml') return { ...parseTomlFields(text), computed: {} };
  if (format === 'yaml') return { ...parseYamlFields(text), computed: {} };
  if (format === 'js') return { ...readFrontMatterScript(text), repeated: [] };
  const value = parseJson(text);
  if (!isRow(value)) throw new Error('it is no JSON object');
  return { fields: value, repeated: [], computed: {} };
}

/** Parses YAML or TOML or JSON. Throws an error with a reason, and `line` if it is known. */
export const parseFields = (text: string, format: 'yaml' | 'toml' | 'json'): Row =>
  parseAll(text, format).fields;

/** Returns where the JSON object at the beginning of a text ends; -1 if it does not end. */
function endOfObject(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return -1;
}

/** Where front matter stands in a file. */
interface Found {
  source: string;
  /** null: what stands behind the fence is no format that is known. */
  format: Format | null;
  /** Where the body begins. */
  end: number;
  firstLine: number;
}

/** The formats by the names that stand behind the first fence: `---json`. */
const FORMATS: Readonly<Record<string, Format>> = {
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  json: 'json',
  js: 'js',
  javascript: 'js',
  node: 'js',
};
const OF_FENCE: Readonly<Record<string, Format>> = { '---': 'yaml', '+++': 'toml', ';;;': 'json' };
const OPENING = /^(---|\+\+\+|;;;)[ \t]*([A-Za-z]*)[ \t]*\r?\n/;

/** Finds the fence that closes front matter. */
function findEnd(text: string, fence: string, from: number): RegExpExecArray | null {
  const mark = fence === '---' ? '(?:---|\\.\\.\\.)' : fence === '+++' ? '\\+\\+\\+' : fence;
  const close = new RegExp(`^${mark}[ \\t]*(?:\\r?\\n|$)`, 'gm');
  close.lastIndex = from;
  return close.exec(text);
}

/** JSON between two `;;;` may be without its braces. */
const braced = (source: string) => (/^\s*\{/.test(source) ? source : `{${source}\n}`);

/** Finds front matter. `mayBegin` tells whether the first fence may be missing, as in Hexo. */
function find(text: string, mayBegin: boolean): Found | null {
  const [opening, fence = '', name = ''] = OPENING.exec(text) ?? [];
  if (opening !== undefined) {
    const found = findEnd(text, fence, opening.length);
    if (!found) return null;
    const written = text.slice(opening.length, found.index);
    const format = name === '' ? OF_FENCE[fence] : FORMATS[name.toLowerCase()];
    const source = fence === ';;;' ? braced(written) : written;
    return { source, format: format ?? null, end: found.index + found[0].length, firstLine: 2 };
  }
  if (mayBegin && /^["']?[\w-]+["']?[ \t]*:/.test(text)) {
    const fences = /^(---|;;;)[ \t]*(?:\r?\n|$)/m.exec(text);
    if (fences) {
      const isJson = fences[1] === ';;;';
      const source = text.slice(0, fences.index);
      const end = fences.index + fences[0].length;
      return {
        source: isJson ? braced(source) : source,
        format: isJson ? 'json' : 'yaml',
        end,
        firstLine: 1,
      };
    }
  }
  if (!/^\{\s*["}]/.test(text)) return null;
  const end = endOfObject(text);
  if (end < 0) return null;
  const [space = ''] = /^[ \t]*(?:\r?\n)?/.exec(text.slice(end)) ?? [];
  return { source: text.slice(0, end), format: 'json', end: end + space.length, firstLine: 1 };
}

/** Whether a text begins as front matter does, and nothing ends it. */
const isOpen = (text: string) =>
  /^(?:---|\+\+\+|;;;)[ \t]*\r?\n\s*["']?\w+["']?\s*[:=]/.test(text) ||
  /^(?:---|\+\+\+|;;;)[ \t]*(?:json|toml|ya?ml|js|javascript|node)[ \t]*\r?\n/i.test(text) ||
  /^\{\s*"\w+"\s*:/.test(text);

const inLowerCase = <T>(row: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(row).map(([name, each]) => [name.toLowerCase(), each]));

/** Splits a file of Markdown into its front matter and its body. In Hexo, front matter may be without its first fence. */
export function splitFrontMatter(text: string, mayBegin = false): FrontMatter {
  const none = { fields: {}, body: text, fault: null, isPresent: false, repeated: [], computed: {} };
  const broken = (line: number, reason: string): FrontMatter => ({
    ...none,
    fault: { line, reason },
    isPresent: true,
  });
  const found = find(text, mayBegin);
  if (!found) return isOpen(text) ? broken(1, 'the front matter does not end') : none;
  if (found.source.length > MAX_FIELDS)
    return broken(1, `the front matter has more than ${MAX_FIELDS} characters`);
  if (found.format === null) return broken(1, 'the front matter is in a language that is not known here');
  try {
    const { fields, repeated, computed } = parseAll(found.source, found.format);
    const alike = repeatedIn(Object.keys(fields).map((name) => name.toLowerCase()));
    return {
      fields: inLowerCase(fields),
      body: text.slice(found.end),
      fault: null,
      isPresent: true,
      repeated: [...new Set([...repeated.map((name) => name.toLowerCase()), ...alike])],
      computed: inLowerCase(computed),
    };
  } catch (error) {
    const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line : 1;
    return broken(line + found.firstLine - 1, error instanceof Error ? error.message : String(error));
  }
}

/** Fields by which a program may decide what is public, because they are decided on here in the same way. */
const UNDERSTOOD = new Set(
  'draft isdraft date page permalink eleventyexcludefromcollections title slug tags layout env eleventy build now'.split(
    ' ',
  ),
);

/** What a program looks at and is not understood here; null if it is understood. */
export function notUnderstood({ looksAt }: Computed): string | null {
  if (looksAt === null) return 'what it looks at cannot be seen';
  const other = looksAt.find((name) => !UNDERSTOOD.has(name.toLowerCase()));
  return other === undefined ? null : `it looks at "${other}"`;
}

/** Why the fields leave open whether their text was public; null if they do not. */
export function doubtOf({ repeated, computed }: Pick<FrontMatter, 'repeated' | 'computed'>): string | null {
  const twice = repeated.find(decidesPublicity);
  if (twice !== undefined) return `"${twice}" stands twice in its front matter`;
  for (const [path, each] of Object.entries(computed)) {
    const [name = ''] = path.replace(/^eleventycomputed\./i, '').split('.', 1);
    const why = name === '…' || decidesPublicity(name) ? notUnderstood(each) : null;
    if (why !== null) return `a program makes ${name === '…' ? 'its fields' : `its "${name}"`}, and ${why}`;
  }
  return null;
}
