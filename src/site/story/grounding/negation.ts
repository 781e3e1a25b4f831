import type { Analysis } from './analysis.ts';
import type { Clauses, Negation } from './text/clauses.ts';

// Finds negations that are on one side alone. A quote is often longer than its claim and denies other things too, so a negation
// is compared with the sentences of the quotes that share most words with the claim, and there by the word that it negates.

/** The first key of content from a token on, or back from it, within its clause. */
function nearestKey({ clause, keys }: Clauses, start: number, step: 1 | -1, skip = 0): string | undefined {
  let left = skip;
  for (
    let at = start;
    at >= 0 && at < keys.length && Math.abs(at - start) < 8 && clause[at] === clause[start];
    at += step
  ) {
    const key = keys[at];
    if (key !== undefined && !/^\d/.test(key) && left-- === 0) return key;
  }
  return undefined;
}

export interface NegationFinding {
  /** The claim's tokens; undefined if the negation is the quote's. */
  at: Negation | undefined;
  text: string;
  found: boolean;
}

/** What the keys of content say of a side: which occur in a clause that is negated, and which in one that is not. */
interface Polarity {
  negated: Set<string>;
  denied: Set<string>;
  plain: Set<string>;
}

function polarityOf(
  { keys, clause, sentence, negated, denied, deniers }: Clauses,
  isAligned: (sentence: number) => boolean,
): Polarity {
  const polarity: Polarity = { negated: new Set(), denied: new Set(), plain: new Set() };
  for (const [at, key] of keys.entries()) {
    if (key === undefined || !isAligned(sentence[at] ?? 0)) continue;
    const number = clause[at] ?? 0;
    if (!negated.has(number)) polarity[denied.has(number) && !deniers.has(at) ? 'denied' : 'plain'].add(key);
    else polarity.negated.add(key);
  }
  return polarity;
}

/** For each sentence of a quote, how many different words of the claim it has. */
function sharedWords({ keys, sentence }: Clauses, claimKeys: ReadonlySet<string>): Map<number, number> {
  const shared = new Map<number, Set<string>>();
  for (const [at, key] of keys.entries()) {
    if (key === undefined || !claimKeys.has(key)) continue;
    const number = sentence[at] ?? 0;
    shared.set(number, (shared.get(number) ?? new Set()).add(key));
  }
  return new Map(Array.from(shared, ([number, { size }]) => [number, size]));
}

/** Returns the claim's clauses with a word that occurs in the quotes, but in no clause without a negation. */
function onlyNegatedClauses(
  { clause, keys }: Clauses,
  sides: readonly { all: Polarity }[],
): Set<number | undefined> {
  const isOnlyNegated = (key: string) =>
    sides.some(({ all }) => all.negated.has(key)) &&
    !sides.some(({ all }) => all.plain.has(key) || all.denied.has(key));
  return new Set(clause.filter((_, at) => isOnlyNegated(keys[at] ?? '')));
}

/** Compares the negations of a claim with those of quotes in its language. */
export function compareNegations(claim: Analysis, quotes: readonly Analysis[]): NegationFinding[] {
  if ([claim, ...quotes].every((each) => each.negations().length === 0)) return [];
  const mine = claim.clauses();
  const claimKeys = new Set(mine.keys.filter((key) => key !== undefined));
  const shared = quotes.map((quote) => sharedWords(quote.clauses(), claimKeys));
  const most = shared.reduce((sum, each) => [...each.values()].reduce((a, b) => Math.max(a, b), sum), 0);
  if (most === 0) return [];
  const sides = quotes.map((quote, index) => {
    const clauses = quote.clauses();
    const isAligned = (sentence: number) => (shared[index]?.get(sentence) ?? 0) * 2 >= most;
    return {
      quote,
      clauses,
      isAligned,
      /** Whether the sentence has enough of the claim's words for its negation to concern the claim. */
      isRelated: (sentence: number) => (shared[index]?.get(sentence) ?? 0) > 1,
      aligned: polarityOf(clauses, isAligned),
      assertive: polarityOf(
        clauses,
        (sentence) => isAligned(sentence) && !clauses.negatedSentences.has(sentence),
      ),
      all: polarityOf(clauses, () => true),
    };
  });
  // A negation of the quotes bears one of the claim's, in other words too; two in one clause are one.
  let left = 0;
  for (const { clauses, isAligned } of sides) {
    const places = [...clauses.negations.map(({ from }) => from), ...clauses.deniers];
    left += new Set(
      places.filter((at) => isAligned(clauses.sentence[at] ?? 0)).map((at) => clauses.clause[at]),
    ).size;
  }
  const onlyNegated = onlyNegatedClauses(mine, sides);
  const byClause = Map.groupBy(mine.negations, ({ from }) => mine.clause[from] ?? 0);
  const findings: NegationFinding[] = [];
  const unmatched: { negations: readonly Negation[]; isPlain: boolean }[] = [];
  const add = (negations: readonly Negation[], found: boolean) => {
    for (const at of negations) findings.push({ at, text: claim.textOf(at.from, at.to), found });
  };
  for (const negations of byClause.values()) {
    const keys = negations.map(({ from }) => nearestKey(mine, from, 1)).filter((key) => key !== undefined);
    const isNegated =
      keys.some((key) => sides.some(({ all, aligned }) => all.negated.has(key) || aligned.denied.has(key))) ||
      onlyNegated.has(mine.clause[negations[0]?.from ?? 0] ?? 0);
    // In a sentence that denies something else, nobody can tell.
    const isPlain = keys.some((key) => sides.some(({ assertive }) => assertive.plain.has(key)));
    if (isNegated) left--;
    if (isNegated) add(negations, true);
    else unmatched.push({ negations, isPlain });
  }
  for (const { negations, isPlain } of unmatched) add(negations, !isPlain && left-- > 0);
  const own = polarityOf(mine, () => true);
  for (const { quote, clauses, isRelated, all } of sides)
    for (const { from, to } of clauses.negations) {
      if (!isRelated(clauses.sentence[from] ?? 0)) continue;
      // The claim says without a negation what the quote negates: words next to it.
      const near = [
        nearestKey(clauses, from, 1),
        nearestKey(clauses, from, 1, 1),
        nearestKey(clauses, from - 1, -1),
        nearestKey(clauses, from - 1, -1, 1),
      ];
      const stated = [...new Set(near)].filter((key) => key !== undefined && claimKeys.has(key));
      const isDenied = stated.some((key) => own.negated.has(key ?? '') || mine.deniedKeys.has(key ?? ''));
      const isSaidElsewhere = stated.every((key) => all.plain.has(key ?? '') || all.denied.has(key ?? ''));
      const isNegatedHere = near[0] === undefined || stated.includes(near[0]);
      if (stated.length > 1 && isNegatedHere && !isDenied && !isSaidElsewhere)
        findings.push({ at: undefined, text: quote.textOf(from, to), found: false });
    }
  return findings;
}
