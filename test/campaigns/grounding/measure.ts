import type { Finding } from '../../../src/site/story/grounding/finding.ts';
import { groundClaim } from '../../../src/site/story/grounding/ground.ts';
import type { Pair } from './pairs.ts';
import type { Kind } from './plant/edit.ts';
import type { PlantedError } from './plant/plant.ts';

/** What the program says of a claim. */
type Grounding = ReturnType<typeof groundClaim>;

/** A true pair, and what the program says of it. */
export interface CheckedPair {
  pair: Pair;
  grounding: Grounding;
}

/** A planted error, and whether the program found it. */
export interface CheckedError {
  error: PlantedError;
  isFound: boolean;
}

export interface Results {
  pairs: CheckedPair[];
  errors: CheckedError[];
}

/** What the program calls an error of each kind. */
const FINDINGS: Record<Kind, Finding['kind']> = {
  number: 'number',
  scale: 'number',
  unit: 'number',
  date: 'date',
  name: 'name',
  quotation: 'quotation',
  'negation added': 'negation',
  'negation taken away': 'negation',
};

const groundAgainst = (claim: string, { language, quotes, quoteLanguage }: Pair) =>
  groundClaim(
    { text: claim, language },
    quotes.map((text) => ({ text, language: quoteLanguage })),
  );

/** A true pair is called wrong if the program says that it is not grounded. */
export const isCalledWrong = ({ grounding }: CheckedPair) => grounding.verdict === 'not grounded';

/** Gives the program every pair and every planted error. `onClaim` is called for each claim. */
export function measureGrounding(
  pairs: readonly Pair[],
  errors: readonly PlantedError[],
  onClaim?: () => void,
): Results {
  return {
    pairs: pairs.map((pair) => {
      onClaim?.();
      return { pair, grounding: groundAgainst(pair.claim, pair) };
    }),
    errors: errors.map((error) => {
      onClaim?.();
      const { verdict, findings } = groundAgainst(error.claim, error.pair);
      const isMissing = findings.some(({ kind, found }) => kind === FINDINGS[error.kind] && found === false);
      return { error, isFound: verdict === 'not grounded' && isMissing };
    }),
  };
}
