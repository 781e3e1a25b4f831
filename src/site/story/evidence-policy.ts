import type { SentenceGrounding } from './grounding/abstract.ts';
import type { Finding, Result } from './grounding/finding.ts';
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

const and = new Intl.ListFormat('en', { type: 'conjunction' });

const shorten = (text: string): string =>
  `${formatValue(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)}`;

/** Says what the quotes state in place of a part of a claim: `the number "5.9 %" stands where the quote has "6.1 %"`. */
function describeContradiction({ kind, text, quoted }: Finding): string {
  const said = shorten(text);
  if (quoted === null) return `only the claim, or only the quote, has the ${kind} ${said}`;
  return `${kind === 'opposite' ? said : `the ${kind} ${said}`} stands where the quote has ${shorten(quoted)}`;
}

/** Says why a person has to read a part of a claim. Of a claim in another language than its quotes, that part is the whole. */
function describeToRead({ kind, text, quoted }: Finding, claim: string | null): string {
  const said = shorten(text);
  const theirs = shorten(quoted ?? text);
  switch (kind) {
    case 'words':
      return text === claim
        ? 'nothing in the quotes can be compared with it'
        : `no quoted words bear ${said}`;
    case 'hedge':
      return `the quote says ${theirs}, and the claim does not`;
    case 'attribution':
      return `the quote has this from somebody (${theirs}), and the claim states it as a fact`;
    case 'order':
      return `the quote has the words of ${said} in another order`;
    case 'opposite':
      return `the quote has ${theirs} near where the claim has ${said}`;
    default:
      return `the quote does not have the ${kind} ${said} in this form`;
  }
}

/** Joins descriptions, and counts those for which there is no room. */
const joined = (described: readonly string[]): string => {
  const named = described.slice(0, MAX_NAMED);
  const more = described.length - named.length;
  return (more > 0 ? [...named, `${more} more`] : named).join('; ');
};

/**
 * Says what the quotes contradict, what a person has to read, or what stands outside the claims. Returns undefined if there is nothing
 * to say: every part was found, or a sentence has no evidence at all.
 */
export function describeGrounding({ claim, verdict, findings }: SentenceGrounding): string | undefined {
  const having = (wanted: Result) => findings.filter(({ result }) => result === wanted);
  switch (verdict) {
    case 'found':
      return undefined;
    case 'contradicted':
      return joined(having('contradicted').map(describeContradiction));
    case 'to be read': {
      const toRead = having('to be read');
      return toRead.length === 0
        ? 'it has nothing to compare'
        : joined(toRead.map((each) => describeToRead(each, claim)));
    }
    case 'no evidence': {
      if (findings.length === 0) return undefined;
      const named = findings.slice(0, MAX_NAMED).map(({ kind, text }) => `the ${kind} ${shorten(text)}`);
      const more = findings.length - named.length;
      const all = and.format(more > 0 ? [...named, `${more} more`] : named);
      const isOne = findings.length === 1 && findings[0]?.kind !== 'words';
      return `${all} ${isOne ? 'is' : 'are'} in none of its claims`;
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
