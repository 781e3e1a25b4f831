import type { Result } from '../../../src/site/story/grounding/finding.ts';
import { groundClaim } from '../../../src/site/story/grounding/ground.ts';
import type { Case } from './cases.ts';
import type { Pair } from './pairs.ts';
import type { PlantedError } from './plant/plant.ts';

/** What the program says of a claim. */
type Grounding = ReturnType<typeof groundClaim>;

/** A true pair, and what the program says of it. */
export interface CheckedPair {
  pair: Pair;
  grounding: Grounding;
}

/** A planted error, and what the program says of the claim that has it. */
export interface CheckedError {
  error: PlantedError;
  grounding: Grounding;
}

/** An author's claim, true or false, and what the program says of it. */
export interface CheckedCase {
  case: Case;
  grounding: Grounding;
}

export interface Results {
  pairs: CheckedPair[];
  errors: CheckedError[];
  cases: CheckedCase[];
}

const groundAgainst = (claim: string, { language, quotes, quoteLanguage }: Pair) =>
  groundClaim(
    { text: claim, language },
    quotes.map((text) => ({ text, language: quoteLanguage })),
  );

/** Returns which share of claims has one of these results. */
export const shareOf = (checked: readonly { grounding: Grounding }[], ...results: Result[]): number =>
  checked.filter(({ grounding }) => results.some((result) => result === grounding.verdict)).length /
  checked.length;

/** Gives the program every claim. `onClaim` is called for each. */
export function measureGrounding(
  pairs: readonly Pair[],
  errors: readonly PlantedError[],
  cases: readonly Case[],
  onClaim?: () => void,
): Results {
  const check = <T>(subject: T, ground: () => Grounding) => {
    onClaim?.();
    return { ...subject, grounding: ground() };
  };
  return {
    pairs: pairs.map((pair) => check({ pair }, () => groundAgainst(pair.claim, pair))),
    errors: errors.map((error) => check({ error }, () => groundAgainst(error.claim, error.pair))),
    cases: cases.map((each) =>
      check({ case: each }, () => {
        const { claim, quotes, language } = each;
        return groundClaim(
          { text: claim, language },
          quotes.map((text) => ({ text, language })),
        );
      }),
    ),
  };
}
