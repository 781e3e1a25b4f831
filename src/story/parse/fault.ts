import type * as z from 'zod';
import { escapeCharacter } from '../../lib/characters.ts';

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
  /** Only on the last entry, which is no fault itself: how many are not listed. */
  more?: number;
}

/** The most faults that one answer lists. */
export const MAX_FAULTS = 20;
/** The most characters of a field's name, and of a rule, which may quote the author's text. */
const [FIELD_LENGTH, RULE_LENGTH] = [200, 500];

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/**
 * Returns the first 20 faults, each cut to a readable length, and a last entry that counts the others: input that is wrong in a
 * million places gets a short answer. The result can be joined with other faults and passed in again.
 */
export function limitFaults(faults: readonly Fault[]): Fault[] {
  const listed = faults.filter(({ more }) => more === undefined);
  const uncounted = Math.max(0, listed.length - MAX_FAULTS);
  const more = faults.reduce((sum, fault) => sum + (fault.more ?? 0), uncounted);
  const first = listed.slice(0, MAX_FAULTS).map((fault) => ({
    ...fault,
    field: cut(fault.field, FIELD_LENGTH),
    rule: cut(fault.rule, RULE_LENGTH),
  }));
  if (more === 0) return first;
  const rule = `at least ${more.toLocaleString('en')} more ${more === 1 ? 'fault is' : 'faults are'} not listed; fix these first`;
  return [...first, { field: '', value: undefined, rule, more }];
}

/** How many faults there are, including those that are only counted. */
export const countFaults = (faults: readonly Fault[]) =>
  faults.reduce((sum, { more }) => sum + (more ?? 1), 0);

/**
 * Returns the entries up to the one with which the list has more faults than an answer lists. A list from outside is checked
 * only that far: zod makes a fault for each entry, and a line of 4 MB can have a million.
 */
export function untilTooManyFaults(entries: readonly unknown[], schema: z.ZodType): readonly unknown[] {
  let faults = 0;
  const last = entries.findIndex((entry) => {
    faults += schema.safeParse(entry).error?.issues.length ?? 0;
    return faults > MAX_FAULTS;
  });
  return last < 0 ? entries : entries.slice(0, last + 1);
}

/** What parsing gives: the value, or everything that is wrong. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; faults: Fault[] };

/** What is not to be seen, or would turn the text around it, or end the line. */
const UNSEEN = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\p{Noncharacter_Code_Point}]/gu;

/** What an author wrote, on one line that any terminal and log can show. */
export const escapeInvisible = (text: string) => text.replace(UNSEEN, escapeCharacter);

/** Text of several lines as any terminal can show it: line feeds and tabs stay, every other invisible character is escaped. */
export const escapeInvisibleLines = (text: string) => text.replace(/[^\t\n]+/g, escapeInvisible);

/** The name of a field; an unknown one is as long as somebody likes. */
export const fieldName = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (name, key) =>
      typeof key === 'number'
        ? `${name}[${key}]`
        : `${name}${name ? '.' : ''}${escapeInvisible(String(key).slice(0, 80))}`,
    '',
  );

const SHOWN_LENGTH = 80;

/** The beginning of the value as JSON. Writes no more than that, because a value from outside can have any length and depth. */
function beginningOfJson(value: unknown): string {
  let json = '';
  const isLong = () => json.length > SHOWN_LENGTH;
  const write = (part: unknown): void => {
    if (Array.isArray(part)) {
      json += '[';
      for (let at = 0; at < part.length && !isLong(); at++) {
        if (at > 0) json += ',';
        write(part[at]);
      }
      json += ']';
    } else if (part !== null && typeof part === 'object') {
      let comma = '';
      json += '{';
      for (const key in part) {
        if (isLong()) break;
        json += `${comma}${JSON.stringify(key.slice(0, SHOWN_LENGTH))}:`;
        comma = ',';
        write(Reflect.get(part, key));
      }
      json += '}';
    } else json += JSON.stringify(typeof part === 'string' ? part.slice(0, SHOWN_LENGTH) : part) ?? 'null';
  };
  write(value);
  return json;
}

/** The value as one line of JSON, at most 80 characters, which any terminal and log can show. */
export function formatValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return cut(escapeInvisible(beginningOfJson(value)), SHOWN_LENGTH);
}

const valueAt = (input: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>(
    (value, key) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, key)),
    input,
  );

/**
 * Says in our words what zod found wrong with `input`, at most 20 times; `locate` tells the line where a field stands, if there
 * is one.
 */
export function faultsFromZod(
  error: z.ZodError,
  input: unknown,
  locate: (path: readonly PropertyKey[]) => number | undefined = () => undefined,
): Fault[] {
  const faults: Fault[] = [];
  let more = 0;
  const add = (path: readonly PropertyKey[], rule: string) => {
    // The others are only counted: a name and a value for each of a million would fill the memory.
    if (faults.length === MAX_FAULTS) {
      more++;
      return;
    }
    const line = locate(path);
    const value = formatValue(valueAt(input, path));
    faults.push({ field: fieldName(path), value, rule, ...(line === undefined ? {} : { line }) });
  };
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) add([...issue.path, key], 'is not a field of the record');
    } else {
      const missing = issue.path.length > 0 && valueAt(input, issue.path) === undefined;
      add(issue.path, missing ? 'is required' : issue.message);
    }
  }
  return limitFaults(more === 0 ? faults : [...faults, { field: '', value: undefined, rule: '', more }]);
}

/** The fault as one line: `story.md:4: headline: must be one line of plain text (is "a\nb")`. */
export function formatFault(fault: Fault, file?: string): string {
  const place = file === undefined ? '' : `${file}${fault.line ? `:${fault.line}` : ''}: `;
  const field = fault.field ? `${fault.field}: ` : '';
  return `${place}${field}${fault.rule}${fault.value === undefined ? '' : ` (is ${fault.value})`}`;
}
