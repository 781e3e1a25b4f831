import type { SentenceGrounding } from './grounding/abstract.ts';
import type { Finding } from './grounding/finding.ts';
import { groundStory } from './grounding/story.ts';
import { isAiGenerated } from './notice.ts';
import { type Fault, faultAt, formatValue, type LineLocator, limitFaults } from './parse/fault.ts';
import { isReviewed, type WrittenStory } from './story.ts';

/**
 * What a newsroom does about a TL;DR that is not grounded in its evidence: `off` does not look, `warn` says so, `require` refuses
 * the TL;DR if AI wrote it.
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

const and = new Intl.ListFormat('en', { type: 'conjunction' });

/** Describes findings: `the number "5.9 %" and the name "Ann Lee" are not in the quoted words`. Takes the ending for one and for several. */
function describe(findings: readonly Finding[], [is, are]: readonly [string, string]): string[] {
  if (findings.length === 0) return [];
  const named = findings.slice(0, MAX_NAMED).map(({ kind, text }) => {
    const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
    return `the ${kind} ${formatValue(shown)}`;
  });
  const more = findings.length - named.length;
  return [`${and.format(more > 0 ? [...named, `${more} more`] : named)} ${findings.length === 1 ? is : are}`];
}

const isNegation = ({ kind }: Finding) => kind === 'negation';

/**
 * Says what a claim or a sentence lacks, or what cannot be checked. Returns undefined if there is nothing to say: a claim is
 * grounded, or a sentence has no evidence at all.
 */
export function describeGrounding({ verdict, findings }: SentenceGrounding): string | undefined {
  const missing = findings.filter(({ found }) => found === false);
  switch (verdict) {
    case 'grounded':
      return undefined;
    case 'not grounded':
      return [
        ...describe(
          missing.filter((each) => !isNegation(each)),
          ['is not in the quoted words', 'are not in the quoted words'],
        ),
        ...describe(missing.filter(isNegation), [
          'is only in the claim, or only in the quoted words',
          'are only in the claim, or only in the quoted words',
        ]),
      ].join('; ');
    case 'not checkable':
      return (
        describe(
          findings.filter(({ found }) => found === null),
          ['cannot be compared with the quoted words', 'cannot be compared with the quoted words'],
        )[0] ?? 'it has no number, date, name or quotation that a program could compare'
      );
    case 'no evidence':
      return describe(missing, ['is in none of its claims', 'are in none of its claims'])[0];
  }
}

/** Returns the rule that a claim or sentence breaks if evidence is required; undefined if it breaks none. A reviewer vouches for what is not checkable. */
function brokenRule(grounding: SentenceGrounding, hasReviewer: boolean): string | undefined {
  const why = describeGrounding(grounding);
  switch (grounding.verdict) {
    case 'grounded':
      return undefined;
    case 'not grounded':
      return `is not grounded: ${why}. Quote the words of the source that support it, or correct the claim here and in abstract`;
    case 'not checkable':
      return hasReviewer
        ? undefined
        : `is not checkable: ${why}. Compare it with its source yourself, and say so with your name in provenance.abstract.reviewedBy`;
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

/** Returns the claims that state something their quotes lack. */
export const ungroundedClaims = ({ groundings = [] }: EvidenceCheck): SentenceGrounding[] =>
  groundings.filter(({ verdict }) => verdict === 'not grounded');
