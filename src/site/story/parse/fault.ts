import type * as z from 'zod';
import { escapeCharacter } from '../../../lib/characters.ts';

/** A fault of a record: the field, its value, and the rule against that value. */
export interface Fault {
  /** The field's path, like `citation[2].url`; empty for the whole record. */
  field: string;
  /** The value as JSON, at most 80 characters; undefined if there is none. */
  value?: string | undefined;
  /** The rule, as the end of a sentence that begins with the field's name: "must be one line of plain text". */
  rule: string;
  /** The field's line in the author's file, from 1; undefined if there is no file, or the file lacks the field. */
  line?: number | undefined;
  /** The number of faults that are not listed. Only the last entry can have this; that entry is not a fault. */
  more?: number | undefined;
}

/** The most faults that an answer lists. */
export const MAX_FAULTS = 20;
/** The most characters of a field's path and of a rule. Both may quote the author's text. */
const [FIELD_LENGTH, RULE_LENGTH] = [200, 500];

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/**
 * Returns the first 20 faults, each cut to a readable length, and an entry that counts the others, so that input with a million
 * faults gets a short answer. You may add faults to the result and limit it again.
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

/** Counts the faults, including those that are not listed. */
export const countFaults = (faults: readonly Fault[]) =>
  faults.reduce((sum, { more }) => sum + (more ?? 1), 0);

/**
 * Returns the entries up to the one at which the number of faults exceeds `MAX_FAULTS`. Use it before you check a list from
 * outside, because zod creates an issue for each wrong entry, and 4 MB can hold a million entries.
 */
export function untilTooManyFaults(entries: readonly unknown[], schema: z.ZodType): readonly unknown[] {
  let faults = 0;
  const last = entries.findIndex((entry) => {
    faults += schema.safeParse(entry).error?.issues.length ?? 0;
    return faults > MAX_FAULTS;
  });
  return last < 0 ? entries : entries.slice(0, last + 1);
}

/** The result of parsing: the value, or its faults. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; faults: Fault[] };

/** Returns the result of a text that is refused as a whole, with its one fault. */
export const refused = (fault: Partial<Fault> & { rule: string }): { ok: false; faults: Fault[] } => ({
  ok: false,
  faults: [{ field: '', value: undefined, ...fault }],
});

/** Characters that are invisible, reorder adjacent text, or end a line. */
const INVISIBLE = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\p{Noncharacter_Code_Point}]/gu;

/** Escapes characters of an author's text that a terminal or log cannot show on one line. */
export const escapeInvisible = (text: string) => text.replace(INVISIBLE, escapeCharacter);

/** Escapes characters that a terminal cannot show, except line feeds and tabs. */
export const escapeInvisibleLines = (text: string) => text.replace(/[^\t\n]+/g, escapeInvisible);

/** Formats a field's path: `citation[2].url`. Cuts names to 80 characters, because an unknown field's name can be any length. */
export const fieldName = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (name, key) =>
      typeof key === 'number'
        ? `${name}[${key}]`
        : `${name}${name ? '.' : ''}${escapeInvisible(String(key).slice(0, 80))}`,
    '',
  );

const SHOWN_LENGTH = 80;

/** Returns the beginning of a value as JSON. Stops there, because a value from outside can have any length and depth. */
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

/** Formats a value as one line of JSON of at most 80 characters that any terminal and log can show. */
export function formatValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return cut(escapeInvisible(beginningOfJson(value)), SHOWN_LENGTH);
}

const valueAt = (input: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>(
    (value, key) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, key)),
    input,
  );

/** A function that returns the line of a field in the author's file; undefined if the file lacks the field. */
export type LineLocator = (path: readonly PropertyKey[]) => number | undefined;

/** Returns the fault of the field at a path; `locate` finds its line. */
export function faultAt(
  path: readonly PropertyKey[],
  value: unknown,
  rule: string,
  locate?: LineLocator,
): Fault {
  const line = locate?.(path);
  return { field: fieldName(path), value: formatValue(value), rule, ...(line === undefined ? {} : { line }) };
}

/** Converts zod's issues with `input` into at most 20 faults and a count of the others; `locate` finds their lines. */
export function faultsFromZod(error: z.ZodError, input: unknown, locate?: LineLocator): Fault[] {
  const faults: Fault[] = [];
  let more = 0;
  const add = (path: readonly PropertyKey[], rule: string) => {
    // Only count further faults, because a million paths and values would fill the memory.
    if (faults.length === MAX_FAULTS) {
      more++;
      return;
    }
    faults.push(faultAt(path, valueAt(input, path), rule, locate));
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

/** Formats a fault as one line: `story.md:4: headline: must be one line of plain text (is "a\nb")`. */
export function formatFault(fault: Fault, file?: string): string {
  const place = file === undefined ? '' : `${file}${fault.line ? `:${fault.line}` : ''}: `;
  const field = fault.field ? `${fault.field}: ` : '';
  return `${place}${field}${fault.rule}${fault.value === undefined ? '' : ` (is ${fault.value})`}`;
}
