import { type Fault, formatValue } from '../../../../../site/story/parse/fault.ts';
import { readAuthorFile } from '../../../../../site/story/parse/front-matter.ts';
import { parseStoryFile } from '../../../../../site/story/parse/parse.ts';
import { MAX_BODY_CHARACTERS } from '../../../../../site/story/story.ts';
import { readFormTime } from '../../../../frame/times.ts';
import { sentence } from '../../../../words/translate.ts';
import type { Translate } from '../../../../words/words.ts';
import { checkDraftEvidence, type DraftPolicy } from '../../../desk/model-share.ts';
import { valueAt } from '../form/field-list.ts';
import { listEntries } from '../form/source-list.ts';
import { showTime } from '../form/times.ts';
import type { Fields } from '../form/values.ts';
import {
  type CheckedCitation,
  checkCitations,
  countUses,
  findCitations,
  findMistakes,
  type Mistake,
  normalAddress,
} from './citations.ts';
import { formField, labelOf } from './field-names.ts';
import { type CheckedClaim, checkGroundings } from './groundings.ts';
import { isAboutEmptiness, type PlainRule, plainRule, sayRule } from './rule-words.ts';

/** A fault at its field of the form. */
export interface FormFault {
  /** The field's name in the form; empty for what is not in the form. */
  field: string;
  /** What an editor calls the field; for what is not in the form, its name in the text. */
  label: string;
  /** Which rule it breaks, for a page that has a link in the place of the label. */
  rule: PlainRule;
  /** The same, said with the label. */
  words: string;
  /** Whether the field is merely still empty, which is no mistake before somebody wants to publish. */
  isEmpty?: true;
  value?: string;
  /** Its line in the text. */
  line?: number;
}

/** What the rules of the record say of a draft. */
export interface Check {
  faults: FormFault[];
  groundings: CheckedClaim[];
  citations: CheckedCitation[];
  /** What is allowed in the analysis, but most likely a mistake. */
  mistakes: Mistake[];
  /** Empty if the analysis is too long. */
  sources: { url: string; uses: number }[];
  /** Null if the analysis is longer than a story's may be. It is not parsed then, which would hold up readers. */
  counts: { words: number; citations: number } | null;
}

/** Returns why a day and a time that were typed are no time, such as one that clocks skip; undefined for any other field. */
function whyNoTime(t: Translate, name: string, record: Fields, zone: string): string | undefined {
  const [, place, field] = /^(?:correction\.(\d+)\.)?(\w+)\.day$/.exec(name) ?? [];
  if (field === undefined) return undefined;
  const entry = place === undefined ? record : Reflect.get(Object(record.correction), place);
  const { 't.day': day = '', 't.time': time = '' } = showTime('t', valueAt(entry, field), zone);
  const read = day === '' || time === '' ? undefined : readFormTime({ day, time }, zone, null, t);
  return read && !read.ok ? read.detail : undefined;
}

/** Says a rule of the record in plain words, and in the page's language why a passage of the TL;DR breaks it. */
function wordsOf({ rule, value }: Fault, groundings: readonly CheckedClaim[]): PlainRule {
  const { sentence, values } = plainRule(rule);
  const why = groundings.find(({ claim }) => formatValue(claim) === value)?.why;
  return { sentence, values: 'why' in values && why !== undefined ? { ...values, why } : values };
}

function toFormFault(
  t: Translate,
  fault: Fault,
  { record, groundings, zone }: { record: Fields; groundings: readonly CheckedClaim[]; zone: string },
): FormFault {
  const { field, value, line } = fault;
  const name = formField(field, record);
  const label = labelOf(t, name) ?? (field === '' ? t('The text') : t('“{field}”', { field }));
  const detail = whyNoTime(t, name, record, zone);
  const rule =
    detail === undefined
      ? wordsOf(fault, groundings)
      : { sentence: sentence('{field} cannot be read. {detail}'), values: { detail: t(detail) } };
  return {
    field: name,
    label,
    rule,
    words: sayRule(t, rule, label),
    ...(isAboutEmptiness(fault.rule) ? { isEmpty: true as const } : {}),
    ...(value === undefined ? {} : { value }),
    ...(line === undefined ? {} : { line }),
  };
}

/** Returns the addresses of the sources in the order of the form. */
function addressesOf(record: Fields): string[] {
  const urlIn = (list: unknown, at: number | undefined) =>
    at === undefined || !Array.isArray(list) ? undefined : valueAt(list[at], 'url');
  return listEntries(record).map(({ citation, isBasedOn }) => {
    const url = urlIn(record.citation, citation) ?? urlIn(record.isBasedOn, isBasedOn);
    return typeof url === 'string' ? url : '';
  });
}

/** Counts the words of an analysis, without the addresses of its links. */
const countWords = (analysis: string, language: unknown): number => {
  const tag = typeof language === 'string' && /^[A-Za-z]{2,3}\b/.test(language) ? language.slice(0, 2) : 'en';
  // Without a limit, each address that never ends would be read to the end of the text.
  const text = analysis.replaceAll(/\]\([^)\s]{0,2048}/g, '] ');
  let count = 0;
  for (const { isWordLike } of new Intl.Segmenter(tag, { granularity: 'word' }).segment(text))
    if (isWordLike) count++;
  return count;
};

/**
 * Checks the text of a draft. `name` is its slug if the text has none; `zone` is the newsroom's time zone; `isApproved` says that
 * somebody has approved this text.
 */
export function checkDraft(
  t: Translate,
  text: string,
  name: string,
  { zone, isApproved, ...held }: DraftPolicy & { zone: string; isApproved: boolean },
): Check {
  const file = readAuthorFile(text);
  const parsed = parseStoryFile(text, name, file);
  const record = file.ok ? file.record : {};
  const required = parsed.ok
    ? checkDraftEvidence(parsed.value, held, parsed.lines.locate)[isApproved ? 'faultsIfReviewed' : 'faults']
    : parsed.faults;
  const groundings = held.policy === 'off' ? [] : checkGroundings(t, record);
  const faults = required.map((fault) => toFormFault(t, fault, { record, groundings, zone }));
  const body = file.ok ? file.parts.body : '';
  const isTooLong = body.length > MAX_BODY_CHARACTERS;
  const cited = isTooLong ? [] : findCitations(body);
  const uses = countUses(cited);
  const sources = addressesOf(record);
  return {
    faults,
    groundings,
    citations: checkCitations(t, cited, sources),
    mistakes: isTooLong ? [] : findMistakes(body),
    sources: isTooLong ? [] : sources.map((url) => ({ url, uses: uses.get(normalAddress(url)) ?? 0 })),
    counts: isTooLong ? null : { words: countWords(body, record.inLanguage), citations: cited.length },
  };
}
