import type * as z from 'zod';

/** One thing that is wrong with a record: where, what stands there, and the rule that it breaks. */
export interface Fault {
  /** The field, like `citation[2].url`; empty for the record as a whole. */
  field: string;
  /** What stands there, as JSON, cut to 80 characters; `undefined` where nothing does. */
  value: string | undefined;
  /** The rule, to be read after the field's name: "must be one line of plain text". */
  rule: string;
  /** The line in the file, counted from 1, where there is a file and the field stands in it. */
  line?: number;
}

/** What parsing gives: the value, or everything that is wrong. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; faults: Fault[] };

/** What is not to be seen, or would turn the text around it, or end the line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are among it.
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;

/** What an author wrote, on one line that any terminal and log can show. */
export const visibly = (text: string) =>
  text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The name of a field; an unknown one is as long as somebody likes. */
export const fieldName = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (name, key) =>
      typeof key === 'number'
        ? `${name}[${key}]`
        : `${name}${name ? '.' : ''}${visibly(String(key).slice(0, 80))}`,
    '',
  );

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '(nested too deep to show)';
  }
}

/** The value as one line of JSON, at most 80 characters, which any terminal and log can show. */
export function shownValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const json = visibly(toJson(typeof value === 'string' ? value.slice(0, 80) : value));
  return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

const valueAt = (input: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>(
    (value, key) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, key)),
    input,
  );

/** Says in our words what zod found wrong with `input`; `locate` tells the line where a field stands, if there is one. */
export function faultsOf(
  error: z.ZodError,
  input: unknown,
  locate: (path: readonly PropertyKey[]) => number | undefined = () => undefined,
): Fault[] {
  return error.issues.flatMap((issue) => {
    const fault = (path: readonly PropertyKey[], rule: string): Fault => {
      const line = locate(path);
      return {
        field: fieldName(path),
        value: shownValue(valueAt(input, path)),
        rule,
        ...(line === undefined ? {} : { line }),
      };
    };
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => fault([...issue.path, key], 'is not a field of the record'));
    }
    const missing = issue.path.length > 0 && valueAt(input, issue.path) === undefined;
    return [fault(issue.path, missing ? 'is required' : issue.message)];
  });
}

/** The fault as one line: `story.md:4: headline: must be one line of plain text (is "a\nb")`. */
export function describeFault(fault: Fault, file?: string): string {
  const place = file === undefined ? '' : `${file}${fault.line ? `:${fault.line}` : ''}: `;
  const field = fault.field ? `${fault.field}: ` : '';
  return `${place}${field}${fault.rule}${fault.value === undefined ? '' : ` (is ${fault.value})`}`;
}
