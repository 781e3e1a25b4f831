import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Env } from '../../../platform/env.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { correctStory } from '../../drafts/desk/correct-story.ts';
import type { Draft, DraftRefusal } from '../../drafts/desk/draft.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { findOnly, type Passage } from '../../reviews/desk/follow-passage.ts';
import { asValue, type SaidSentence, sentence } from '../../words/translate.ts';
import type { Report, ReportRefusal } from './report.ts';

/** The fewest characters by which a part of a passage is looked for: shorter ones are found by chance. */
const MIN_PART = 12;
/** What stands between the words of a passage in Markdown, but not on the page, or the other way round: lines, citations, numbers of notes. */
const BETWEEN_PARTS = /\n|\([^()]*\)|\[[^[\]]*\]|\s*\d+(?:,\s?\d+)*(?=\s|$)/;

/** Finds the words that a reader has copied from the page in the text of a draft; of words with citations among them, the longest part. */
export function findPassage(text: string, passage: string): Passage | null {
  const parts = passage.split(BETWEEN_PARTS).map((part) => part.trim());
  const long = parts.filter((part) => part.length >= MIN_PART);
  for (const part of [passage.trim(), ...long.toSorted((one, other) => other.length - one.length)]) {
    const found = findOnly(text, part);
    if (found) return found;
  }
  return null;
}

/** Says in a note what a reader has reported, by paragraphs. */
const noteOf = ({ passage, error, name, wantsThanks }: Report): (string | SaidSentence)[] => [
  name === null
    ? asValue(sentence('A reader reports an error:'))
    : {
        sentence: sentence('{name}, a reader, reports an error:'),
        values: { name: isolateIfUnbalanced(name) },
      },
  ...(passage === '' ? [] : [`“${isolateIfUnbalanced(passage)}”`]),
  error,
  ...(wantsThanks ? [asValue(sentence('The correction may thank them by name.'))] : []),
];

/**
 * Begins a correction from a report: opens the story's draft, as `correctStory` does, and puts a note with the report beside the words
 * that it is about.
 */
export async function beginCorrection(
  env: Env,
  id: number,
  options: { actor: Actor; now: number },
): Promise<{ ok: true; draft: Draft } | ReportRefusal | DraftRefusal> {
  const { actor, now } = options;
  const found = await deskOf(env).reports.find(id, actor);
  if (!found.ok) return found;
  const { story, passage, answer } = found.report;
  const dateModified = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const opened = await correctStory(env, { slug: story.slug, dateModified, ...options });
  if (!opened.ok || answer?.draft === opened.draft.id) return opened;
  const { draft } = opened;
  const place = findPassage(draft.text, passage) ?? { start: null, end: null };
  // Names in it are the reader's words: the editor mentions nobody.
  const words = { text: noteOf(found.report), mentionsNobody: true };
  const note = { version: draft.version, ...place, ...words, ...options };
  const noted = await deskOf(env).notes.add(draft.id, note);
  if (!noted.ok) return noted;
  const answered = await deskOf(env).reports.answer(id, { draft: draft.id }, options);
  return answered.ok ? opened : answered;
}
