import { FIELD_PLACES } from '../../../../../site/story/field-places.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS } from '../../../../../site/story/line-fields.ts';
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
  url: 'address',
  name: 'title',
  'publisher.name': 'publisher',
  'publisher.url': 'publisher’s address',
  'publisher.ownership': 'who owns the publisher',
  author: 'authors',
  datePublished: 'date',
  inLanguage: 'language',
  isAccessibleForFree: 'free to read',
  kind: 'kind',
  'quote.exact': 'quoted words',
  'quote.prefix': 'words before the quote',
  'quote.suffix': 'words after the quote',
  archivedAt: 'archived copy',
  accessed: 'read on',
  claim: 'passage of the TL;DR',
  source: 'source',
  text: 'notice',
  'datePublished.day': 'date',
};

/** Returns what an editor calls a field of the form: `Source 3, address`; undefined for what is not in the form. */
export function labelOf(field: string): string | undefined {
  const [, list = '', place, name = ''] = /^(source|evidence|correction)\.(\d+)\.(.+)$/.exec(field) ?? [];
  if (place === undefined) return LABELS[field];
  return `${LABELS[`${list}.*`]} ${Number(place) + 1}, ${ENTRY_LABELS[name] ?? name}`;
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
