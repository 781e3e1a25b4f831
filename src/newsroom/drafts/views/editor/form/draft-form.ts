import { editFrontMatter } from '../../../../../site/export/edit-front-matter.ts';
import { foldText } from '../../../../../site/query/fold-text.ts';
import { joinAuthorFile } from '../../../../../site/story/parse/author-file.ts';
import type { AuthorFile } from '../../../../../site/story/parse/front-matter.ts';
import { isTopicSlug } from '../../../../../site/story/slug.ts';
import { slugOf } from '../../../../frame/slug.ts';
import {
  CORRECTION_FIELDS,
  EVIDENCE_FIELDS,
  STORY_FIELDS,
  showFields,
  valueAt,
  writeFields,
} from './field-list.ts';
import { line } from './kinds.ts';
import { restoreLines } from './line-breaks.ts';
import { addressKey, showSources, writeSources } from './source-list.ts';
import { readTime, showPublication, showTime, writePublication } from './times.ts';
import { asShown, type Fields, isFields, matchRows, type Values, withPrefix } from './values.ts';

// A draft's text is its record. The form shows the text's fields, and writes back those that were changed.

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
const showEvidence = (record: Fields): Values =>
  showList('evidence', record.evidence, (entry) => showEntry(record, entry));

/** Returns the evidence as it was typed. `moved` has the new addresses of sources, by their old ones. */
const writeEvidence = (record: Fields, typed: Values, moved: ReadonlyMap<string, string>): unknown =>
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

const showCorrections = (record: Fields, zone: string): Values =>
  showList('correction', record.correction, (entry) => showCorrection(entry, zone));

/** Returns the corrections as they were typed. */
const writeCorrections = (record: Fields, typed: Values, zone: string): unknown =>
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

// The topics of a story: checkboxes of the site's topics (`keywords`), and others separated by commas of any script (`keywords.other`).

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.every(
    (each) => typeof each === 'string' && /^[^\s,،，、]([^,،，、\n]*[^\s,،，、])?$/.test(asShown(each)),
  );

/** Returns what the form shows of the topics. */
function showTopics(keywords: unknown, known: readonly string[]): Values {
  if (!isList(keywords ?? [])) return {};
  const topics = ((keywords ?? []) as string[]).map(asShown);
  const [own, others] = [true, false].map((isKnown) =>
    topics.filter((topic) => known.includes(topic) === isKnown),
  );
  return { keywords: ['', ...(own ?? [])].join('\n'), 'keywords.other': others?.join(', ') ?? '' };
}

/** Returns a topic as stories name it: `road-safety` for “Road Safety”. One of whose letters some would be lost stays as it was typed. */
function topicOf(typed: string): string {
  const slug = slugOf(typed);
  const isWhole = slug.replaceAll('-', '') === foldText(typed).replaceAll(/[^\p{L}\p{N}]/gu, '');
  return isTopicSlug(typed) || slug === '' || !isWhole ? typed : slug;
}

/** Returns the topics as they were chosen and typed: the old ones in their order, then the new ones. */
function writeTopics(keywords: unknown, known: readonly string[], typed: Values): unknown {
  const before = showTopics(keywords, known);
  if (before.keywords === undefined || typed.keywords === undefined) return keywords;
  const chosen = [typed.keywords, typed['keywords.other'] ?? before['keywords.other'] ?? ''].flatMap((text) =>
    text.split(/[\n,،，、]/).map((topic) => topic.trim()),
  );
  const stated = new Set(((keywords ?? []) as string[]).map(asShown));
  const wanted = new Set(
    chosen.filter((topic) => topic !== '').map((topic) => (stated.has(topic) ? topic : topicOf(topic))),
  );
  const kept = ((keywords ?? []) as string[]).filter((topic) => wanted.has(asShown(topic)));
  for (const topic of kept) wanted.delete(asShown(topic));
  return [...kept, ...wanted];
}

/** What the form has to know of the newsroom. */
export interface FormContext {
  /** Its time zone. */
  zone: string;
  /** The slugs of the site's topics. */
  topics: readonly string[];
}

const TIMES = ['datePublished', 'dateModified'] as const;

/** Returns what the form shows of a draft. */
export const showDraft = ({ record, parts }: AuthorFile, { zone, topics }: FormContext): Values => ({
  ...showFields(STORY_FIELDS, record),
  ...showPublication(record.datePublished),
  ...Object.assign({}, ...TIMES.map((name) => showTime(name, record[name], zone))),
  ...showTopics(record.keywords, topics),
  ...showSources(record),
  ...showEvidence(record),
  ...showCorrections(record, zone),
  articleBody: asShown(parts.body),
});

/** The fields of a picture that only the picture itself can tell. */
const MEASURED = ['width', 'height', 'encodingFormat'];

/** Returns the picture without its measures if its address was taken away. */
function withoutMeasures(image: unknown, typed: Values): unknown {
  if (typed['image.url'] !== '' || image === null || typeof image !== 'object') return image;
  const words = Object.entries(image).filter(
    ([name, value]) => !MEASURED.includes(name) && name !== 'url' && value !== null,
  );
  return words.length > 0 ? Object.fromEntries(words) : null;
}

function writeRecord(record: Fields, before: Values, typed: Values, { zone, topics }: FormContext): Fields {
  let written = writeFields(STORY_FIELDS, record, before, typed);
  for (const name of TIMES) {
    const time = readTime(name, before, typed, zone);
    if (time) written = { ...written, [name]: time.value };
  }
  written = writePublication(written, typed);
  if (before['image.url'] !== typed['image.url'])
    written = { ...written, image: withoutMeasures(written.image, typed) };
  const sources = writeSources(written, typed, typed.articleBody ?? before.articleBody ?? '');
  return {
    ...sources.record,
    evidence: writeEvidence(record, typed, sources.moved),
    correction: writeCorrections(record, typed, zone),
    keywords: writeTopics(record.keywords, topics, typed),
  };
}

/** Returns the text of a draft with what was typed into its form. All other bytes stay. */
export function writeDraft(file: AuthorFile, typed: Values, context: FormContext): string {
  const { parts, record } = file;
  const lineBreak = parts.opening.endsWith('\r\n') ? '\r\n' : '\n';
  return joinAuthorFile({
    ...parts,
    frontMatter: editFrontMatter(
      parts.frontMatter,
      record,
      writeRecord(record, showDraft(file, context), typed, context),
    ),
    body:
      typed.articleBody === undefined ? parts.body : restoreLines(parts.body, typed.articleBody, lineBreak),
  });
}
