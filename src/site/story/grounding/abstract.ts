import type { Analysis } from './analysis.ts';
import type { Finding, Passage, Span, Verdict } from './finding.ts';
import { Analyses, groundWith } from './ground.ts';
import { sentencesOf } from './text/sentences.ts';
import { isFunctionKey, SAYING, type WordUnit } from './words/word-units.ts';

// Checks an abstract claim by claim, and finds the sentences without evidence.

interface GroundedClaim extends Span {
  quotes: readonly Passage[];
  /** The names of the publishers of the quotes. In parentheses, such a name says where the words are from, and states nothing. */
  publishers?: readonly string[];
}

/** A claim, or a sentence (or what it states beside its claims) that has no evidence. */
export interface SentenceGrounding {
  /** The claim's text; null where no claim is. */
  claim: string | null;
  /** The sentence that the claim stands in, or the sentences that it spans. */
  sentence: string;
  verdict: Verdict;
  findings: Finding[];
}

/**
 * Checks each claim of an abstract, in order. A sentence adds an entry of its own, with the verdict `no evidence`, if no claim
 * touches it, or if it states a number, date, name or quotation outside its claims, or negates a claim there. Offsets are in UTF-16
 * code units.
 */
export function groundAbstract({
  abstract,
  inLanguage,
  claims,
}: {
  abstract: string;
  inLanguage: string | null;
  claims: readonly GroundedClaim[];
}): SentenceGrounding[] {
  const analyses = new Analyses();
  const ordered = claims.toSorted((a, b) => a.start - b.start);
  const sentences = sentencesOf(abstract, inLanguage);
  const entries: (SentenceGrounding & { at: number })[] = [];
  let first = 0;
  for (const claim of ordered) {
    while (first < sentences.length - 1 && (sentences[first]?.end ?? 0) <= claim.start) first++;
    let last = first;
    while (last < sentences.length - 1 && (sentences[last + 1]?.start ?? 0) < claim.end) last++;
    const text = abstract.slice(claim.start, claim.end);
    const sentence = abstract.slice(sentences[first]?.start ?? 0, sentences[last]?.end ?? abstract.length);
    const stated = withoutAttributions(text, claim.publishers ?? []);
    const grounding = groundWith(analyses, { text: stated, language: inLanguage }, claim.quotes);
    entries.push({ claim: text, sentence, ...grounding, at: claim.start });
  }
  let next = 0;
  for (const { start, end } of sentences) {
    while (next < ordered.length && (ordered[next]?.end ?? 0) <= start) next++;
    const rest: Rest[] = [];
    let [from, isTouched] = [start, false];
    for (let at = next; at < ordered.length && (ordered[at]?.start ?? 0) < end; at++) {
      const claim = ordered[at];
      if (!claim) break;
      isTouched = true;
      if (claim.start > from)
        rest.push({
          text: restOf(abstract, start, from, claim.start),
          isAfterClaim: from > start,
          isBeforeClaim: true,
        });
      from = Math.max(from, claim.end);
    }
    const sentence = abstract.slice(start, end);
    const base = { claim: null, sentence, verdict: 'no evidence' as const };
    if (!isTouched) entries.push({ ...base, findings: [], at: start });
    else {
      if (from < end)
        rest.push({ text: restOf(abstract, start, from, end), isAfterClaim: true, isBeforeClaim: false });
      const findings = rest.flatMap((each) => statedIn(analyses, each, inLanguage));
      if (findings.length > 0) entries.push({ ...base, findings, at: from });
    }
  }
  return entries.sort((a, b) => a.at - b.at).map(({ at: _, ...entry }) => entry);
}

/** Returns a claim without the names of publishers in parentheses: `“The dam holds.” (Valley News)`. */
const withoutAttributions = (claim: string, publishers: readonly string[]): string =>
  publishers.reduce((text, name) => text.replaceAll(`(${name})`, '').replaceAll(`（${name}）`, ''), claim);

/** A part of a sentence outside its claims. */
interface Rest {
  text: string;
  isAfterClaim: boolean;
  isBeforeClaim: boolean;
}

/** Returns what a part of a sentence states that has no quotes. */
function statedIn(
  analyses: Analyses,
  { text, isAfterClaim, isBeforeClaim }: Rest,
  language: string | null,
): Finding[] {
  const passage = { text, language };
  const { findings } = groundWith(analyses, passage, []);
  const { list, negations, textOf } = analyses.of(passage, null);
  const isMark = ({ kind }: { kind: string }) => kind === 'mark';
  // A negation reverses the claim beside it ("did not say that …"), unless a comma or the like stands between them.
  const reverses = negations().filter(
    ({ from, to }) =>
      (isBeforeClaim && !list.slice(to).some(isMark)) || (isAfterClaim && !list.slice(1, from).some(isMark)),
  );
  const texts = new Set(reverses.map(({ from, to }) => textOf(from, to)));
  return [
    ...findings,
    ...wordsOf(analyses.of(passage, null)),
    ...Array.from(
      texts,
      (each): Finding => ({ kind: 'negation', text: each, result: 'to be read', quoted: null }),
    ),
  ];
}

/**
 * Returns the stretch of a part that has words of content, beside its numbers, dates, names and words of saying; nothing
 * if there are none. */
function wordsOf({ units, used, names, textOf }: Analysis): Finding[] {
  const never = () => false;
  const named = new Set(names(never, never, never).flatMap(({ words }) => words));
  const isOwn = ({ from, keys }: WordUnit) =>
    !used()[from] && !named.has(from) && !keys.every(isFunctionKey) && !keys.includes(SAYING);
  const own = units().filter(isOwn);
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last) return [];
  return [{ kind: 'words', text: textOf(first.from, last.to), result: 'to be read', quoted: null }];
}

/** Returns a part of a sentence. A comma before it says that its first word has a capital of its own. */
const restOf = (abstract: string, sentence: number, from: number, to: number): string =>
  (from > sentence ? ', ' : '') + abstract.slice(from, to);
