import { FIELD_PLACES } from '../../../../../site/story/field-places.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS } from '../../../../../site/story/line-fields.ts';
import { sentence } from '../../../../words/translate.ts';
import type { Translate } from '../../../../words/words.ts';
import { SOURCE_FIELDS } from '../form/field-list.ts';
import { listEntries } from '../form/source-list.ts';
import type { Fields } from '../form/values.ts';

// Which field of the form stands for a field of the record, and what an editor calls it.

const LABELS: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(FIELD_PLACES).map(({ editor }) => editor),
  ...LINE_FIELD_NAMES.map((name) => ({ [name]: LINE_FIELDS[name].editor.label })),
);

const ENTRY_LABELS: Readonly<Record<string, string>> = {
  url: sentence('address'),
  name: sentence('title'),
  'publisher.name': sentence('publisher'),
  'publisher.url': sentence('publisher’s address'),
  'publisher.ownership': sentence('who owns the publisher'),
  author: sentence('authors'),
  datePublished: sentence('date'),
  inLanguage: sentence('language'),
  isAccessibleForFree: sentence('free to read'),
  kind: sentence('kind'),
  'quote.exact': sentence('quoted words'),
  'quote.prefix': sentence('words before the quote'),
  'quote.suffix': sentence('words after the quote'),
  archivedAt: sentence('archived copy'),
  accessed: sentence('read on'),
  claim: sentence('passage of the TL;DR'),
  source: sentence('source'),
  text: sentence('notice'),
  'datePublished.day': sentence('date'),
};

/** The lists of the form. */
export type List = 'source' | 'evidence' | 'correction';

/** What an entry of a list is called, with its number. */
export const ENTRY_NAMES: Readonly<Record<List, string>> = {
  source: sentence('Source {number}'),
  evidence: sentence('Evidence {number}'),
  correction: sentence('Correction {number}'),
};

/** Returns what an editor calls a field of the form: `Source 3, address`; undefined for what is not in the form. */
export function labelOf(t: Translate, field: string): string | undefined {
  const [, list, place, name = ''] = /^(source|evidence|correction)\.(\d+)\.(.+)$/.exec(field) ?? [];
  const label = LABELS[field];
  if (list === undefined) return label && t(label);
  const entry = t(ENTRY_NAMES[list as List], { number: Number(place) + 1 });
  return t('{entry}, {field}', { entry, field: t(ENTRY_LABELS[name] ?? name) });
}

/** Returns the field of an entry in which a fault is shown, for the rest of its path. */
function entryField(rest: string): string {
  if (rest === '' || rest === 'linkStatus') return 'url';
  if (rest === 'quote') return 'quote.exact';
  if (rest === 'publisher') return 'publisher.name';
  return rest.startsWith('author') ? 'author' : rest;
}

/** Returns the field of the form for a field of the record, such as `citation[2].url`; empty if the form has none. */
export function formField(path: string, record: Fields): string {
  const [, list, index, rest = ''] = /^(\w+)\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  const at = Number(index);
  if (list === 'citation' || list === 'isBasedOn') {
    const place = listEntries(record).findIndex((entry) => entry[list] === at);
    const field = entryField(rest);
    const isKnown = place >= 0 && (field in ENTRY_LABELS || field in SOURCE_FIELDS);
    return isKnown ? `source.${place}.${field}` : '';
  }
  if (list === 'evidence') {
    const field = rest === '' ? 'claim' : rest === 'quote' ? 'quote.exact' : rest;
    return `evidence.${at}.${field}`;
  }
  if (list === 'correction') return `correction.${at}.${rest === 'text' ? 'text' : 'datePublished.day'}`;
  if (list === 'author') return 'author';
  if (list === 'keywords') return 'keywords.other';
  if (path === 'citation' || path === 'isBasedOn') return 'isBasedOn';
  if (path === 'datePublished' || path === 'dateModified') return `${path}.day`;
  if (path === 'image') return 'image.url';
  const [, part] = /^provenance\.(abstract|articleBody)\b/.exec(path) ?? [];
  if (part && !(path in LABELS)) return `provenance.${part}.digitalSourceType`;
  return path in LABELS ? path : '';
}
