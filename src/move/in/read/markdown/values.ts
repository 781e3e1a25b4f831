import { onOneLine } from '../../line.ts';
import { fieldOf, isRow, type Row, textOf } from '../fields.ts';
import { isZone, readDate } from '../zone.ts';

/** Returns the first field that has a text. */
export function firstText(fields: Row, ...names: string[]): string | null {
  for (const name of names) {
    const text = textOf(fields, name);
    if (text !== null) return text;
  }
  return null;
}

/** Returns the texts of a field that is a list, or one text; `separator` splits one that holds several. */
export function listOf(fields: Row, name: string, separator?: RegExp): string[] {
  const value = fieldOf(fields, name);
  const values = typeof value === 'string' && separator ? value.split(separator) : [value].flat();
  return values
    .filter((each) => typeof each === 'string' || typeof each === 'number')
    .map((each) => onOneLine(String(each)))
    .filter((each) => each !== '');
}

export const isTrue = (value: unknown) =>
  value === true || (typeof value === 'string' && /^(true|yes|on)$/i.test(value));
export const isFalse = (value: unknown) =>
  value === false || (typeof value === 'string' && /^(false|no|off)$/i.test(value));

/** Returns the field at a path of names, whatever the case of the names. */
export function deepField(fields: Row, ...path: string[]): unknown {
  let value: unknown = fields;
  for (const name of path) {
    if (!isRow(value)) return undefined;
    const key = Object.keys(value).find((each) => each.toLowerCase() === name.toLowerCase());
    value = key === undefined ? undefined : value[key];
  }
  return value;
}

export const deepText = (fields: Row, ...path: string[]) => {
  const value = deepField(fields, ...path);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

/** Longer ones are no part of an address. */
const MAX_SLUG = 300;

/** Makes the slug of a tag or section as Hugo and Jekyll do: lower case, hyphens for what is no letter or digit. */
export const slugify = (text: string) =>
  text
    .slice(0, MAX_SLUG)
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_.+-]+/gu, '-')
    .replace(/^-+|-+$/g, '');

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads a date of front matter; `Jul 08 2022` and `8 July 2022`, too. RFC 3339, or null. */
export function readMatterDate(value: unknown, zone: string): string | null {
  const date = readDate(value, { from: zone, zone });
  if (date !== null || typeof value !== 'string') return date;
  const [, before, name = '', after, year = ''] =
    /^(?:\w{3,9},? )?(\d{1,2})?\s*([A-Za-z]{3})[a-z]*\.?\s*(\d{1,2})?,?\s+(\d{4})$/.exec(value.trim()) ?? [];
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  const day = before ?? after;
  if (month === 0 || day === undefined) return null;
  return readDate(`${year}-${month}-${day}`, { from: zone, zone });
}

/** Returns the zone, if it is one; UTC otherwise. */
export const zoneOr = (zone: string | null) => (zone !== null && isZone(zone) ? zone : 'UTC');
