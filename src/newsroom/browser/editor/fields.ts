import { withLineBreaks } from '../line-breaks.ts';

// What a form holds, as names and values.

/** The fields of a form in the order in which it sends them. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** The fields that say how to save, not what was typed. */
const CONTROLS = ['version', 'action'];

/** Returns what was typed: the fields without those that only say how to save. */
const typedFields = (fields: Fields): Fields => fields.filter(([name]) => !CONTROLS.includes(name));

/** Whether the same was typed into both. Empty fields are as good as none: a new row of a list begins empty. */
export const isSame = (some: Fields, others: Fields): boolean => differingFields(some, others).length === 0;

/** A field that differs, with its value in both. A field that is missing is empty. */
interface Difference {
  name: string;
  one: string;
  other: string;
}

/** Returns what was typed, by name. Several values of a name are lines of one, and every line break is a line feed. */
export function valuesIn(fields: Fields): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, value] of typedFields(fields)) {
    const text = withLineBreaks(value, '\n');
    values[name] = values[name] === undefined ? text : `${values[name]}\n${text}`;
  }
  return values;
}

/**
 * Lists the fields that differ, in the order of the first, then of the second. Line breaks of another kind are no difference, because
 * nobody types them.
 */
export function differingFields(some: Fields, others: Fields): Difference[] {
  const [left, right] = [valuesIn(some), valuesIn(others)];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Array.from(names, (name) => ({ name, one: left[name] ?? '', other: right[name] ?? '' })).filter(
    ({ one, other }) => one !== other,
  );
}

/** Returns the fields with other values for some names, each in its place; names that are new come last. */
export function withValues(fields: Fields, values: Readonly<Record<string, string>>): Fields {
  const replaced = fields.map(([name, value]) => [name, values[name] ?? value] as const);
  const names = new Set(fields.map(([name]) => name));
  const added = Object.entries(values).filter(([name]) => !names.has(name));
  return [...replaced, ...added];
}

/**
 * Returns the body of a form's request. Unlike a browser's own, it leaves line breaks as they are, so that the server gets the text
 * byte for byte.
 */
export const toBody = (fields: Fields): URLSearchParams =>
  new URLSearchParams(fields.map(([name, value]) => [name, value]));

/** Reads what a form would send, with the exact texts of the fields that have an editor. */
export const readFields = (form: HTMLFormElement, exactTexts: ReadonlyMap<string, () => string>): Fields =>
  Array.from(
    new FormData(form),
    ([name, value]) => [name, exactTexts.get(name)?.() ?? String(value)] as const,
  );

/** Reads what a form was loaded with, whatever a browser has put into its fields since. */
export function readLoadedFields(form: HTMLFormElement): Fields {
  const loaded = form.cloneNode(true) as HTMLFormElement;
  loaded.reset();
  const texts = Array.from(
    loaded.querySelectorAll('textarea'),
    ({ name, defaultValue }) => [name, () => defaultValue] as const,
  );
  return readFields(loaded, new Map(texts));
}
