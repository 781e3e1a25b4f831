import { toPrintable } from '../../../../../lib/characters.ts';
import { matchEntries } from '../../../../../site/export/match-entries.ts';

// What the fields of a form show and what is typed into them. Names of entries have their place in them: `source.2.url`.

/** The text of each field. A field without one cannot be shown, because the record has something there that no field holds. */
export type Values = Readonly<Record<string, string>>;

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Returns the text with the line breaks and the characters that a browser shows, and sends back. */
export const asShown = (text: string): string => toPrintable(text.replaceAll(/\r\n?/g, '\n'));

/** Returns what was typed into a form. Fields with the same name, such as checkboxes, are joined by line breaks. */
export function readValues(form: FormData): Values {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value !== 'string') continue;
    const text = asShown(value);
    values[name] = values[name] === undefined ? text : `${values[name]}\n${text}`;
  }
  return values;
}

/** Returns the fields whose names begin with `<prefix>.`, by the rest of their names. */
export function valuesUnder(values: Values, prefix: string): Values {
  const entries = Object.entries(values).filter(([name]) => name.startsWith(`${prefix}.`));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length + 1), value]));
}

/** Returns the places of the entries of a list in a form, in order. */
export function placesOf(values: Values, list: string): number[] {
  const pattern = new RegExp(`^${list}\\.(\\d{1,5})\\.`);
  const places = Object.keys(values).flatMap((name) => Number(pattern.exec(name)?.[1] ?? Number.NaN));
  return [...new Set(places.filter((place) => !Number.isNaN(place)))].sort((a, b) => a - b);
}

/** Stands for the number of a row in the template that the script makes new rows of. */
export const INDEX = '{index}';

/** Returns values with `<prefix>.` before their names. */
export const withPrefix = (prefix: string, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));

/** A row of a list as it was typed, and the place of the entry that it was; undefined for a new one. */
export interface Row {
  own: Values;
  at: number | undefined;
}

/** Returns the fields of each entry of a list in a form, in the order of their places, by the rest of their names. */
function rowsOf(values: Values, list: string): Values[] {
  const rows = new Map(placesOf(values, list).map((place) => [place, [] as [string, string][]]));
  for (const [name, value] of Object.entries(values)) {
    if (!name.startsWith(`${list}.`)) continue;
    const [place = ''] = name.slice(list.length + 1).split('.', 1);
    const prefix = `${list}.${place}.`;
    if (name.startsWith(prefix)) rows.get(Number(place))?.push([name.slice(prefix.length), value]);
  }
  return [...rows.values()].map((entries) => Object.fromEntries(entries));
}

/**
 * Finds the rows of a list in a form, without new ones that are blank, and which entry each was: `shown` has what the form shows of
 * the entries. Rows carry no number of their entry, because a script saves again and again without loading the page anew.
 */
export function matchRows(shown: readonly Values[], typed: Values, list: string): Row[] {
  const rows = rowsOf(typed, list);
  const sorted = (values: Values) =>
    Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
  const matches = matchEntries(shown.map(sorted), rows.map(sorted));
  const isBlank = (own: Values) => Object.values(own).every((value) => value.trim() === '');
  return rows
    .map((own, index) => ({ own, at: matches[index] }))
    .filter(({ own, at }) => at !== undefined || !isBlank(own));
}
