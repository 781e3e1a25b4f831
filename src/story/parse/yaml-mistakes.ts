import type { ErrorCode } from 'yaml';
import { storyFields } from '../story.ts';
import { escapeInvisible } from './fault.ts';

// YAML's own messages speak of scalars and mappings. Authors make few kinds of mistakes in front matter, and nearly all can be
// recognised by the line that they are on.

/** An error of the YAML parser; lines count from 0. */
export interface YamlError {
  code: ErrorCode;
  message: string;
  line: number;
}

/** A mistake in the author's words: the field, what is wrong, and the line as it should be. */
export interface Mistake {
  line: number;
  field: string;
  rule: string;
}

/** A longer line is not repeated with its correction. */
const LONGEST_SHOWN = 200;

/** Indentation with a list's dash, name, and value of a line like `  - name: value`. */
const FIELD = /^((?:[ \t]*- )?[ \t]*)([A-Za-z][\w-]*):(?:[ \t]+(\S.*))?$/;
/** The header of a text over several lines, which begins below it. */
const BLOCK_HEADER = /^[|>][-+\d]{0,2}\s*(?:#.*)?$/;
/** Typographic quotes, which YAML takes for letters. */
const PRINTED_QUOTES = /^[“”„‟«»‘’‚‹›「」『』]/;
const PRINTED_QUOTES_END = /[“”„‟«»‘’‚‹›「」『』]$/;

const isStoryField = (name: string) => Object.hasOwn(storyFields.shape, name);

const indentOf = (line: string) => /^[ \t]*/.exec(line)?.[0].length ?? 0;

/** The text in quotes that YAML takes, chosen so that as little as possible has to be escaped. */
function inQuotes(text: string): string {
  if (!/["\\]/.test(text)) return `"${text}"`;
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

/** The parts of a line with a field. */
function fieldOf(line: string | undefined) {
  const [, before = '', name, value = ''] = FIELD.exec(line?.trimEnd() ?? '') ?? [];
  return name === undefined ? undefined : { before, name, value };
}

/** The text that the author meant: without the quotes that stand around all of it. */
function unquoted(value: string): string {
  if (PRINTED_QUOTES.test(value)) return value.slice(1).replace(PRINTED_QUOTES_END, '');
  const [quote = ''] = value;
  return /["']/.test(quote) && value.length > 1 && value.endsWith(quote) ? value.slice(1, -1) : value;
}

/** Where the quotes that a value begins with end; -1 if not on this line. */
function closingQuote(value: string): number {
  const [, rest] = (value.startsWith('"') ? /^"((?:[^"\\]|\\.)*)"/ : /^'((?:[^']|'')*)'/).exec(value) ?? [
    undefined,
    undefined,
  ];
  return rest === undefined ? -1 : rest.length + 1;
}

const corrected = (line: string) => {
  if (line.length > LONGEST_SHOWN) return '';
  const shown = escapeInvisible(line.trimEnd());
  return shown.length > LONGEST_SHOWN ? '' : `. Write: ${shown}`;
};

/** What is wrong with a value that should stand in quotes, worded to follow the field's name. */
function whyQuotes(value: string): string | undefined {
  if (PRINTED_QUOTES.test(value))
    return 'must stand in straight quotes: YAML takes typographic quotes for letters';
  const [first = ''] = value;
  if (/["']/.test(first)) {
    const end = closingQuote(value);
    const hasMore = end >= 0 && !/^\s*(#.*)?$/.test(value.slice(end + 1));
    return hasMore ? 'must stand in one pair of quotes: YAML ends the value at the second one' : undefined;
  }
  if (BLOCK_HEADER.test(value)) return undefined;
  if (/^[[{]/.test(value)) {
    const isFollowed = /^(\[[^\]]*\]|\{[^}]*\})\s*[^\s#,]/.test(value);
    return isFollowed
      ? `must stand in quotes: a value that begins with "${first}" is a list or a map`
      : undefined;
  }
  if (/^[@`%&*!|>#,\]}]/.test(value) || /^[-?](\s|$)/.test(value))
    return `must stand in quotes: a value cannot begin with "${first}" in YAML`;
  if (/:(\s|$)/.test(value)) return 'must stand in quotes, because it holds a colon followed by a space';
  return undefined;
}

/** What is wrong with the value on a line, and the line with it in quotes. */
export function explainValue(line: string | undefined): Omit<Mistake, 'line'> | undefined {
  const field = fieldOf(line);
  const why = field && whyQuotes(field.value);
  if (!field || !why) return undefined;
  const { before, name, value } = field;
  return { field: name, rule: `${why}${corrected(`${before}${name}: ${inQuotes(unquoted(value))}`)}` };
}

/** What is wrong where a comment cuts the value of a field, on the line where it does. */
export function explainComment(name: string, line: string | undefined): Omit<Mistake, 'line'> {
  const field = fieldOf(line);
  const rule = 'is cut at "#", where YAML begins a comment';
  if (field?.name !== name) return { field: name, rule: `${rule}. Put the text in quotes` };
  return { field: name, rule: `${rule}${corrected(`${field.before}${name}: ${inQuotes(field.value)}`)}` };
}

/** What YAML reads as a number or as true or false. */
const NOT_TEXT = /^(-?\d[\d.e+-]*|true|false)$/;
const TEXT_RULE = /^must be (text|a date|lower-case)/;

/** What to write if a field breaks a rule only because YAML read its value differently than its author meant it. */
export function explainRule(
  rule: string,
  value: string | undefined,
  line: string | undefined,
): string | undefined {
  const field = fieldOf(line);
  if (!field || value === undefined) return undefined;
  const write = corrected(`${field.before}${field.name}: ${inQuotes(unquoted(field.value))}`);
  if (PRINTED_QUOTES.test(field.value) && PRINTED_QUOTES.test(value.slice(1)))
    return `${rule}, without the typographic quotes, which YAML takes for letters${write}`;
  if (!NOT_TEXT.test(value) || !TEXT_RULE.test(rule)) return undefined;
  const kind = /\d/.test(value) ? 'a number' : 'yes or no';
  const isAlone = /^[^"'[{]/.test(field.value);
  return `must stand in quotes: YAML reads ${value} as ${kind}${isAlone ? write : ''}`;
}

/** The nearest line at or above `from` of which `isIt` holds. */
function lineAbove(
  lines: readonly string[],
  from: number,
  isIt: (line: string) => boolean,
): number | undefined {
  for (let at = Math.min(from, lines.length - 1); at >= 0; at--) if (isIt(lines[at] as string)) return at;
  return undefined;
}

const opensQuotes = (line: string) => {
  const value = fieldOf(line)?.value ?? '';
  return /^["']/.test(value) && closingQuote(value) < 0;
};

const opensBrackets = (line: string) => {
  const value = fieldOf(line)?.value ?? '';
  return (value.startsWith('[') && !value.includes(']')) || (value.startsWith('{') && !value.includes('}'));
};

/** The quotes that were opened at or above a line, and not closed there. */
function unclosedQuotes(lines: readonly string[], from: number): Mistake | undefined {
  const at = lineAbove(lines, from, opensQuotes);
  const field = at === undefined ? undefined : fieldOf(lines[at]);
  if (at === undefined || !field) return undefined;
  const { before, name, value } = field;
  const rule = `must end with the quote that it begins with${corrected(`${before}${name}: ${value}${value[0]}`)}`;
  return { line: at, field: name, rule };
}

/** The list or map in brackets that was opened above a line, and not closed. */
function unclosedBrackets(lines: readonly string[], from: number): Mistake | undefined {
  const at = lineAbove(lines, from - 1, opensBrackets);
  const field = at === undefined ? undefined : fieldOf(lines[at]);
  if (at === undefined || !field) return undefined;
  const { before, name, value } = field;
  const end = value.startsWith('[') ? ']' : '}';
  const line = corrected(`${before}${name}: ${value.trimEnd()}${end}`);
  return { line: at, field: name, rule: `must end with "${end}", as it begins with "${value[0]}"${line}` };
}

/** Tabs among the spaces that a line begins with. */
function tabs(line: string): Omit<Mistake, 'line'> {
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const spaces = indent.replaceAll('\t', '  ');
  const rule = `lines must be indented with spaces, not with tabs${corrected(spaces + line.slice(indent.length))}`;
  return { field: '', rule };
}

/** A name and a value without a colon and a space between them. */
function nameWithoutColon(line: string): Omit<Mistake, 'line'> | undefined {
  const [, before = '', name = '', between = '', value = ''] =
    /^(\s*(?:- +)?)([A-Za-z][\w-]*)(:\u00A0|[:：\s]\s*)(?!\/\/)(\S.*)$/.exec(line.trimEnd()) ?? [];
  const isField = isStoryField(name) || /^:(?!\s)/.test(between);
  if (!isField) return undefined;
  const rule = `must have a colon and a space after its name${corrected(`${before}${name}: ${value}`)}`;
  return { field: name, rule };
}

/** A line that is indented more, or less, than those it belongs to. */
function wrongIndent(lines: readonly string[], at: number, indent: number, than: string): Mistake {
  const line = lines[at] ?? '';
  const must = indent === 0 ? 'must not be indented' : `must be indented by ${indent} spaces`;
  const rule = `${must}, ${than}${corrected(' '.repeat(indent) + line.trimStart())}`;
  return { line: at, field: fieldOf(line)?.name ?? '', rule };
}

const isBlank = (line: string) => /^\s*(#.*)?$/.test(line);

/** A field with a value on its line and more, indented, below it. */
function linesBelow(lines: readonly string[], at: number): Mistake | undefined {
  const owner = fieldOf(lines[at]);
  const below = lines.findIndex((line, index) => index > at && /:(\s|$)/.test(line));
  if (!owner || below < 0) return undefined;
  const indent = owner.before.length;
  if (isStoryField(fieldOf(lines[below])?.name ?? ''))
    return wrongIndent(lines, below, indent, `like "${owner.name}" on the line above`);
  const rule = `must be a block of text, because it has several lines and a colon. Write: ${owner.name}: >- and put the text below it, indented by ${indent + 2} spaces`;
  return { line: at, field: owner.name, rule };
}

/** A line that should be a field and is none. */
function noField(lines: readonly string[], at: number): Mistake | undefined {
  const line = lines[at] ?? '';
  const isEntry = line.trimStart().startsWith('- ');
  if (fieldOf(line) && !isEntry) return undefined;
  const mistake = nameWithoutColon(line);
  if (mistake) return { line: at, ...mistake };
  const above = lineAbove(lines, at - 1, (each) => !isBlank(each));
  const owner = above === undefined ? undefined : fieldOf(lines[above]);
  if (above === undefined || !owner?.value) return undefined;
  if (isEntry) {
    const dash = `${' '.repeat(indentOf(line))}- ${owner.name}: ${owner.value}`;
    const rule = `must begin with "- ", as all entries of the list must${corrected(dash)}`;
    return { line: above, field: owner.name, rule };
  }
  const rule = `must be a field, like "headline: …"; if it goes on with ${owner.name}, it must be indented`;
  return {
    line: at,
    field: '',
    rule: `${rule}${corrected(`${' '.repeat(owner.before.length + 2)}${line.trim()}`)}`,
  };
}

function unexpected(lines: readonly string[], at: number): Mistake | undefined {
  const line = lines[at] ?? '';
  const mistake = fieldOf(line) ? explainValue(line) : nameWithoutColon(line);
  if (mistake) return { line: at, ...mistake };
  const first = lines.findIndex((line) => !isBlank(line));
  if (first >= 0 && first < at && indentOf(lines[first] as string) > indentOf(lines[at] as string))
    return wrongIndent(lines, first, 0, 'as are the fields below it');
  return unclosedQuotes(lines, at - 1);
}

function explain(lines: readonly string[], { code, message, line }: YamlError): Mistake | undefined {
  const at = Math.min(line, lines.length - 1);
  const text = lines[at] ?? '';
  const here = (mistake: Omit<Mistake, 'line'> | undefined) => mistake && { line: at, ...mistake };
  if (code === 'TAB_AS_INDENT' || /^ *\t/.test(text)) return here(tabs(text));
  if (code === 'MISSING_CHAR' && message.startsWith('Missing closing')) return unclosedQuotes(lines, at);
  if (code === 'MISSING_CHAR' && message.startsWith('Sequence item')) {
    const item = lineAbove(lines, at - 1, (each) => /^\s*- /.test(each));
    const indent = /^\s*- +/.exec(lines[item ?? -1] ?? '')?.[0].length ?? 0;
    return wrongIndent(lines, at, indent, 'like the fields of the same entry above it');
  }
  if (code === 'BAD_INDENT') return unclosedBrackets(lines, at);
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return here(explainValue(text)) ?? linesBelow(lines, at);
  if (code === 'MULTILINE_IMPLICIT_KEY') return noField(lines, at);
  if (code === 'BAD_DQ_ESCAPE') {
    const field = fieldOf(text);
    if (!field) return undefined;
    const { before, name, value } = field;
    const rule = `must have "\\\\" for a backslash within double quotes${corrected(`${before}${name}: ${inQuotes(unquoted(value))}`)}`;
    return { line: at, field: name, rule };
  }
  return unexpected(lines, at);
}

/**
 * Says in the author's words what the parser has found. What it finds after a mistake mostly follows from it, so its own
 * words are told only where no mistake is recognised.
 */
export function explainYamlErrors(lines: readonly string[], errors: readonly YamlError[]): Mistake[] {
  const mistakes = errors.map((error) => explain(lines, error)).filter((mistake) => mistake !== undefined);
  if (mistakes.length > 0) return [...new Map(mistakes.map((mistake) => [mistake.line, mistake])).values()];
  return errors.map(({ message, line }) => ({
    line,
    field: '',
    // A message may quote all of the text.
    rule: `front matter must be YAML: ${escapeInvisible(message.slice(0, LONGEST_SHOWN))}`,
  }));
}
