import { parse as parseToml, TomlDate, TomlError } from 'smol-toml';
import { parseDocument } from 'yaml';
import { isRow, parseJson, type Row } from '../fields.ts';

/** The most characters of front matter: 20,000 tags fit. */
const MAX_FIELDS = 2_000_000;

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
}

/** Gives dates of TOML back as texts, with the zone that they state. Stops at what no one writes. */
function plain(value: unknown, depth = 0): unknown {
  if (value instanceof TomlDate) return value.isValid() ? value.toISOString() : null;
  if (depth > 20) return null;
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, depth + 1)]));
}

/** Parses YAML or TOML or JSON. Throws an error with a reason, and `line` if it is known. */
export function parseFields(text: string, format: 'yaml' | 'toml' | 'json'): Row {
  if (format === 'toml') {
    try {
      const table = plain(parseToml(text));
      return isRow(table) ? table : {};
    } catch (error) {
      const [reason = ''] = error instanceof Error ? error.message.split('\n') : [String(error)];
      throw Object.assign(new Error(reason), error instanceof TomlError ? { line: error.line } : {});
    }
  }
  if (format === 'json') {
    const value = parseJson(text);
    if (!isRow(value)) throw new Error('it is no JSON object');
    return value;
  }
  const document = parseDocument(text, { logLevel: 'silent', merge: true });
  const [fault] = document.errors;
  if (fault) {
    const [reason = ''] = fault.message.split('\n');
    throw Object.assign(new Error(reason.replace(/ at line \d+, column \d+:?$/, '')), {
      line: fault.linePos?.[0].line,
    });
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (value === null || value === undefined) return {};
  if (!isRow(value)) throw new Error('it is no list of fields');
  return value;
}

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

/** Finds front matter: its text, its format, and where the body begins. */
function find(
  text: string,
): { source: string; format: 'yaml' | 'toml' | 'json'; end: number; firstLine: number } | null {
  const [opening, fence] = /^(---|\+\+\+)[ \t]*\r?\n/.exec(text) ?? [];
  if (opening !== undefined && fence !== undefined) {
    const close = new RegExp(
      `^(?:${fence === '---' ? '---|\\.\\.\\.' : '\\+\\+\\+'})[ \\t]*(?:\\r?\\n|$)`,
      'gm',
    );
    close.lastIndex = opening.length;
    const found = close.exec(text);
    if (!found) return null;
    const source = text.slice(opening.length, found.index);
    return {
      source,
      format: fence === '---' ? 'yaml' : 'toml',
      end: found.index + found[0].length,
      firstLine: 2,
    };
  }
  if (!/^\{\s*["}]/.test(text)) return null;
  const end = endOfObject(text);
  if (end < 0) return null;
  const [space = ''] = /^[ \t]*(?:\r?\n)?/.exec(text.slice(end)) ?? [];
  return { source: text.slice(0, end), format: 'json', end: end + space.length, firstLine: 1 };
}

/** Splits a file of Markdown into its front matter and its body. */
export function splitFrontMatter(text: string): FrontMatter {
  const found = find(text);
  if (found && found.source.length > MAX_FIELDS) {
    const fault = { line: 1, reason: `the front matter has more than ${MAX_FIELDS} characters` };
    return { fields: {}, body: text, fault, isPresent: true };
  }
  if (!found) {
    const isOpen = /^(---|\+\+\+)[ \t]*\r?\n\s*\w+\s*[:=]/.test(text);
    const fault = isOpen ? { line: 1, reason: 'the front matter does not end' } : null;
    return { fields: {}, body: text, fault, isPresent: isOpen };
  }
  try {
    const fields = parseFields(found.source, found.format);
    const lower = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return { fields: lower, body: text.slice(found.end), fault: null, isPresent: true };
  } catch (error) {
    const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line : 1;
    const reason = error instanceof Error ? error.message : String(error);
    return { fields: {}, body: text, fault: { line: line + found.firstLine - 1, reason }, isPresent: true };
  }
}
