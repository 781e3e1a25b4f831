import { editFrontMatter } from '../../../../../site/export/edit-front-matter.ts';
import { type AuthorFile, joinAuthorFile } from '../../../../../site/story/parse/front-matter.ts';
import { STORY_FIELDS, showFields, writeFields } from './field-list.ts';
import { restoreLines } from './line-breaks.ts';
import { showCorrections, showEvidence, writeCorrections, writeEvidence } from './lists.ts';
import { showSources, writeSources } from './source-list.ts';
import { readTime, showPublication, showTime, writePublication } from './times.ts';
import { asShown, type Fields, type Values } from './values.ts';

// A draft's text is its record. The form shows the text's fields, and writes back those that were changed.

// The topics of a story: checkboxes of the site's topics (`keywords`), and others separated by commas (`keywords.other`).

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.every((each) => typeof each === 'string' && /^[^\s,]([^,\n]*[^\s,])?$/.test(asShown(each)));

/** Returns what the form shows of the topics. */
function showTopics(keywords: unknown, known: readonly string[]): Values {
  if (!isList(keywords ?? [])) return {};
  const topics = ((keywords ?? []) as string[]).map(asShown);
  const [own, others] = [true, false].map((isKnown) =>
    topics.filter((topic) => known.includes(topic) === isKnown),
  );
  return { keywords: ['', ...(own ?? [])].join('\n'), 'keywords.other': others?.join(', ') ?? '' };
}

/** Returns the topics as they were chosen and typed: the old ones in their order, then the new ones. */
function writeTopics(keywords: unknown, known: readonly string[], typed: Values): unknown {
  const before = showTopics(keywords, known);
  if (before.keywords === undefined || typed.keywords === undefined) return keywords;
  const chosen = [typed.keywords, typed['keywords.other'] ?? before['keywords.other'] ?? ''].flatMap((text) =>
    text.split(/[\n,]/).map((topic) => topic.trim()),
  );
  const wanted = new Set(chosen.filter((topic) => topic !== ''));
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
