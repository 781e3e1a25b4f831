import type { Control } from '../../../../../site/story/field-places.ts';
import { LINE_FIELD_NAMES } from '../../../../../site/story/line-fields.ts';
import { flag, type Kind, line, people, text, whole } from './kinds.ts';
import { type Fields, isFields, type Values } from './values.ts';

/** The fields of a form that each stand for one value of the record, by its path: `image.alt`. */
export type FieldList = Readonly<Record<string, Kind>>;

const MADE = { digitalSourceType: line, model: line, provider: line };

const under = <Prefix extends string, List extends FieldList>(prefix: Prefix, list: List) =>
  Object.fromEntries(Object.entries(list).map(([name, kind]) => [`${prefix}.${name}`, kind])) as {
    [Name in keyof List & string as `${Prefix}.${Name}`]: Kind;
  };

/** The controls that do not stand for one value of the record. `draft-form.ts` knows what each shows. */
type OwnControl = 'articleBody' | 'isBasedOn' | `keywords${string}` | `${string}.day` | `${string}.*`;

export const STORY_FIELDS: FieldList = {
  headline: line,
  abstract: text,
  inLanguage: line,
  translationOfWork: line,
  slug: line,
  license: line,
  ...Object.fromEntries(LINE_FIELD_NAMES.map((name) => [name, line] as const)),
  author: people,
  ...under('image', {
    url: line,
    alt: text,
    caption: text,
    credit: line,
    width: whole,
    height: whole,
    encodingFormat: line,
    focus: line,
  }),
  ...under('provenance.abstract', MADE),
  ...under('provenance.articleBody', MADE),
} satisfies Record<Exclude<Control, OwnControl>, Kind>;

/** The fields of a source in both lists of the record. */
export const SOURCE_FIELDS: FieldList = {
  url: line,
  name: line,
  'publisher.name': line,
  'publisher.url': line,
  'publisher.ownership': line,
  author: people,
  datePublished: line,
  inLanguage: line,
  isAccessibleForFree: flag,
  kind: line,
};

const QUOTE: FieldList = { exact: text, prefix: text, suffix: text };

/** The fields that only `citation` has. */
export const CITATION_FIELDS: FieldList = { ...under('quote', QUOTE), archivedAt: line, accessed: line };

export const EVIDENCE_FIELDS: FieldList = { claim: text, source: line, ...under('quote', QUOTE) };

export const CORRECTION_FIELDS: FieldList = { text };

/** Returns the value at a path. `isBlocked`: something stands in the way that is no object. */
function find(record: unknown, path: readonly string[]): { value: unknown; isBlocked: boolean } {
  let value = record;
  for (const name of path) {
    if (value === null || value === undefined) return { value: null, isBlocked: false };
    if (!isFields(value)) return { value: null, isBlocked: true };
    value = value[name];
  }
  return { value, isBlocked: false };
}

/** Returns the value at a path of names with dots between. */
export const valueAt = (record: unknown, name: string): unknown => find(record, name.split('.')).value;

const isEmpty = (fields: Fields) =>
  Object.values(fields).every((value) => value === null || value === undefined);

/** Returns the record with another value at a path. An object within it that then states nothing is null. */
export function withValue(record: Fields, name: string, value: unknown): Fields {
  const set = (fields: unknown, [first = '', ...rest]: readonly string[]): unknown => {
    const known = isFields(fields) ? fields : {};
    const changed = { ...known, [first]: rest.length > 0 ? set(known[first], rest) : value };
    return isEmpty(changed) ? null : changed;
  };
  const [first = '', ...rest] = name.split('.');
  return { ...record, [first]: rest.length > 0 ? set(record[first], rest) : value };
}

/** Returns what the fields show of a record. */
export function showFields(list: FieldList, record: unknown): Values {
  const values: Record<string, string> = {};
  for (const [name, kind] of Object.entries(list)) {
    const { value, isBlocked } = find(record, name.split('.'));
    const shown = isBlocked ? undefined : kind.show(value);
    if (shown !== undefined) values[name] = shown;
  }
  return values;
}

/** Returns the fields of a record that were changed, by their names, with their new values. */
export function changedFields(
  list: FieldList,
  record: unknown,
  before: Values,
  typed: Values,
): Map<string, unknown> {
  const changed = new Map<string, unknown>();
  for (const [name, kind] of Object.entries(list)) {
    const text = typed[name];
    const shown = before[name] ?? '';
    if (text === undefined || text === shown || kind.show(kind.read(text)) === shown) continue;
    changed.set(name, kind.read(text, valueAt(record, name)));
  }
  return changed;
}

/** Returns the record with what was typed into its fields. A value whose field was not changed stays as it is. */
export const writeFields = (list: FieldList, record: Fields, before: Values, typed: Values): Fields =>
  [...changedFields(list, record, before, typed)].reduce(
    (fields, [name, value]) => withValue(fields, name, value),
    record,
  );
