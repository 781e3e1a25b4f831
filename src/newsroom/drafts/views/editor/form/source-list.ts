import { numberCitations } from '../../../../../site/story/citations.ts';
import { parseMarkdown } from '../../../../../site/story/markdown.ts';
import {
  CITATION_FIELDS,
  changedFields,
  SOURCE_FIELDS,
  showFields,
  valueAt,
  withValue,
} from './field-list.ts';
import { type Fields, isFields, matchRows, type Values, withPrefix } from './values.ts';

// The record has two lists of sources: `citation`, what is known of cited addresses, and `isBasedOn`, the reporting that the story
// sums up. A form has one, in which an entry of each about the same address is one source.

/** A source of the form: its places in the lists of the record. */
interface SourceEntry {
  citation: number | undefined;
  isBasedOn: number | undefined;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Returns what makes two addresses the same; undefined for an entry without one. */
export function addressKey(entry: unknown): string | undefined {
  const url = valueAt(entry, 'url');
  if (typeof url !== 'string' || url === '') return undefined;
  return URL.parse(url)?.href ?? url;
}

/** Returns the sources of a record in the order of the form. Two entries that lost their address are still one source. */
export function listEntries(record: Fields): SourceEntry[] {
  const cited = listOf(record.citation);
  const free = new Map<string, number[]>();
  for (const [at, entry] of listOf(record.isBasedOn).entries()) {
    const key = addressKey(entry) ?? '';
    free.set(key, [...(free.get(key) ?? []), at]);
  }
  const both = cited.map((entry, citation) => ({
    citation,
    isBasedOn: free.get(addressKey(entry) ?? '')?.shift(),
  }));
  const others = [...free.values()].flat().sort((a, b) => a - b);
  return [...both, ...others.map((isBasedOn) => ({ citation: undefined, isBasedOn }))];
}

/** Whether the record names the reporting that it is based on, instead of leaving it to the analysis. */
const choosesReporting = (record: Fields): boolean =>
  record.isBasedOn !== null && record.isBasedOn !== undefined;

/** Whether the form can show the lists of sources. */
const canShowSources = (record: Fields): boolean =>
  [record.citation, record.isBasedOn].every(
    (list) => list === null || list === undefined || (Array.isArray(list) && list.every(isFields)),
  );

/** What a checkbox sends, with the hidden field before it that tells an unmarked one from none. */
export const [UNMARKED, MARKED] = ['', '\nyes'];

const entriesOf = (record: Fields, { citation, isBasedOn }: SourceEntry) => ({
  cited: citation === undefined ? undefined : (listOf(record.citation)[citation] as Fields),
  base: isBasedOn === undefined ? undefined : (listOf(record.isBasedOn)[isBasedOn] as Fields),
});

function showSource(record: Fields, entry: SourceEntry): Values {
  const { cited, base } = entriesOf(record, entry);
  const values: Record<string, string> = {
    ...showFields({ ...SOURCE_FIELDS, ...CITATION_FIELDS }, cited ?? base),
  };
  if (cited && base) {
    const known = showFields(SOURCE_FIELDS, base);
    for (const [name, value] of Object.entries(known)) if (values[name] === '') values[name] = value;
  }
  return { ...values, isBasedOn: base ? MARKED : UNMARKED };
}

/** Returns what the form shows of a record's sources. */
export function showSources(record: Fields): Values {
  if (!canShowSources(record)) return {};
  const entries = listEntries(record).map((entry, place) =>
    withPrefix(`source.${place}`, showSource(record, entry)),
  );
  return Object.assign({ isBasedOn: choosesReporting(record) ? 'chosen' : 'cited' }, ...entries);
}

/** Fills in what an entry does not state. */
const filledIn = (cited: Fields, base: Fields): Fields =>
  Object.keys(SOURCE_FIELDS).reduce<Fields>((fields, name) => {
    const known = valueAt(base, name);
    const isStated = (value: unknown) =>
      value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
    return isStated(known) && !isStated(valueAt(fields, name)) ? withValue(fields, name, known) : fields;
  }, cited);

/** Returns both entries of a source with what was typed. */
function writeSource(
  known: { cited: Fields | undefined; base: Fields | undefined },
  before: Values,
  typed: Values,
) {
  let { cited, base } = known;
  const shown = filledIn(cited ?? {}, base ?? {});
  const list = { ...SOURCE_FIELDS, ...CITATION_FIELDS };
  for (const [name, value] of changedFields(list, shown, before, typed)) {
    const isOfCitation = name in CITATION_FIELDS;
    if (cited || isOfCitation || !base)
      cited = withValue(cited ?? (base?.url === undefined ? {} : { url: base.url }), name, value);
    if (base && !isOfCitation && (name === 'url' || !cited || valueAt(base, name) !== undefined))
      base = withValue(base, name, value);
  }
  return { cited, base };
}

/** Returns the addresses that an analysis cites. */
const citedIn = (analysis: string) => new Set(numberCitations(parseMarkdown(analysis)).map(({ url }) => url));

/**
 * Returns the record with the sources that were typed, and the addresses that have changed. Nothing changes unless the form has the
 * list of sources. If the story is from now on based on chosen sources, these are at first what `analysis` cites, as until now.
 */
export function writeSources(
  record: Fields,
  typed: Values,
  analysis: string,
): { record: Fields; moved: ReadonlyMap<string, string> } {
  const moved = new Map<string, string>();
  if (typed.isBasedOn === undefined || !canShowSources(record)) return { record, moved };
  const entries = listEntries(record);
  const chooses = typed.isBasedOn === 'chosen';
  const firstMarked = chooses && !choosesReporting(record) ? citedIn(analysis) : undefined;
  const [citation, isBasedOn]: [Fields[], Fields[]] = [[], []];
  const shown = entries.map((entry) => showSource(record, entry));
  for (const { own, at } of matchRows(shown, typed, 'source')) {
    const entry = at === undefined ? undefined : entries[at];
    const before: Values = shown[at ?? -1] ?? {};
    const known = entry ? entriesOf(record, entry) : { cited: undefined, base: undefined };
    let { cited, base } = writeSource(known, before, own);
    const wasBase = known.base !== undefined;
    const isMarked = own.isBasedOn === undefined ? wasBase : own.isBasedOn === MARKED;
    const isBase = chooses && (firstMarked ? firstMarked.has(addressKey(cited) ?? '') : isMarked);
    if (isBase && !base) base = { url: cited?.url };
    if (!isBase && base) {
      cited = filledIn(cited ?? {}, base);
      base = undefined;
    }
    const [from, to] = [before.url, (cited ?? base)?.url];
    if (from && typeof to === 'string' && from !== to) moved.set(URL.parse(from)?.href ?? from, to);
    if (cited) citation.push(cited);
    if (base) isBasedOn.push(base);
  }
  return { record: { ...record, citation, isBasedOn: chooses ? isBasedOn : null }, moved };
}
