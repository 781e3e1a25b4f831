import type { ErrorCode } from 'yaml';
import { storyFields } from '../story.ts';
import { escapeInvisible } from './fault.ts';

// Explains YAML errors to authors, because the parser's messages speak of scalars and mappings. Authors make few kinds of
// mistakes in front matter, and most can be recognised from the line alone.

/** An error from the YAML parser; `line` counts from 0. */
export interface YamlError {
  code: ErrorCode;
  message: string;
  line: number;
}

/** A mistake in words that authors understand: its line, from 0, its field, and a rule that ends with the corrected line. */
export interface Mistake {
  line: number;
  field: string;
  rule: string;
}

/** The most characters of a quoted line or message. */
const MAX_SHOWN = 200;

/** Matches a line like `  - name: value`. Captures the indentation with the list's dash, the name, and the value. */
const FIELD = /^((?:[ \t]*- )?[ \t]*)([A-Za-z][\w-]*):(?:[ \t]+(\S.*))?$/;
/** Matches the header of a block of text, like `>-`; the text begins on the next line. */
const BLOCK_HEADER = /^[|>][-+\d]{0,2}\s*(?:#.*)?$/;
/** Typographic quotes, which YAML reads as letters. */
const PRINTED_QUOTES = /^[“”„‟«»‘’‚‹›「」『』]/;
const PRINTED_QUOTES_END = /[“”„‟«»‘’‚‹›「」『』]$/;

const isStoryField = (name: string) => Object.hasOwn(storyFields.shape, name);

const indentOf = (line: string) => /^[ \t]*/.exec(line)?.[0].length ?? 0;

/** Puts text in the kind of YAML quotes that needs fewer escapes. */
function inQuotes(text: string): string {
  if (!/["\\]/.test(text)) return `"${text}"`;
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

/** Splits a line with a field into its parts; undefined for other lines. */
function fieldOf(line: string | undefined) {
  const [, before = '', name, value = ''] = FIELD.exec(line?.trimEnd() ?? '') ?? [];
  return name === undefined ? undefined : { before, name, value };
}

/** Removes the quotes around a value, whether straight or typographic. */
function unquoted(value: string): string {
  if (PRINTED_QUOTES.test(value)) return value.slice(1).replace(PRINTED_QUOTES_END, '');
  const [quote = ''] = value;
  return /["']/.test(quote) && value.length > 1 && value.endsWith(quote) ? value.slice(1, -1) : value;
}

/** Returns the index of the quote that closes the value's first one; -1 if it is not on this line. */
function closingQuote(value: string): number {
  const [, rest] = (value.startsWith('"') ? /^"((?:[^"\\]|\\.)*)"/ : /^'((?:[^']|'')*)'/).exec(value) ?? [
    undefined,
    undefined,
  ];
  return rest === undefined ? -1 : rest.length + 1;
}

const writeCorrected = (line: string) => {
  if (line.length > MAX_SHOWN) return '';
  const shown = escapeInvisible(line.trimEnd());
  return shown.length > MAX_SHOWN ? '' : `. Write: ${shown}`;
};

/** Returns why a value needs quotes, as a rule; undefined if it needs none. */
function quotesRule(value: string): string | undefined {
  if (PRINTED_QUOTES.test(value))
    return 'must be in straight quotes: YAML reads typographic quotes as letters';
  const [first = ''] = value;
  if (/["']/.test(first)) {
    const end = closingQuote(value);
    const hasMore = end >= 0 && !/^\s*(#.*)?$/.test(value.slice(end + 1));
    return hasMore ? 'must be in one pair of quotes: YAML ends the value at the second quote' : undefined;
  }
  if (BLOCK_HEADER.test(value)) return undefined;
  if (/^[[{]/.test(value)) {
    const isFollowed = /^(\[[^\]]*\]|\{[^}]*\})\s*[^\s#,]/.test(value);
    return isFollowed
      ? `must be in quotes: YAML reads a value that begins with "${first}" as a list or map`
      : undefined;
  }
  if (/^[@`%&*!|>#,\]}]/.test(value) || /^[-?](\s|$)/.test(value))
    return `must be in quotes: a value cannot begin with "${first}" in YAML`;
  if (/:(\s|$)/.test(value)) return 'must be in quotes because it contains a colon followed by a space';
  return undefined;
}

/** Explains a value that needs quotes, with the corrected line; undefined if it needs none. */
export function explainValue(line: string | undefined): Omit<Mistake, 'line'> | undefined {
  const field = fieldOf(line);
  const why = field && quotesRule(field.value);
  if (!field || !why) return undefined;
  const { before, name, value } = field;
  return { field: name, rule: `${why}${writeCorrected(`${before}${name}: ${inQuotes(unquoted(value))}`)}` };
}

/** Explains that a comment cuts off the end of a field's value on this line. */
export function explainComment(name: string, line: string | undefined): Omit<Mistake, 'line'> {
  const field = fieldOf(line);
  const rule = 'is cut off at "#", which begins a comment in YAML';
  if (field?.name !== name) return { field: name, rule: `${rule}. Put the text in quotes` };
  return {
    field: name,
    rule: `${rule}${writeCorrected(`${field.before}${name}: ${inQuotes(field.value)}`)}`,
  };
}

/** Matches a value that YAML reads as a number or a boolean. */
const NOT_TEXT = /^(-?\d[\d.e+-]*|true|false)$/;
const TEXT_RULE = /^must be (text|a date|lower-case)/;

/** Rewrites a rule that a field breaks only because YAML misread its value; undefined if that is not the cause. */
export function explainRule(
  rule: string,
  value: string | undefined,
  line: string | undefined,
): string | undefined {
  const field = fieldOf(line);
  if (!field || value === undefined) return undefined;
  const write = writeCorrected(`${field.before}${field.name}: ${inQuotes(unquoted(field.value))}`);
  if (PRINTED_QUOTES.test(field.value) && PRINTED_QUOTES.test(value.slice(1)))
    return `${rule}, without typographic quotes, which YAML reads as letters${write}`;
  if (!NOT_TEXT.test(value) || !TEXT_RULE.test(rule)) return undefined;
  const kind = /\d/.test(value) ? 'a number' : 'yes or no';
  const isAlone = /^[^"'[{]/.test(field.value);
  return `must be in quotes: YAML reads ${value} as ${kind}${isAlone ? write : ''}`;
}

/** Returns the index of the nearest line at or above `from` that matches; undefined if none does. */
function findLineAbove(
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

/** Explains a quote that opens at or above line `from` and does not close on its own line. */
function explainUnclosedQuotes(lines: readonly string[], from: number): Mistake | undefined {
  const at = findLineAbove(lines, from, opensQuotes);
  const field = at === undefined ? undefined : fieldOf(lines[at]);
  if (at === undefined || !field) return undefined;
  const { before, name, value } = field;
  const rule = `must end with the quote that it begins with${writeCorrected(`${before}${name}: ${value}${value[0]}`)}`;
  return { line: at, field: name, rule };
}

/** Explains a list or map that opens above line `from` and is never closed. */
function explainUnclosedBrackets(lines: readonly string[], from: number): Mistake | undefined {
  const at = findLineAbove(lines, from - 1, opensBrackets);
  const field = at === undefined ? undefined : fieldOf(lines[at]);
  if (at === undefined || !field) return undefined;
  const { before, name, value } = field;
  const end = value.startsWith('[') ? ']' : '}';
  const line = writeCorrected(`${before}${name}: ${value.trimEnd()}${end}`);
  return {
    line: at,
    field: name,
    rule: `must end with "${end}" because it begins with "${value[0]}"${line}`,
  };
}

/** Explains tabs in a line's indentation. */
function explainTabs(line: string): Omit<Mistake, 'line'> {
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const spaces = indent.replaceAll('\t', '  ');
  const rule = `lines must be indented with spaces, not tabs${writeCorrected(spaces + line.slice(indent.length))}`;
  return { field: '', rule };
}

/** Explains a field without a colon and a space after its name; undefined if the line is no field. */
function explainMissingColon(line: string): Omit<Mistake, 'line'> | undefined {
  const [, before = '', name = '', between = '', value = ''] =
    /^(\s*(?:- +)?)([A-Za-z][\w-]*)(:\u00A0|[:：\s]\s*)(?!\/\/)(\S.*)$/.exec(line.trimEnd()) ?? [];
  const isField = isStoryField(name) || /^:(?!\s)/.test(between);
  if (!isField) return undefined;
  const rule = `must have a colon and a space after its name${writeCorrected(`${before}${name}: ${value}`)}`;
  return { field: name, rule };
}

/** Explains a line that must be indented by `indent` spaces. */
function explainIndent(lines: readonly string[], at: number, indent: number, than: string): Mistake {
  const line = lines[at] ?? '';
  const must = indent === 0 ? 'must not be indented' : `must be indented by ${indent} spaces`;
  const rule = `${must}, ${than}${writeCorrected(' '.repeat(indent) + line.trimStart())}`;
  return { line: at, field: fieldOf(line)?.name ?? '', rule };
}

const isBlank = (line: string) => /^\s*(#.*)?$/.test(line);

/** Explains a field that has a value on its own line and indented lines below it. */
function explainLinesBelow(lines: readonly string[], at: number): Mistake | undefined {
  const owner = fieldOf(lines[at]);
  const below = lines.findIndex((line, index) => index > at && /:(\s|$)/.test(line));
  if (!owner || below < 0) return undefined;
  const indent = owner.before.length;
  if (isStoryField(fieldOf(lines[below])?.name ?? ''))
    return explainIndent(lines, below, indent, `like "${owner.name}" on the line above`);
  const rule = `must be a block of text because it has several lines and a colon. Write: ${owner.name}: >- and put the text below it, indented by ${indent + 2} spaces`;
  return { line: at, field: owner.name, rule };
}

/** Explains a line that should be a field but is not. */
function explainMissingField(lines: readonly string[], at: number): Mistake | undefined {
  const line = lines[at] ?? '';
  const isEntry = line.trimStart().startsWith('- ');
  if (fieldOf(line) && !isEntry) return undefined;
  const mistake = explainMissingColon(line);
  if (mistake) return { line: at, ...mistake };
  const above = findLineAbove(lines, at - 1, (each) => !isBlank(each));
  const owner = above === undefined ? undefined : fieldOf(lines[above]);
  if (above === undefined || !owner?.value) return undefined;
  if (isEntry) {
    const dash = `${' '.repeat(indentOf(line))}- ${owner.name}: ${owner.value}`;
    const rule = `must begin with "- ", like all entries of the list${writeCorrected(dash)}`;
    return { line: above, field: owner.name, rule };
  }
  const rule = `must be a field, like "headline: …"; if it continues ${owner.name}, it must be indented`;
  return {
    line: at,
    field: '',
    rule: `${rule}${writeCorrected(`${' '.repeat(owner.before.length + 2)}${line.trim()}`)}`,
  };
}

/** Explains any other error: a value that needs quotes, a missing colon, an indented first line, or an unclosed quote above. */
function explainUnexpected(lines: readonly string[], at: number): Mistake | undefined {
  const line = lines[at] ?? '';
  const mistake = fieldOf(line) ? explainValue(line) : explainMissingColon(line);
  if (mistake) return { line: at, ...mistake };
  const first = lines.findIndex((line) => !isBlank(line));
  if (first >= 0 && first < at && indentOf(lines[first] as string) > indentOf(lines[at] as string))
    return explainIndent(lines, first, 0, 'like the fields below it');
  return explainUnclosedQuotes(lines, at - 1);
}

function explain(lines: readonly string[], { code, message, line }: YamlError): Mistake | undefined {
  const at = Math.min(line, lines.length - 1);
  const text = lines[at] ?? '';
  const here = (mistake: Omit<Mistake, 'line'> | undefined) => mistake && { line: at, ...mistake };
  if (code === 'TAB_AS_INDENT' || /^ *\t/.test(text)) return here(explainTabs(text));
  if (code === 'MISSING_CHAR' && message.startsWith('Missing closing'))
    return explainUnclosedQuotes(lines, at);
  if (code === 'MISSING_CHAR' && message.startsWith('Sequence item')) {
    const item = findLineAbove(lines, at - 1, (each) => /^\s*- /.test(each));
    const indent = /^\s*- +/.exec(lines[item ?? -1] ?? '')?.[0].length ?? 0;
    return explainIndent(lines, at, indent, 'like the fields of the same entry above it');
  }
  if (code === 'BAD_INDENT') return explainUnclosedBrackets(lines, at);
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return here(explainValue(text)) ?? explainLinesBelow(lines, at);
  if (code === 'MULTILINE_IMPLICIT_KEY') return explainMissingField(lines, at);
  if (code === 'BAD_DQ_ESCAPE') {
    const field = fieldOf(text);
    if (!field) return undefined;
    const { before, name, value } = field;
    const rule = `must have "\\\\" for each backslash within double quotes${writeCorrected(`${before}${name}: ${inQuotes(unquoted(value))}`)}`;
    return { line: at, field: name, rule };
  }
  return explainUnexpected(lines, at);
}

/**
 * Explains the parser's errors. Most errors follow from an earlier mistake, so the parser's own messages appear only if we
 * recognise no mistake at all.
 */
export function explainYamlErrors(lines: readonly string[], errors: readonly YamlError[]): Mistake[] {
  const mistakes = errors.map((error) => explain(lines, error)).filter((mistake) => mistake !== undefined);
  if (mistakes.length > 0) return [...new Map(mistakes.map((mistake) => [mistake.line, mistake])).values()];
  return errors.map(({ message, line }) => ({
    line,
    field: '',
    // A message may quote the whole text, so cut it.
    rule: `front matter must be YAML: ${escapeInvisible(message.slice(0, MAX_SHOWN))}`,
  }));
}
