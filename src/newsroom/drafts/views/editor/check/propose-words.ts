import type { Span } from '../../../../../site/story/grounding/finding.ts';
import { groundClaim } from '../../../../../site/story/grounding/ground.ts';
import { sentencesOf } from '../../../../../site/story/grounding/text/sentences.ts';
import { cosine, vectorsOf } from '../../../../drafting/wire/extractive/lexrank.ts';
import { termsOf } from '../../../../drafting/wire/extractive/terms.ts';

/** How much of a text is looked through, from its beginning, in UTF-16 units. */
const MAX_SEARCHED = 100_000;
/** How many sentences, of those most like the claim, are compared with it part by part. */
const MAX_COMPARED = 6;
/** A sentence that is less like the claim is about something else. */
const LEAST_ALIKE = 0.08;

/** A sentence that a claim may rest on. A program's proposal: a person decides. */
interface Proposal extends Span {
  /** How much it is like the claim, from 0 to 1. */
  likeness: number;
}

/** Returns the sentence of a source's text that has most of what a claim states; undefined if none is about it. */
export function proposeWords(claim: string, text: string, language: string | null): Proposal | undefined {
  const spans = sentencesOf(text.slice(0, MAX_SEARCHED), language);
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const [own, ...vectors] = vectorsOf([claim, ...spans.map(wordsOf)].map((each) => termsOf(each, language)));
  if (!own) return undefined;
  const alike = spans
    .map((span, at) => ({ ...span, likeness: cosine(own, vectors[at] ?? new Map()) }))
    .filter(({ likeness }) => likeness >= LEAST_ALIKE)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, MAX_COMPARED);
  const foundIn = (span: Span) =>
    groundClaim({ text: claim, language }, [{ text: wordsOf(span), language }]).findings.filter(
      ({ result }) => result === 'found',
    ).length;
  const [best] = alike
    .map((span) => ({ span, found: foundIn(span) }))
    .toSorted((a, b) => b.found - a.found || b.span.likeness - a.span.likeness);
  return best?.span;
}
