import { publisherName } from '../../../site/story/sources/publisher-name.ts';
import type { Evidence } from '../../../site/story/story.ts';
import type { DraftOrigin } from '../../drafts/desk/draft-origin.ts';
import { type Told, told } from '../../words/translate.ts';
import {
  type CheckedPassage,
  checkPassage,
  groundingFaults,
  type QuotableSource,
  tldrOf,
} from './check-passage.ts';
import type { DraftAnswer, Drafter, DraftRequest, Passage } from './drafter.ts';
import { speaksToMachines } from './orders.ts';

/** The most passages of one answer that are looked at. A TL;DR has two to four. */
const MAX_PASSAGES = 8;
/** The most characters of a TL;DR. */
const MAX_ABSTRACT = 1200;

/** What a TL;DR is made of, and what was left out. */
interface DraftedPassages {
  passages: { text: string; evidence: Evidence[] }[];
  dropped: DraftOrigin['dropped'];
  /** Why there is no answer, or no second one; empty if there is. */
  notes: Told[];
}

/** Asks a drafter; once more if it gave no answer and another try may bring one. */
async function ask(drafter: Drafter, request: DraftRequest): Promise<DraftAnswer> {
  const answer = await drafter.draft(request);
  return answer.ok || !answer.mayRetry ? answer : drafter.draft(request);
}

/** Returns the passages in their places: each of the second answer in place of one that was refused, or behind the others. */
function merge(first: readonly CheckedPassage[], second: readonly CheckedPassage[]): CheckedPassage[] {
  const left = [...second];
  const merged = first.map((passage) => (passage.ok ? passage : (left.shift() ?? passage)));
  return [...merged, ...left];
}

/** Returns why the last passage must be left out: the TL;DR would be too long, or not be found in its quotes as a whole. Undefined if it may stay. */
function whyNotAdded(
  passages: DraftedPassages['passages'],
  sources: readonly QuotableSource[],
  language: string,
): string | undefined {
  const tldr = tldrOf(passages, sources, language);
  if (tldr.abstract.length > MAX_ABSTRACT)
    return `With it, the TL;DR would have more than ${MAX_ABSTRACT.toLocaleString('en')} characters.`;
  return groundingFaults(tldr)[0];
}

/**
 * Has a drafter draft a TL;DR, and checks it. Asks once more for the passages of which a part is not found, with what is wrong with each;
 * drops what still is not.
 */
export async function draftPassages(
  drafter: Drafter,
  sources: readonly QuotableSource[],
  language: string,
): Promise<DraftedPassages> {
  const request: DraftRequest = {
    sources: sources.map(({ citation, text, sentences }, at) => ({
      number: at + 1,
      name: citation.name === null || speaksToMachines(citation.name) ? null : citation.name,
      publisher: publisherName(citation),
      inLanguage: citation.inLanguage,
      sentences: sentences.map(({ start, end }) => text.slice(start, end)),
    })),
    language,
  };
  const check = (passages: readonly Passage[]) =>
    passages
      .slice(0, MAX_PASSAGES)
      .map((passage) => ({ passage, result: checkPassage(passage, sources, language) }));
  const first = await ask(drafter, request);
  if (!first.ok) return { passages: [], dropped: [], notes: [told(first)] };
  const checked = check(first.passages);
  const rejected = checked.flatMap(({ passage, result }) =>
    result.ok ? [] : [{ passage, faults: result.faults }],
  );
  const second = rejected.length > 0 ? await drafter.draft({ ...request, rejected }) : undefined;
  const results = merge(
    checked.map(({ result }) => result),
    second?.ok ? check(second.passages).map(({ result }) => result) : [],
  );
  const dropped = new Map<string, string>();
  const drop = (text: string, why: string) => dropped.set(text, why);
  for (const { result } of checked) if (!result.ok) drop(result.text, result.faults.join(' '));
  const passages: DraftedPassages['passages'] = [];
  for (const result of results) {
    if (passages.some(({ text }) => text === result.text)) continue;
    if (!result.ok) {
      drop(result.text, result.faults.join(' '));
      continue;
    }
    const { text, evidence } = result;
    const why = whyNotAdded([...passages, { text, evidence }], sources, language);
    if (why === undefined) passages.push({ text, evidence });
    else drop(text, why);
  }
  for (const { text } of passages) dropped.delete(text);
  const unseen = first.passages.slice(MAX_PASSAGES);
  for (const { text } of unseen) drop(text, `A draft looks at ${MAX_PASSAGES} sentences at most.`);
  return {
    passages,
    dropped: Array.from(dropped, ([text, why]) => ({ text: text.slice(0, MAX_ABSTRACT), why })),
    notes: second && !second.ok ? [told(second)] : [],
  };
}
