import type * as z from 'zod';
import { findUnprintable, isXmlText } from '../../../lib/characters.ts';
import { checkMarkdown } from '../markdown-faults.ts';
import { brokenPictureRule } from '../picture.ts';
import { MAX_BODY_CHARACTERS, MAX_RECORD_CHARACTERS, type Story, type WrittenStory } from '../story.ts';
import { splitAuthorFile } from './author-file.ts';
import { explainFaults, markdownFieldFaults, readJsonRecord, withSlug } from './author-text.ts';
import { checkStory, checkWrittenStory } from './check.ts';
import { brokenEvidenceRules } from './evidence-rules.ts';
import {
  type Fault,
  faultAt,
  faultsFromZod,
  fieldName,
  formatValue,
  type LineLocator,
  limitFaults,
  MAX_FAULTS,
  type Parsed,
  refused,
} from './fault.ts';
import { lineAt, readAuthorFile } from './front-matter.ts';
import { languageFaults } from './language-code.ts';

// Rules for new records only. Earlier versions did not have these rules, so stored stories, exports and backups may break them.

/** The search for forbidden characters covers this many levels of a record, and entries of each list. */
const [DEPTH, ENTRIES] = [6, 500];

/** Yields each text of a record with its path, within the limits above. */
function* textsOf(value: unknown, path: PropertyKey[] = []): Generator<[PropertyKey[], string]> {
  if (typeof value === 'string') yield [path, value];
  if (value === null || typeof value !== 'object' || path.length >= DEPTH) return;
  const entries = Array.isArray(value) ? value.slice(0, ENTRIES).entries() : Object.entries(value);
  for (const [key, each] of entries) yield* textsOf(each, [...path, key]);
}

/** Finds the first forbidden character of each field. `storySchema` already reports those that XML cannot carry. */
function characterFaults(
  record: unknown,
  locate: LineLocator | undefined,
  bodyLine: number | undefined,
): Fault[] {
  const faults: Fault[] = [];
  for (const [path, text] of textsOf(record)) {
    const found = isXmlText(text) ? findUnprintable(text) : undefined;
    if (!found) continue;
    const isBody = path[0] === 'articleBody' && bodyLine !== undefined;
    const line = isBody ? bodyLine + found.line - 1 : locate?.(path);
    const within = !isBody && found.line > 1 ? `line ${found.line}, ` : '';
    faults.push({
      field: fieldName(path),
      value: formatValue(found.around),
      rule: `${found.rule} (${within}character ${found.column})`,
      ...(line === undefined ? {} : { line }),
    });
    if (faults.length > MAX_FAULTS) break;
  }
  return faults;
}

/** Finds a picture that browsers would not load. */
function pictureFaults(record: unknown, locate: LineLocator | undefined): Fault[] {
  const { image } = (record ?? {}) as { image?: { url?: unknown } };
  const url = image?.url;
  const rule = typeof url === 'string' ? brokenPictureRule(url) : undefined;
  if (rule === undefined) return [];
  return [faultAt(['image', 'url'], url, rule, locate)];
}

/** Returns the faults of a record by the rules for new records only. `storySchema` checks the other rules. */
const newRecordFaults = (record: unknown, locate?: LineLocator, bodyLine?: number): Fault[] => [
  ...characterFaults(record, locate, bodyLine),
  ...pictureFaults(record, locate),
  ...languageFaults(record, locate),
];

/** The most lists, objects and entries of a record: one for every four of its million characters, more than a story needs. */
const MAX_RECORD_PARTS = 250_000;

const tooLarge = (length: number) =>
  refused({
    value: `${length.toLocaleString('en')} characters`,
    rule: `a story must have at most ${MAX_RECORD_CHARACTERS.toLocaleString('en')} characters in all`,
  });

/** The lines of a story's fields and analysis in its file. */
export interface FileLines {
  locate: LineLocator;
  /** The first line of the analysis, from 1. */
  body: number;
}

/** Returns the faults of the analysis; `bodyLine` is its first line in the author's file, if it comes from a file. */
export function bodyFaults(body: unknown, bodyLine?: number): Fault[] {
  if (typeof body !== 'string' || body.length > MAX_BODY_CHARACTERS) return [];
  return markdownFieldFaults('articleBody', checkMarkdown(body), bodyLine);
}

const evidenceFaults = (record: unknown, locate?: LineLocator): Fault[] =>
  brokenEvidenceRules(record).map(({ path, value, rule }) => faultAt(path, value, rule, locate));

const byLine = (faults: Fault[]) => faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));

const bodyOf = (record: unknown): unknown =>
  record && typeof record === 'object' ? Reflect.get(record, 'articleBody') : undefined;

/** Where the parts of a record stand in its author's file, if it comes from one. */
type Place = [locate?: LineLocator, bodyLine?: number];

