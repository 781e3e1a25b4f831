import { fillMessage } from '../../language/messages.ts';
import type { SentenceGrounding } from './grounding/abstract.ts';
import type { Finding, FindingKind, Result } from './grounding/finding.ts';
import { groundStory } from './grounding/story.ts';
import { isAiGenerated } from './notice.ts';
import { type Fault, faultAt, formatValue, type LineLocator, limitFaults } from './parse/fault.ts';
import { isReviewed, type WrittenStory } from './story.ts';

/**
 * What a newsroom does about a TL;DR that its evidence contradicts or does not bear: `off` does not look, `warn` says so, `require`
 * refuses the TL;DR if AI wrote it.
 */
export type EvidencePolicy = 'off' | 'warn' | 'require';

/** What came of comparing a TL;DR with its evidence, and what the policy refuses. */
export interface EvidenceCheck {
  /** The claims and the sentences without evidence, in the order of the TL;DR; undefined if the policy is `off`. */
  groundings: SentenceGrounding[] | undefined;
  /** Why the policy refuses the TL;DR; empty unless it is `require`. */
  faults: Fault[];
  /** Why it would still refuse the TL;DR if somebody had reviewed it. */
  faultsIfReviewed: Fault[];
}

/** The most findings that a description names, and the most characters of each. A rule also has to say what to do. */
const [MAX_NAMED, MAX_TEXT] = [5, 40];

/**
 * Says a sentence with values in some language. Of two sentences, `count` tells which. Its argument in English is the key by which
 * others know it.
 */
interface Say {
  /** BCP 47. */
  tag: string;
  (sentence: string | readonly [one: string, other: string], values: Record<string, string | number>): string;
}

const inEnglish: Say = Object.assign(
  (sentence: string | readonly [string, string], values: Record<string, string | number>) =>
    fillMessage(typeof sentence === 'string' ? sentence : sentence[values.count === 1 ? 0 : 1], values),
  { tag: 'en' },
);

const shorten = (text: string): string =>
  `${formatValue(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)}`;

/** Names a part of a claim: `the number "5.9 %"`. */
function namePart(t: Say, kind: FindingKind, said: string): string {
  switch (kind) {
    case 'number':
      return t('the number {said}', { said });
    case 'date':
      return t('the date {said}', { said });
    case 'name':
      return t('the name {said}', { said });
    case 'quotation':
      return t('the quotation {said}', { said });
    case 'negation':
      return t('the negation {said}', { said });
    case 'opposite':
      return t('the opposite {said}', { said });
    case 'words':
      return t('the words {said}', { said });
    case 'order':
      return t('the order {said}', { said });
    case 'hedge':
      return t('the hedge {said}', { said });
    case 'attribution':
      return t('the attribution {said}', { said });
  }
}

/** Says what the quotes state in place of a part of a claim: `the number "5.9 %" stands where the quote has "6.1 %"`. */
function describeContradiction(t: Say, { kind, text, quoted }: Finding): string {
  const said = shorten(text);
  if (quoted === null)
    return t('only the claim, or only the quote, has {part}', { part: namePart(t, kind, said) });
  const part = kind === 'opposite' ? said : namePart(t, kind, said);
  return t('{part} stands where the quote has {quoted}', { part, quoted: shorten(quoted) });
}

/** Says why a person has to read a part of a claim. Of a claim in another language than its quotes, that part is the whole. */
function describeToRead(t: Say, { kind, text, quoted }: Finding, claim: string | null): string {
  const said = shorten(text);
  const theirs = shorten(quoted ?? text);
  switch (kind) {
    case 'words':
      return text === claim
        ? t('nothing in the quotes can be compared with it', {})
        : t('no quoted words bear {said}', { said });
    case 'hedge':
      return t('the quote says {quoted}, and the claim does not', { quoted: theirs });
    case 'attribution':
      return t('the quote has this from somebody ({quoted}), and the claim states it as a fact', {
        quoted: theirs,
      });
    case 'order':
      return t('the quote has the words of {said} in another order', { said });
    case 'opposite':
      return t('the quote has {quoted} near where the claim has {said}', { quoted: theirs, said });
    default:
      return t('the quote does not have {part} in this form', { part: namePart(t, kind, said) });
  }
}

/** Returns the descriptions for which there is room, and how many there are beside them. */
const withMore = (t: Say, described: readonly string[]): string[] => {
  const named = described.slice(0, MAX_NAMED);
  const more = described.length - named.length;
  return more > 0 ? [...named, t(['{count} more', '{count} more'], { count: more })] : named;
};

const joined = (t: Say, described: readonly string[]): string => withMore(t, described).join('; ');

/**
 * Says what the quotes contradict, what a person has to read, or what stands outside the claims. Returns undefined if there is nothing
 * to say: every part was found, or a sentence has no evidence at all.
 */
