/**
 * Returns the delay before the next attempt, in the unit of its options: `first` after one failure, doubled with each further
 * one, at most `longest`. Most outages end within seconds; in a long one, frequent attempts only use up quotas.
 */
export const backoff = (failures: number, { first, longest }: { first: number; longest: number }): number =>
  Math.min(first * 2 ** (failures - 1), longest);
