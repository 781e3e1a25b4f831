import { type Analysis, analyse } from '../../../site/story/grounding/analysis.ts';
import { primarySubtag } from '../../../site/story/grounding/languages/languages.ts';

// A check of negations that is stricter than grounding. There, a true claim must not be called wrong, so that a negation is compared
// only where it can be told what it negates. A drafter is asked again instead, and a lost sentence costs less than a reversed one.

/** How far from a negation the word may be that it negates, in tokens. */
const REACH = 8;

/** Returns the word of content that a negation negates: the next one in its clause, or the one before it if it ends the clause. */
function negatedBy(analysis: Analysis, { from, to }: { from: number; to: number }): string | undefined {
  const { keys, clause } = analysis.clauses();
  const isNear = (at: number) => clause[at] === clause[from] && Math.abs(at - from) <= REACH;
  const places = [...keys.keys()].filter((at) => isNear(at) && keys[at] !== undefined);
  const place = places.find((at) => at >= to) ?? places.findLast((at) => at < from);
  return place === undefined ? undefined : keys[place];
}

/**
 * Returns why the negations of a passage may not be those of its quotes: one side has none, or the passage negates another word.
 * Returns undefined if they agree, or a quote is in another language.
 */
export function brokenNegation(
  text: string,
  language: string,
  quotes: readonly { text: string; language: string | null }[],
): string | undefined {
  const isOther = (tag: string | null) => tag !== null && primarySubtag(tag) !== primarySubtag(language);
  if (quotes.some((quote) => isOther(quote.language))) return undefined;
  const claim = analyse({ text, language }, null);
  const sides = quotes.map((quote) => analyse(quote, language));
  const own = claim.negations();
  const theirs = sides.flatMap((side) => side.negations().map((negation) => ({ side, negation })));
  const [first] = theirs;
  if (own.length === 0 && first)
    return `It negates nothing, and the quoted words do: "${first.side.textOf(first.negation.from, first.negation.to)}".`;
  const negated = new Set(theirs.map(({ side, negation }) => negatedBy(side, negation)));
  const odd = own.find((negation) => !negated.has(negatedBy(claim, negation)));
  return odd && `It negates something else than the quoted words: "${claim.textOf(odd.from, odd.to)}".`;
}