export function describeGrounding(
  { claim, verdict, findings }: SentenceGrounding,
  t: Say = inEnglish,
): string | undefined {
  const having = (wanted: Result) => findings.filter(({ result }) => result === wanted);
  switch (verdict) {
    case 'found':
      return undefined;
    case 'contradicted':
      return joined(
        t,
        having('contradicted').map((each) => describeContradiction(t, each)),
      );
    case 'to be read': {
      const toRead = having('to be read');
      return toRead.length === 0
        ? t('it has nothing to compare', {})
        : joined(
            t,
            toRead.map((each) => describeToRead(t, each, claim)),
          );
    }
    case 'no evidence': {
      if (findings.length === 0) return undefined;
      const named = withMore(
        t,
        findings.map(({ kind, text }) => namePart(t, kind, shorten(text))),
      );
      const isOne = findings.length === 1 && findings[0]?.kind !== 'words';
      return t(['{parts} is in none of its claims', '{parts} are in none of its claims'], {
        parts: new Intl.ListFormat(t.tag, { type: 'conjunction' }).format(named),
        count: isOne ? 1 : Math.max(2, findings.length),
      });
    }
  }
}

/** Returns the rule that a claim or sentence breaks if evidence is required; undefined if it breaks none. A reviewer vouches for what is to be read. */
function brokenRule(grounding: SentenceGrounding, hasReviewer: boolean): string | undefined {
  const why = describeGrounding(grounding);
  switch (grounding.verdict) {
    case 'found':
      return undefined;
    case 'contradicted':
      return `is contradicted by its quotes: ${why}. Correct the claim here and in abstract, or quote the words of the source that support it`;
    case 'to be read':
      return hasReviewer
        ? undefined
        : `is to be read: ${why}. Compare it with its source yourself, and say so with your name in provenance.abstract.reviewedBy`;
    case 'no evidence':
      return why === undefined
        ? 'must have evidence for each sentence, and has none for this one. Quote the words of a source that support it, or remove it'
        : `must have evidence for each sentence, and in this one ${why}. Add evidence for that part, or remove it`;
  }
}

/** Whether the TL;DR should have evidence: AI wrote it, or its author has given some. */
export const expectsEvidence = (story: Pick<WrittenStory, 'provenance' | 'evidence'>): boolean =>
  isAiGenerated(story.provenance.abstract) || story.evidence.length > 0;

const REVIEW_RULE =
  'must name who reviewed the TL;DR, because AI wrote it. Let somebody compare it with its sources, and give the name';

/** Returns what keeps the TL;DR from being published if evidence is required. What a human wrote is never refused. */
function requiredFaults(
  story: WrittenStory,
  groundings: readonly SentenceGrounding[],
  review: { hasReviewer: boolean; isReviewed: boolean },
  locate?: LineLocator,
): Fault[] {
  const { abstract: made } = story.provenance;
  if (!isAiGenerated(made)) return [];
  const faults: Fault[] = [];
  const refuse = (path: PropertyKey[], value: string | undefined, rule: string) =>
    faults.push(faultAt(path, value, rule, locate));
  for (const grounding of groundings) {
    const { claim, sentence } = grounding;
    const rule = brokenRule(grounding, review.hasReviewer);
    if (rule === undefined) continue;
    if (claim === null) refuse(['abstract'], sentence, rule);
    else {
      const at = story.evidence.findIndex((each) => each.claim === claim);
      refuse(['evidence', at, 'claim'], claim, rule);
    }
  }
  if (!review.isReviewed) refuse(['provenance', 'abstract', 'reviewedBy'], undefined, REVIEW_RULE);
  return limitFaults(faults);
}

/** Checks a story's TL;DR against its evidence, as the newsroom's policy says. `locate` finds the lines in the author's file. */
export function checkEvidence(
  story: WrittenStory,
  policy: EvidencePolicy,
  locate?: LineLocator,
): EvidenceCheck {
  if (policy === 'off') return { groundings: undefined, faults: [], faultsIfReviewed: [] };
  const groundings = groundStory(story);
  if (policy === 'warn') return { groundings, faults: [], faultsIfReviewed: [] };
  const { abstract: made } = story.provenance;
  const stated = { hasReviewer: made?.reviewedBy != null, isReviewed: isReviewed(made) };
  const reviewed = { hasReviewer: true, isReviewed: true };
  return {
    groundings,
    faults: requiredFaults(story, groundings, stated, locate),
    faultsIfReviewed: requiredFaults(story, groundings, reviewed, locate),
  };
}

/** Returns the claims whose quotes state something else. */
export const contradictedClaims = ({ groundings = [] }: EvidenceCheck): SentenceGrounding[] =>
  groundings.filter(({ verdict }) => verdict === 'contradicted');
