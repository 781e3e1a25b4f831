import { Parser } from 'htmlparser2';
import { limitDepth } from '../../../lib/html-depth.ts';
import { onOneLine, shorten } from '../line.ts';
import type { LossKind } from '../loss-kinds.ts';
import type { Loss, Place } from '../old-site.ts';

/** An object of an export. Nobody has checked any of its fields. */
export type Row = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns a field that the object itself has, whatever stands in prototypes. */
export const fieldOf = (row: Row, name: string): unknown =>
  Object.hasOwn(row, name) ? row[name] : undefined;

/** Returns a field's text as it stands there; null unless it is a text that is more than white space, or a number. */
export function textOf(row: Row, name: string): string | null {
  const value = fieldOf(row, name);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** Returns a field's text as one line, with single spaces. */
export const lineOf = (row: Row, name: string): string | null => {
  const text = textOf(row, name);
  return text === null ? null : onOneLine(text);
};

/** Returns a field's objects; whatever else is in the list is left out. */
export function rowsOf(row: Row, name: string): Row[] {
  const value = fieldOf(row, name);
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** Parses JSON that stands in a field; undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Elements that end a word. */
const BREAKS =
  /^(?:address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul)$/;

/** Returns the text of an HTML fragment as one line, without scripts and styles. */
export function plainText(html: string): string {
  if (!/[<&]/.test(html)) return onOneLine(html);
  const texts: string[] = [];
  let hidden = 0;
  const isHidden = (name: string) => name === 'script' || name === 'style';
  const parser = new Parser({
    onopentag(name) {
      if (isHidden(name)) hidden++;
      if (BREAKS.test(name)) texts.push(' ');
    },
    ontext(text) {
      if (hidden === 0) texts.push(text);
    },
    onclosetag(name) {
      if (isHidden(name)) hidden--;
      if (BREAKS.test(name)) texts.push(' ');
    },
  });
  parser.end(limitDepth(html));
  return onOneLine(texts.join(''));
}

/** Makes a line of the report; cuts what it quotes. */
export const makeLoss = (place: Place, kind: LossKind, was: string, now: string): Loss => ({
  place,
  kind,
  was: shorten(was),
  now,
});
