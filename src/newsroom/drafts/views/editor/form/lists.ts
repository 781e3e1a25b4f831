import { CORRECTION_FIELDS, EVIDENCE_FIELDS, showFields, valueAt, writeFields } from './field-list.ts';
import { line } from './kinds.ts';
import { addressKey } from './source-list.ts';
import { readTime, showTime } from './times.ts';
import { type Fields, isFields, matchRows, type Values, withPrefix } from './values.ts';

// The lists of a record that are lists in the form too.

const canShow = (list: unknown): list is readonly Fields[] | null | undefined =>
  list === null || list === undefined || (Array.isArray(list) && list.every(isFields));

function showList(name: string, list: unknown, show: (entry: Fields) => Values): Values {
  if (!canShow(list)) return {};
  const entries = (list ?? []).map((entry, place) => withPrefix(`${name}.${place}`, show(entry)));
  return Object.assign({ [name]: 'listed' }, ...entries);
}

/** Returns a list with what was typed into the form, which says in a field that it has the list. */
function writeList(
  name: string,
  list: unknown,
  typed: Values,
  show: (entry: Fields) => Values,
  write: (entry: Fields, before: Values, typed: Values) => Fields,
): unknown {
  if (typed[name] === undefined || !canShow(list)) return list;
  const shown = (list ?? []).map(show);
  return matchRows(shown, typed, name).map(({ own, at = -1 }) =>
    write(list?.[at] ?? {}, shown[at] ?? {}, own),
  );
}

/** The address of an entry's source as the list of sources has it, so that it is one of those to choose from. */
function knownAddress(record: Fields, source: unknown): unknown {
  const lists = [record.citation, record.isBasedOn].flatMap((list) => (Array.isArray(list) ? list : []));
  const key = addressKey({ url: source });
  return (
    lists
      .map((entry) => valueAt(entry, 'url'))
      .find((url) => key !== undefined && addressKey({ url }) === key) ?? source
  );
}

function showEntry(record: Fields, entry: Fields): Values {
  const source = line.show(knownAddress(record, entry.source));
  return { ...showFields(EVIDENCE_FIELDS, entry), ...(source === undefined ? {} : { source }) };
}

/** Returns what the form shows of the evidence. Each entry has the address of its source as the list of sources has it. */
export const showEvidence = (record: Fields): Values =>
  showList('evidence', record.evidence, (entry) => showEntry(record, entry));

/** Returns the evidence as it was typed. `moved` has the new addresses of sources, by their old ones. */
export const writeEvidence = (record: Fields, typed: Values, moved: ReadonlyMap<string, string>): unknown =>
  writeList(
    'evidence',
    record.evidence,
    typed,
    (entry) => showEntry(record, entry),
    (entry, before, own) => {
      const written = writeFields(EVIDENCE_FIELDS, entry, before, own);
      const source = moved.get(addressKey({ url: written.source }) ?? '');
      return source === undefined ? written : { ...written, source };
    },
  );

const showCorrection = (entry: Fields, zone: string): Values => ({
  ...showFields(CORRECTION_FIELDS, entry),
  ...showTime('datePublished', entry.datePublished, zone),
});

export const showCorrections = (record: Fields, zone: string): Values =>
  showList('correction', record.correction, (entry) => showCorrection(entry, zone));

/** Returns the corrections as they were typed. */
export const writeCorrections = (record: Fields, typed: Values, zone: string): unknown =>
  writeList(
    'correction',
    record.correction,
    typed,
    (entry) => showCorrection(entry, zone),
    (entry, before, own) => {
      const written = writeFields(CORRECTION_FIELDS, entry, before, own);
      const time = readTime('datePublished', before, own, zone);
      return time ? { ...written, datePublished: time.value } : written;
    },
  );
