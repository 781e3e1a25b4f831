import { unprintableRule } from '../../lib/characters.ts';
import { checkMarkdown } from '../story/markdown-faults.ts';
import { explainFaults, markdownFieldFaults, readJsonRecord, withSlug } from '../story/parse/author-text.ts';
import {
  type Fault,
  faultAt,
  faultsFromZod,
  type LineLocator,
  limitFaults,
  type Parsed,
  refused,
} from '../story/parse/fault.ts';
import { readAuthorFile } from '../story/parse/front-matter.ts';
import { MAX_BODY_CHARACTERS } from '../story/story.ts';
import { pageLinkLength } from './html.ts';
import { type SitePage, sitePageSchema } from './site-page.ts';

/** The most characters of a page's file or record. */
export const MAX_PAGE_CHARACTERS = 200_000;
/** The most lists, objects and entries of a record, which has five fields. */
const MAX_PAGE_PARTS = 100;
/** The most characters of HTML that the links of a page may take. */
const MAX_LINK_CHARACTERS = 300_000;

const tooLarge = (length: number) =>
  refused({
    value: `${length.toLocaleString('en')} characters`,
    rule: `a page must have at most ${MAX_PAGE_CHARACTERS.toLocaleString('en')} characters in all`,
  });

/** Finds characters that no page can show. The schema reports those that XML cannot carry. */
function characterFaults(record: object, known: readonly Fault[], locate?: LineLocator): Fault[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const rule = typeof value === 'string' ? unprintableRule(value) : undefined;
    const isKnown = known.some(({ field }) => field === name);
    return rule === undefined || isKnown ? [] : [faultAt([name], value, rule, locate)];
  });
}

/** Returns the faults of the text; `bodyLine` is its first line in the author's file, if it comes from a file. */
function bodyFaults(body: unknown, bodyLine?: number): Fault[] {
  if (typeof body !== 'string' || body.length > MAX_BODY_CHARACTERS) return [];
  const found = checkMarkdown(body, 'page');
  const length = found.length > 0 ? 0 : pageLinkLength(body);
  if (length > MAX_LINK_CHARACTERS) {
    const rule = `links must take at most ${MAX_LINK_CHARACTERS.toLocaleString('en')} characters of HTML in total`;
    found.push({ line: 1, value: `${length.toLocaleString('en')} characters`, rule });
  }
  return markdownFieldFaults('body', found, bodyLine);
}

/** Checks the record of a page. `locate` and `bodyLine` say where its fields and its text are in the author's file. */
export function parsePageRecord(record: unknown, locate?: LineLocator, bodyLine?: number): Parsed<SitePage> {
  const parsed = sitePageSchema.safeParse(record);
  const fields = record !== null && typeof record === 'object' && !Array.isArray(record) ? record : {};
  const known = parsed.success ? [] : faultsFromZod(parsed.error, record, locate);
  const faults = [
    ...known,
    ...characterFaults(fields, known, locate),
    ...bodyFaults(Reflect.get(fields, 'body'), bodyLine),
  ].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return parsed.success && faults.length === 0
    ? { ok: true, value: parsed.data }
    : { ok: false, faults: limitFaults(faults) };
}

/** Parses a page from JSON. `slug` is the default for a record without one. */
export function parsePageJson(text: string, slug: string): Parsed<SitePage> {
  if (text.length > MAX_PAGE_CHARACTERS) return tooLarge(text.length);
  const read = readJsonRecord(text, MAX_PAGE_PARTS);
  if (!read.ok) return read;
  const { record, repeated } = read.value;
  if (repeated.length > 0) return { ok: false, faults: limitFaults(repeated) };
  return parsePageRecord(withSlug(record, slug));
}

/**
 * Parses a page from its author's file: YAML front matter with the fields, then the text in Markdown. `slug`, the file's name, is
 * the default for front matter without one.
 */
export function parsePageFile(text: string, slug: string): Parsed<SitePage> {
  if (text.length > MAX_PAGE_CHARACTERS) return tooLarge(text.length);
  const read = readAuthorFile(text);
  if (!read.ok) {
    const faults = read.body === undefined ? [] : bodyFaults(read.body.text, read.body.line);
    return { ok: false, faults: limitFaults([...read.faults, ...faults]) };
  }
  const { record, parts, bodyLine } = read;
  const locate: LineLocator = (path) => (path[0] === 'body' ? bodyLine : read.locate(path));
  const parsed = parsePageRecord({ slug, ...record, body: parts.body }, locate, bodyLine);
  const faults: Fault[] = parsed.ok ? [] : parsed.faults;
  explainFaults(faults, parts.frontMatter, bodyLine);
  if (!('body' in record)) return parsed;
  const rule = 'must not be in the front matter: the text of the page is what follows it';
  return { ok: false, faults: limitFaults([faultAt(['body'], undefined, rule, read.locate), ...faults]) };
}