function parseBy<Checked>(
  check: (record: unknown) => z.ZodSafeParseResult<Checked>,
  record: unknown,
  ...[locate, bodyLine]: Place
): Parsed<Checked> {
  const parsed = check(record);
  const faults = [
    ...(parsed.success ? [] : faultsFromZod(parsed.error, record, locate)),
    ...bodyFaults(bodyOf(record), bodyLine),
    ...evidenceFaults(record, locate),
  ];
  return parsed.success && faults.length === 0
    ? { ok: true, value: parsed.data }
    : { ok: false, faults: limitFaults(byLine(faults)) };
}

/** Checks a stored record by the rules that every version has had: those of the schema, of the Markdown and of the evidence. */
export const parseStoryRecord = (record: unknown): Parsed<Story> => parseBy(checkStory, record);

/** Checks a record that its author has written, like `parseStoryRecord`, and by the rules for new records. */
export function parseNewRecord(record: unknown, ...[locate, bodyLine]: Place): Parsed<WrittenStory> {
  const parsed = parseBy(checkWrittenStory, record, locate, bodyLine);
  const faults = newRecordFaults(record, locate, bodyLine);
  if (faults.length === 0) return parsed;
  return { ok: false, faults: limitFaults(byLine([...(parsed.ok ? [] : parsed.faults), ...faults])) };
}

/** Parses a new story from JSON. `slug` is the default for a record without one. */
export function parseStoryJson(text: string, slug?: string): Parsed<WrittenStory> {
  if (text.length > MAX_RECORD_CHARACTERS) return tooLarge(text.length);
  const read = readJsonRecord(text, MAX_RECORD_PARTS);
  if (!read.ok) return read;
  const { record, repeated } = read.value;
  const parsed = parseNewRecord(slug === undefined ? record : withSlug(record, slug));
  return repeated.length > 0
    ? { ok: false, faults: limitFaults([...repeated, ...(parsed.ok ? [] : parsed.faults)]) }
    : parsed;
}

/**
 * Parses a new story from an author's file: YAML front matter with the record's fields, then the analysis in Markdown. `slug`,
 * the file's name, is the default for front matter without one; `known` is what `readAuthorFile` returned for the text, if it has run.
 */
export function parseStoryFile(
  text: string,
  slug: string,
  known?: ReturnType<typeof readAuthorFile>,
): { ok: true; value: WrittenStory; lines: FileLines } | { ok: false; faults: Fault[] } {
  if (text.length > MAX_RECORD_CHARACTERS) return tooLarge(text.length);
  const read = known ?? readAuthorFile(text);
  if (!read.ok) {
    const faults = read.body === undefined ? [] : bodyFaults(read.body.text, read.body.line);
    return { ok: false, faults: limitFaults(byLine([...read.faults, ...faults])) };
  }
  const { record, parts, bodyLine } = read;
  const { frontMatter, body: articleBody } = parts;
  const { draft = false, ...fields } = record;
  const locate: LineLocator = (path) => (path[0] === 'articleBody' ? bodyLine : read.locate(path));
  const parsed = parseNewRecord({ slug, ...fields, articleBody }, locate, bodyLine);
  if (!parsed.ok) explainFaults(parsed.faults, frontMatter, bodyLine);
  const misplaced: Fault[] = [];
  const misplace = (field: string, value: unknown, rule: string) =>
    misplaced.push({ field, value: formatValue(value), rule, line: read.locate([field]) ?? 1 });
  if (typeof draft !== 'boolean') misplace('draft', draft, 'must be true or false');
  // `findDraftLine` does not parse YAML, so it would miss other spellings of the field.
  else if (draft && findDraftLine(text) === undefined)
    misplace('draft', draft, 'must be on a line of its own: "draft: true"');
  if ('articleBody' in record)
    misplace('articleBody', undefined, 'must not be in the front matter: the analysis is the text after it');
  if (misplaced.length === 0) return parsed.ok ? { ...parsed, lines: { locate, body: bodyLine } } : parsed;
  return { ok: false, faults: limitFaults(byLine([...misplaced, ...(parsed.ok ? [] : parsed.faults)])) };
}

/** Matches the line `draft: true` in the raw text, so that a draft is recognised before its front matter is valid YAML. */
const DRAFT = /^draft:[ \t]*(?:true|True|TRUE)[ \t]*(?:#.*)?\r?$/m;

/**
 * Returns the number of the line `draft: true` in an author's file; undefined if it has none. `draft` is not a field of the
 * record: `parseStoryFile` parses a draft like any other story.
 */
export function findDraftLine(text: string): number | undefined {
  const { opening, frontMatter } = splitAuthorFile(text) ?? { opening: '', frontMatter: '' };
  const found = DRAFT.exec(frontMatter);
  return found ? lineAt(text, opening.length + found.index) : undefined;
}
