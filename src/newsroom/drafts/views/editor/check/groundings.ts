import { describeGrounding } from '../../../../../site/story/evidence-policy.ts';
import type { Verdict } from '../../../../../site/story/grounding/finding.ts';
import { groundStory } from '../../../../../site/story/grounding/story.ts';
import {
  type Citation,
  citationSchema,
  type Evidence,
  evidenceSchema,
} from '../../../../../site/story/story.ts';
import type { Translate } from '../../../../words/words.ts';
import { valueAt } from '../form/field-list.ts';
import type { Fields } from '../form/values.ts';

/** What came of comparing a passage of the TL;DR with the words that are quoted for it. */
export interface CheckedClaim {
  /** The passage; or a sentence, or the rest of one, that has no evidence. */
  claim: string;
  verdict: Verdict;
  words: string;
  /** What the words say of it, without what follows from that. */
  why?: string | undefined;
}

const listed = <T>(list: unknown, read: (entry: unknown) => T | undefined): T[] =>
  (Array.isArray(list) ? list : []).flatMap((entry) => read(entry) ?? []);

/** Reads what matters here of a source: its address, and its language and publisher, as far as each can be read. */
function readSource(entry: unknown): Citation | undefined {
  const url = valueAt(entry, 'url');
  const source = citationSchema.safeParse({ url }).data;
  const known = ['inLanguage', 'publisher'].map(
    (name) => citationSchema.safeParse({ url, [name]: valueAt(entry, name) }).data,
  );
  const [{ inLanguage = null } = {}, { publisher = null } = {}] = known;
  return source && { ...source, inLanguage, publisher };
}

function inWords(t: Translate, verdict: Verdict, why: string | undefined): string {
  switch (verdict) {
    case 'found':
      return t('All names, figures and words of this passage are in the quoted words.');
    case 'contradicted':
      return t('The quoted words state something else: {why}.', { why: why ?? '' });
    case 'to be read':
      return t('Compare this with the source yourself: {why}.', { why: why ?? '' });
    case 'no evidence':
      return why === undefined ? t('No evidence.') : t('No evidence: {why}.', { why });
  }
}

/** Compares a TL;DR with its evidence, as far as both can be read. Looks at nothing else, so that other faults do not matter. */
export function checkGroundings(t: Translate, record: Fields): CheckedClaim[] {
  const { abstract, inLanguage } = record;
  if (typeof abstract !== 'string' || abstract.length > 1200 || abstract.trim() === '') return [];
  const evidence = listed<Evidence>(record.evidence, (entry) => evidenceSchema.safeParse(entry).data);
  const language =
    typeof inLanguage === 'string' && /^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/.test(inLanguage) ? inLanguage : 'und';
  const groundings = groundStory({
    abstract,
    inLanguage: language,
    evidence,
    citation: listed(record.citation, readSource),
    isBasedOn: listed(record.isBasedOn, readSource),
  });
  return groundings.map((grounding) => {
    const { claim, sentence, verdict } = grounding;
    const why = describeGrounding(grounding, t);
    return { claim: claim ?? sentence, verdict, words: inWords(t, verdict, why), why };
  });
}
